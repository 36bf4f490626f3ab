// Line icons of the page, in a box of 24 × 24, drawn in the colour of the text.
const PATHS = {
  filters: "M4 6h16M7 12h10M10 18h4",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  airport: "M12 3v13M5 21h14M8 16h8l1 5H7zM9 6h6v4H9z",
  fleet:
    "M12 3c1 0 1.5 1.4 1.5 3v3l7 4v2l-7-2v4l2 2v1.5L12 19.5l-3.5 1V19l2-2v-4l-7 2v-2l7-4V6c0-1.6.5-3 1.5-3z",
  statistics: "M4 20h16M6 20v-7M11 20V5M16 20v-10",
  alerts: "M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 20.5h4",
  pipeline: "M4 7h5v4H4zM15 7h5v4h-5zM9.5 15h5v4h-5zM9 9h6M17.5 11v6h-3M6.5 11v6h3",
  settings: "M5 7h9M18 7h1M5 12h2M11 12h8M5 17h7M16 17h3M16 5v4M9 10v4M14 15v4",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.1",
  more: "M4.5 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M17.5 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
  close: "M6 6l12 12M18 6L6 18",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  back: "M18 6l-8 6 8 6zM6 6v12",
  forward: "M6 6l8 6-8 6zM18 6v12",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
