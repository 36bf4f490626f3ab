// An aircraft as the map draws it, beside a text.
import type { Shape } from "../live/shape";
import { BOX, GLYPHS } from "./glyphs";

interface Props {
  shape?: Shape;
  colour: string;
  look?: "full" | "hollow" | "old" | "alarm";
}

const MARGIN = 4;
const VIEW = `${-MARGIN} ${-MARGIN} ${BOX + 2 * MARGIN} ${BOX + 2 * MARGIN}`;

export function Glyph({ shape = "jet", colour, look = "full" }: Props) {
  const isHollow = look === "hollow";
  return (
    <svg className="glyph" viewBox={VIEW} aria-hidden="true" opacity={look === "old" ? 0.4 : 1}>
      {look === "alarm" && <circle cx="12" cy="12" r="14.5" fill="none" stroke={colour} />}
      <path
        d={GLYPHS[shape]}
        fill={colour}
        fillOpacity={isHollow ? 0 : 1}
        stroke={isHollow ? colour : "none"}
        strokeWidth="1.8"
      />
    </svg>
  );
}
