// What the colours of the aircraft mean.
import { useSyncExternalStore } from "react";
import { metresToFeet } from "../lib/units";
import { classColours, GROUND, TOP_ALTITUDE_M } from "./altitude";
import { currentPalette, onPaletteChange } from "./palette";

const TICKS_M = [0, 3_000, 6_000, 9_000, 12_000];

export function Legend() {
  const palette = useSyncExternalStore(onPaletteChange, currentPalette);
  const ramp = classColours(palette).slice(0, GROUND).join(", ");
  return (
    <section className="legend card" aria-label="Altitude legend">
      <h2>Altitude</h2>
      <div className="ramp" style={{ background: `linear-gradient(to right, ${ramp})` }} />
      <ol className="ticks">
        {TICKS_M.map((metres) => (
          <li key={metres} style={{ left: `${(metres / TOP_ALTITUDE_M) * 100}%` }}>
            <span>{metres === 0 ? "0" : `${metres / 1_000} km`}</span>
            <small>{`${Math.round(metresToFeet(metres) / 1_000)}${metres ? "k" : ""} ft`}</small>
          </li>
        ))}
      </ol>
      <ul className="keys">
        <Key colour={palette.ground} text="ground" />
        <Key colour={palette.unknown} text="unknown" />
        <Key colour={palette.alarm} text="emergency" />
      </ul>
      <small className="credit">Map: Natural Earth</small>
    </section>
  );
}

function Key({ colour, text }: { colour: string; text: string }) {
  return (
    <li>
      <i style={{ background: colour }} />
      {text}
    </li>
  );
}
