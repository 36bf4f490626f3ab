import { expect, test } from "vitest";
import { readCodes } from "./codes";

const NAMES = { SWR: "Swiss", DLH: "Lufthansa", BAW: "British Airways" };
const read = (text: string) => readCodes(text, NAMES, (code) => code in NAMES);

test("codes and names, in any case and mixed", () => {
  expect(read("swr, Lufthansa; british airways")).toEqual({
    codes: ["SWR", "DLH", "BAW"],
    unknown: [],
  });
});

test("codes may be separated by blanks, and count once", () => {
  expect(read("SWR DLH, swiss").codes).toEqual(["SWR", "DLH"]);
});

test("what is neither is told, not dropped", () => {
  expect(read("SWR, XQ")).toEqual({ codes: ["SWR"], unknown: ["XQ"] });
  expect(read(" , ")).toEqual({ codes: [], unknown: [] });
});
