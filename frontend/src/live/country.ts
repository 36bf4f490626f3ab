// The state of registry of an aircraft, by the block that its ICAO address lies in.
import blocks from "../reference/addressBlocks.json";

const FIRST = Uint32Array.from(blocks, ([first]) => first as number);
const LAST = Uint32Array.from(blocks, ([, last]) => last as number);
const CODES = blocks.map(([, , code]) => code as string);

/** Its code by ISO 3166-1; null outside of all blocks. `code` as in Aircraft. */
export function countryOf(code: number): string | null {
  let [low, high] = [0, FIRST.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (FIRST[middle] as number)) high = middle - 1;
    else if (code > (LAST[middle] as number)) low = middle + 1;
    else return CODES[middle] ?? null;
  }
  return null;
}

/** Every country that has a block, in the order of the blocks. */
export const COUNTRY_CODES: readonly string[] = [...new Set(CODES)];
