/// <reference types="node" />
// How far the estimate is from where the aircraft really went, on recorded tracks of one second
// (Python package `traffic`, around Paris); `npm test -- recorded` prints the table.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { distance } from "../lib/geo";
import { EARTH_CIRCUMFERENCE_M, project } from "../lib/mercator";
import { moved, speedAt, turnAt } from "./motion";
import { sampleAircraft } from "./samples";

const RECORDING = new URL("../../../../shared/data/tracks/quickstart.json.gz", import.meta.url);
const KNOTS = 1852 / 3600;

interface Row {
  icao24: string;
  timestamp: number;
  latitude: number | null;
  longitude: number | null;
  groundspeed: number | null;
  track: number | null;
  onground: boolean;
}

type Fix = { [Name in keyof Row]: NonNullable<Row[Name]> };

function tracksOf(rows: Row[]): Map<number, Fix>[] {
  const tracks = new Map<string, Map<number, Fix>>();
  for (const row of rows) {
    const { latitude, longitude, groundspeed, track, onground } = row;
    if (latitude === null || longitude === null || onground) continue;
    if (groundspeed === null || track === null) continue;
    const fixes = tracks.get(row.icao24) ?? new Map<number, Fix>();
    tracks.set(row.icao24, fixes.set(Math.round(row.timestamp / 1_000), row as Fix));
  }
  return [...tracks.values()];
}

/** As the compact answer has it: steps of 2 m/s and of 360/256 degrees. */
function seen({ latitude, longitude, groundspeed, track }: Fix) {
  const velocity = Math.round((groundspeed * KNOTS) / 2) * 2;
  const trueTrack = (Math.round((track * 256) / 360) * 360) / 256;
  return sampleAircraft({ latitude, longitude, velocity, trueTrack });
}

/** `between` lie the two reports, `seconds` later the aircraft is looked for. */
interface Case {
  between: number;
  seconds: number;
}

function errorsOf(fix: Fix, before: Fix, later: Fix, { between, seconds }: Case) {
  const [aircraft, previous] = [seen(fix), seen(before)];
  const turn = turnAt(aircraft, 0, previous.trueTrack[0], between);
  const start = project(fix.latitude, fix.longitude);
  const end = project(later.latitude, later.longitude);
  const metres = EARTH_CIRCUMFERENCE_M * Math.cos((fix.latitude * Math.PI) / 180);
  const track = ((aircraft.trueTrack[0] as number) * Math.PI) / 180;
  const miss = (way: { x: number; y: number }) =>
    Math.hypot(start.x + way.x - end.x, start.y + way.y - end.y) * metres;
  const speed = speedAt(aircraft, 0);
  return {
    nothing: distance(fix, later),
    straight: miss(moved(speed, track, 0, seconds)),
    turning: miss(moved(speed, track, turn, seconds)),
    isTurn: turn !== 0,
  };
}

function measure(asked: Case) {
  const rows = JSON.parse(gunzipSync(readFileSync(RECORDING)).toString()) as Row[];
  return tracksOf(rows).flatMap((fixes) =>
    [...fixes.keys()]
      .filter((time) => time % 10 === 0)
      .flatMap((time) => {
        const [before, fix, later] = [time - asked.between, time, time + asked.seconds].map((t) =>
          fixes.get(t),
        );
        return before && fix && later ? [errorsOf(fix, before, later, asked)] : [];
      }),
  );
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function print({ between, seconds }: Case, name: string, errors: ReturnType<typeof measure>) {
  const medians = (["nothing", "straight", "turning"] as const).map(
    (way) => `${way} ${median(errors.map((one) => one[way])).toFixed(0)} m`,
  );
  const asked = `${seconds} s after reports ${between} s apart, ${name} (${errors.length})`;
  console.info(`${asked}: ${medians.join(", ")}`);
}

const given = test.skipIf(!existsSync(RECORDING));

given.each([
  { between: 30, seconds: 30 },
  { between: 30, seconds: 60 },
  { between: 10, seconds: 10 },
])(
  "$seconds s after a report the estimate is far nearer than the report itself",
  (asked) => {
    const errors = measure(asked);
    print(asked, "all", errors);
    expect(median(errors.map((one) => one.turning))).toBeLessThan(
      median(errors.map((one) => one.nothing)) / 10,
    );
  },
  60_000,
);

given(
  "in a turn that was seen a moment ago, turning is better than flying straight on",
  () => {
    const asked = { between: 10, seconds: 30 };
    const turns = measure(asked).filter(({ isTurn }) => isTurn);
    print(asked, "in turns", turns);
    expect(median(turns.map((one) => one.turning))).toBeLessThan(
      median(turns.map((one) => one.straight)) * 0.8,
    );
  },
  60_000,
);
