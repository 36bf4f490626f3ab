// An aircraft as the map draws it, beside a text.

interface Props {
  /** In a box of 24 × 24. */
  path: string;
  colour: string;
  look?: "full" | "hollow" | "old" | "alarm";
}

export function Glyph({ path, colour, look = "full" }: Props) {
  const isHollow = look === "hollow";
  return (
    <svg
      className="glyph"
      viewBox="-4 -4 32 32"
      aria-hidden="true"
      opacity={look === "old" ? 0.4 : 1}
    >
      {look === "alarm" && <circle cx="12" cy="12" r="14.5" fill="none" stroke={colour} />}
      <path
        d={path}
        fill={colour}
        fillOpacity={isHollow ? 0.2 : 1}
        stroke={isHollow ? colour : "none"}
        strokeWidth="1.8"
      />
    </svg>
  );
}
