// Reads what was typed as codes: by code or by name, several separated by commas. Pure.

/** Names by code. */
export type Names = Readonly<Record<string, string>>;

export interface ReadCodes {
  codes: string[];
  /** What is neither a code nor a name. */
  unknown: string[];
}

export function readCodes(text: string, names: Names, isCode: (code: string) => boolean) {
  const byName = new Map(Object.entries(names).map(([code, name]) => [name.toLowerCase(), code]));
  const read: ReadCodes = { codes: [], unknown: [] };
  const add = (code: string | undefined) => {
    if (code !== undefined && !read.codes.includes(code)) read.codes.push(code);
  };
  for (const part of text.split(/[,;]/).map((one) => one.trim())) {
    if (part === "") continue;
    const words = part.toUpperCase().split(/\s+/);
    const named = byName.get(part.toLowerCase());
    if (named !== undefined) add(named);
    else if (words.every(isCode)) words.forEach(add);
    else read.unknown.push(part);
  }
  return read;
}
