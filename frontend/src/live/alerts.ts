// Rules that say when something has happened, judged between two skies. Pure.
import type { Translate } from "../i18n/text";
import { isInside, type Bounds } from "../lib/geo";
import { addressOf, IN_THE_AIR, nameAt, ON_GROUND, squawkAt } from "./aircraft";
import { airlineOf } from "./airline";
import { emergencyAt } from "./emergency";
import type { Sky } from "./store";

export const RULE_KINDS = ["squawk", "aircraft", "airline", "area", "landing"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface Rule {
  id: string;
  kind: RuleKind;
  /** Callsign, address or designator; "" is any. */
  what: string;
  /** Of the kind "area". */
  area: Bounds | null;
  /** What the reader calls the area. */
  areaName?: string;
}

export interface AlertEvent {
  rule: string;
  kind: RuleKind;
  icao24: string;
  name: string;
  squawk: string | null;
  airline: string | null;
  areaName?: string;
  /** Unix seconds, of the data */
  time: number;
}

type Judge = (rule: Rule, sky: Sky, i: number, before: Before) => boolean;

interface Before {
  sky: Sky;
  /** The row that the aircraft had, if it was there. */
  row: number | undefined;
}

const JUDGES: Record<RuleKind, Judge> = {
  squawk: (_rule, { aircraft }, i, { sky, row }) =>
    emergencyAt(aircraft, i) !== null &&
    (row === undefined || emergencyAt(sky.aircraft, row) !== emergencyAt(aircraft, i)),
  aircraft: (_rule, _sky, _i, { row }) => row === undefined,
  airline: (_rule, _sky, _i, { row }) => row === undefined,
  area: ({ area }, { aircraft }, i, { sky, row }) =>
    area !== null &&
    isInside(area, placeAt(aircraft, i)) &&
    (row === undefined || !isInside(area, placeAt(sky.aircraft, row))),
  landing: (_rule, { aircraft }, i, { sky, row }) =>
    row !== undefined &&
    aircraft.onGround[i] === ON_GROUND &&
    sky.aircraft.onGround[row] === IN_THE_AIR,
};

const placeAt = ({ latitude, longitude }: Sky["aircraft"], i: number) => ({
  latitude: latitude[i] as number,
  longitude: longitude[i] as number,
});

/** What has happened between two skies by these rules. */
export function eventsBetween(before: Sky, now: Sky, rules: readonly Rule[]): AlertEvent[] {
  const events: AlertEvent[] = [];
  if (rules.length === 0) return events;
  for (let i = 0; i < now.aircraft.count; i++) {
    const row = before.places.get(now.aircraft.code[i] as number);
    for (const rule of rules) {
      const isMeant = fits(rule, now, i);
      if (!isMeant || !JUDGES[rule.kind](rule, now, i, { sky: before, row })) continue;
      events.push(eventOf(rule, now, i));
    }
  }
  return events;
}

/** One that stands this long is told again. */
const SAME_SECONDS = 6 * 3_600;

/** The emergencies that are there when the page opens, but for those that are listed already. */
export function eventsAtFirst(
  now: Sky,
  rules: readonly Rule[],
  listed: readonly AlertEvent[],
): AlertEvent[] {
  const squawks = rules.filter(({ kind }) => kind === "squawk");
  const nobody = { ...now, places: new Map<number, number>() };
  return eventsBetween(nobody, now, squawks).filter(
    (one) =>
      !listed.some(
        ({ icao24, squawk, time }) =>
          icao24 === one.icao24 && squawk === one.squawk && one.time - time < SAME_SECONDS,
      ),
  );
}

export function alertText(event: AlertEvent, t: Translate): string {
  const { kind, name, squawk, airline, areaName } = event;
  const area = areaName ?? t("alertTheArea");
  return t(`alertReason_${kind}`, { name, squawk: squawk ?? "", airline: airline ?? "", area });
}

/** A name for a rule that no other has; `randomUUID` wants a secure context. */
export function newRuleId(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))].map((n) => n.toString(36)).join("");
}

function fits({ kind, what }: Rule, { aircraft }: Sky, i: number): boolean {
  if (what === "") return kind !== "aircraft" && kind !== "airline";
  const wanted = what.toUpperCase();
  const callsign = aircraft.callsign[i] ?? "";
  const isAirline = airlineOf(callsign) === wanted;
  if (kind === "airline") return isAirline;
  const address = addressOf(aircraft.code[i] as number).toUpperCase();
  return isAirline || callsign === wanted || address === wanted;
}

function eventOf(
  { id, kind, areaName }: Rule,
  { aircraft, snapshotTime }: Sky,
  i: number,
): AlertEvent {
  return {
    rule: id,
    kind,
    icao24: addressOf(aircraft.code[i] as number),
    name: nameAt(aircraft, i),
    squawk: squawkAt(aircraft, i),
    airline: airlineOf(aircraft.callsign[i] ?? ""),
    ...(areaName && { areaName }),
    time: snapshotTime ?? 0,
  };
}
