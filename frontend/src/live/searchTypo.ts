// One typo: a letter changed, left out, too many, or two neighbours swapped
// (the optimal string alignment distance is at most 1).

/** Shorter texts are within one typo of too much. */
export const MIN_TYPO_LENGTH = 4;

export function startsWithTypo(word: string, wanted: string): boolean {
  if (wanted.length < MIN_TYPO_LENGTH) return false;
  const lengths = [wanted.length - 1, wanted.length, wanted.length + 1];
  return lengths.some((length) => isWithinOneTypo(word.slice(0, length), wanted));
}

export function isWithinOneTypo(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB === `${restA[1]}${restA[0]}`;
}
