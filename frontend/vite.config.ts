import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";

const src = resolve(import.meta.dirname, "src");

// Every script and stylesheet that stands directly in src/ is an entry that a template may name; folders hold their parts.
const entries = readdirSync(src)
  .filter((name) => /\.(ts|css)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
  .map((name) => resolve(src, name));

export default defineConfig({
  root: import.meta.dirname,
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../src/firstdoor/static/dist"),
    emptyOutDir: true,
    manifest: true,
    target: "es2020",
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: { input: entries },
  },
  test: { include: ["src/**/*.test.ts"], passWithNoTests: true },
});
