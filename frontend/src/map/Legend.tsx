// What the colours and the looks of the aircraft mean.
import { useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { useWords } from "../i18n/context";
import { Glyph } from "../lib/Glyph";
import { GLYPHS } from "../live/glyphs";
import type { LiveStore } from "../live/store";
import { classColours, GROUND, TOP_ALTITUDE_M } from "./altitude";
import { currentPalette, onPaletteChange } from "./palette";
import { creditOf } from "./tileLayer";

/** In the unit shown: thousands of feet, or of metres. */
const TICKS = { ft: [0, 10_000, 20_000, 30_000, 40_000], m: [0, 3_000, 6_000, 9_000, 12_000] };

export function Legend({ store }: { store: LiveStore }) {
  const { t, format } = useWords();
  const tiles = useStore(store, (state) => state.settings.tiles);
  const palette = useSyncExternalStore(onPaletteChange, currentPalette);
  const ramp = classColours(palette).slice(0, GROUND).join(", ");
  const middle = palette.altitude[5] ?? "";
  const { name, factor } = format.units.altitude;
  return (
    <section className="legend card" aria-label={t("altitude")}>
      <h2>{`${t("altitude")} (${name})`}</h2>
      <div className="ramp" style={{ background: `linear-gradient(to right, ${ramp})` }} />
      <ol className="ticks">
        {TICKS[name === "m" ? "m" : "ft"].map((tick) => (
          <li key={tick} style={{ left: `${(tick / factor / TOP_ALTITUDE_M) * 100}%` }}>
            {format.number(tick)}
          </li>
        ))}
      </ol>
      <ul className="keys">
        <Key colour={middle} text={t("reported")} />
        <Key colour={middle} look="hollow" text={t("estimated")} />
        <Key colour={middle} look="old" text={t("old")} />
        <Key colour={palette.ground} text={t("ground")} />
        <Key colour={palette.unknown} text={t("altitudeUnknown")} />
        <Key colour={palette.alarm} look="alarm" text={t("emergency")} />
      </ul>
      <small className="credit">{creditOf(tiles) ?? t("credit")}</small>
    </section>
  );
}

interface KeyProps {
  colour: string;
  text: string;
  look?: "full" | "hollow" | "old" | "alarm";
}

function Key({ colour, text, look }: KeyProps) {
  return (
    <li>
      <Glyph path={GLYPHS.jet} colour={colour} look={look} />
      {text}
    </li>
  );
}
