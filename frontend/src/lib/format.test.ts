import { expect, test } from "vitest";
import {
  formatAltitude,
  formatDegrees,
  formatDuration,
  formatSpeed,
  formatText,
  formatTime,
  formatTrack,
  formatVerticalRate,
  formatYesNo,
} from "./format";

test("null is unknown in every format", () => {
  const shown = [
    formatAltitude(null),
    formatSpeed(null),
    formatVerticalRate(null),
    formatTrack(null),
    formatDegrees(null),
    formatTime(null),
    formatText(null),
    formatYesNo(null),
  ];
  expect(new Set(shown)).toEqual(new Set(["unknown"]));
});

test("zero is a value, not unknown", () => {
  expect(formatAltitude(0)).toBe("0 m (0 ft)");
  expect(formatSpeed(0)).toBe("0.0 m/s (0 kt)");
  expect(formatYesNo(false)).toBe("no");
});

test("altitude and speed show both units", () => {
  expect(formatAltitude(10668)).toBe("10,668 m (35,000 ft)");
  expect(formatSpeed(231.5)).toBe("231.5 m/s (450 kt)");
});

test("a climb carries its sign", () => {
  expect(formatVerticalRate(5.08)).toBe("+5.1 m/s (+1,000 ft/min)");
  expect(formatVerticalRate(-5.08)).toBe("-5.1 m/s (-1,000 ft/min)");
});

test("track names the compass point", () => {
  expect(formatTrack(359)).toBe("359.0° (N)");
  expect(formatTrack(225)).toBe("225.0° (SW)");
});

test("time is in UTC", () => {
  expect(formatTime(1693234261)).toBe("2023-08-28 14:51:01 UTC");
});

test("blank text is unknown", () => {
  expect(formatText("   ")).toBe("unknown");
});

test("durations grow into larger units", () => {
  expect([12, 180, 7200, 259_200].map(formatDuration)).toEqual(["12 s", "3 min", "2 h", "3 days"]);
});
