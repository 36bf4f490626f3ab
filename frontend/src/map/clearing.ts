// Which part of the map nothing lies over, so that what is centred is seen. Pure.

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Spot {
  x: number;
  y: number;
}

/** Around what is centred this much is to be seen, in pixels. */
const ROOM = 60;

/** The middle of the map; where something covers that, the middle of what is left. */
export function clearSpot(map: Rect, covers: readonly Rect[]): Spot {
  const middle = middleOf(map);
  if (!covers.some((cover) => isNear(cover, middle))) return middle;
  return middleOf(covers.reduce(without, map));
}

const middleOf = ({ left, top, right, bottom }: Rect): Spot => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

function isNear({ left, top, right, bottom }: Rect, { x, y }: Spot): boolean {
  return x > left - ROOM && x < right + ROOM && y > top - ROOM && y < bottom + ROOM;
}

/** The largest part on one side of what covers it. */
function without(rect: Rect, cover: Rect): Rect {
  const parts = [
    { ...rect, right: Math.min(rect.right, cover.left) },
    { ...rect, left: Math.max(rect.left, cover.right) },
    { ...rect, bottom: Math.min(rect.bottom, cover.top) },
    { ...rect, top: Math.max(rect.top, cover.bottom) },
  ];
  return parts.reduce((best, part) => (areaOf(part) > areaOf(best) ? part : best));
}

const areaOf = ({ left, top, right, bottom }: Rect) =>
  Math.max(0, right - left) * Math.max(0, bottom - top);

/** What lies over the map and stays there. */
const COVERS = ".details, .panel, .status, .top > *";

/** As `clearSpot`, from where things are now, in pixels of the map's container. */
export function clearSpotOf(element: HTMLElement): Spot {
  const map = rectOf(element);
  const covers = [...document.querySelectorAll(COVERS)].map(rectOf);
  const { x, y } = clearSpot(map, covers);
  return { x: x - map.left, y: y - map.top };
}

function rectOf(element: Element): Rect {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}
