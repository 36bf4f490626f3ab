// Values as text. Null means unknown and is said so; it is never shown as zero.
import { metresPerSecondToFeetPerMinute, metresPerSecondToKnots, metresToFeet } from "./units";

export const UNKNOWN = "unknown";

type Maybe = number | null | undefined;

const isKnown = (value: Maybe): value is number => value !== null && value !== undefined;
const whole = (value: number) => Math.round(value).toLocaleString("en-GB");

export function formatText(value: string | null | undefined): string {
  return value?.trim() || UNKNOWN;
}

export function formatYesNo(value: boolean | null | undefined): string {
  return value === true ? "yes" : value === false ? "no" : UNKNOWN;
}

export function formatCount(value: number): string {
  return whole(value);
}

export function formatAltitude(metres: Maybe): string {
  return isKnown(metres) ? `${whole(metres)} m (${whole(metresToFeet(metres))} ft)` : UNKNOWN;
}

export function formatSpeed(speed: Maybe): string {
  return isKnown(speed)
    ? `${speed.toFixed(1)} m/s (${whole(metresPerSecondToKnots(speed))} kt)`
    : UNKNOWN;
}

export function formatVerticalRate(rate: Maybe): string {
  if (!isKnown(rate)) return UNKNOWN;
  const sign = rate > 0 ? "+" : "";
  return `${sign}${rate.toFixed(1)} m/s (${sign}${whole(metresPerSecondToFeetPerMinute(rate))} ft/min)`;
}

export function formatTrack(degrees: Maybe): string {
  return isKnown(degrees) ? `${degrees.toFixed(1)}° (${compassPoint(degrees)})` : UNKNOWN;
}

function compassPoint(degrees: number): string {
  const points = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
  return points[Math.round(degrees / 45) & 7] ?? "";
}

export function formatDegrees(degrees: Maybe): string {
  return isKnown(degrees) ? `${degrees.toFixed(4)}°` : UNKNOWN;
}

export function formatTime(unixSeconds: Maybe): string {
  if (!isKnown(unixSeconds)) return UNKNOWN;
  const [day, time] = new Date(unixSeconds * 1000).toISOString().split("T");
  return `${day} ${time?.slice(0, 8)} UTC`;
}

export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  return s < 172_800 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86_400)} days`;
}
