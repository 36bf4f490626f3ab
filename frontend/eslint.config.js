import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// lib <- i18n <- api <- live <- map, panels <- views <- App: a folder may import what stands to its
// left. map and panels do not know each other; they meet in the store. A worker is a small main.
const FORBIDDEN = {
  lib: "i18n|api|live|map|panels|views|App",
  i18n: "api|live|map|panels|views|App",
  api: "i18n|live|map|panels|views|App",
  live: "map|panels|views|App",
  map: "panels|views|App",
  panels: "map|views|App",
  views: "map|App",
  workers: "map|panels|views|App",
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
  // An element has a line for each of its attributes.
  {
    files: ["src/**/*.tsx"],
    rules: {
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 12],
    },
  },
  {
    files: ["public/*.js", "scripts/*.mjs"],
    languageOptions: {
      globals: { self: "readonly", caches: "readonly", fetch: "readonly", URL: "readonly" },
    },
  },
  // One text a line.
  { files: ["src/i18n/*.ts"], rules: { "max-lines": "off" } },
  { files: ["src/**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
  ...walls,
);
