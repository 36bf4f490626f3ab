import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// lib <- api <- live <- map, panels <- App: a folder may import what stands to its left.
// map and panels do not know each other; they meet in the store.
const FORBIDDEN = {
  lib: "api|live|map|panels|App",
  api: "live|map|panels|App",
  live: "map|panels|App",
  map: "panels|App",
  panels: "map|App",
};

const walls = Object.entries(FORBIDDEN).map(([folder, others]) => ({
  files: [`src/${folder}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [{ regex: `^\\.\\.?/(?:.*/)?(${others})(/|$)`, message: `${folder} stands below it` }] },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist", "src/api/types.gen.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ["src/**"],
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 5],
      complexity: ["error", 10],
    },
  },
  { files: ["src/**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
  ...walls,
);
