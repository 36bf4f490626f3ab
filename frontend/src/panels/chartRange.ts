// What the axis of a chart spans. Pure.

/** A little more than the values, and at least `least`: level flight is a level line. */
export function rangeOf(low: number, high: number, least: number): [number, number] {
  const room = Math.max(least - (high - low), (high - low) * 0.2) / 2;
  const [from, to] = [low - room, high + room];
  // Nothing here is negative: what would go below zero goes above instead.
  return low >= 0 && from < 0 ? [0, to - from] : [from, to];
}
