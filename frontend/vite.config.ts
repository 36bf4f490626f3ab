import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Names the built files to the service worker, which keeps them all. */
const nameAssets: Plugin = {
  name: "name-assets",
  apply: "build",
  writeBundle({ dir = "" }) {
    const names = readdirSync(join(dir, "assets")).map((name) => `assets/${name}`);
    writeFileSync(join(dir, "assets.js"), `self.ASSETS = ${JSON.stringify(names)};\n`);
  },
};

export default defineConfig({
  // Relative addresses: the built page works from any folder of any web server.
  base: "./",
  plugins: [react(), nameAssets],
  server: {
    proxy: {
      "/api": {
        target: "http://127.0.0.1:8000",
        rewrite: (path) => path.replace(/^\/api/, ""),
      },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
