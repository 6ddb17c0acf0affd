import { readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const src = resolve(import.meta.dirname, "src");
const dist = resolve(import.meta.dirname, "../src/firstdoor/static/dist");

// Every script and stylesheet that stands directly in src/ is an entry that a template may name; folders hold their parts.
const entries = readdirSync(src)
  .filter((name) => /\.(ts|css)$/.test(name) && !/\.(test|d)\.ts$/.test(name))
  .map((name) => resolve(src, name));

/** Compresses once, here, so that the server only picks: it finds `name.br` and `name.gz` beside the file. */
const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  writeBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (!/\.(js|css)$/.test(file.fileName)) continue;
      const text = Buffer.from(file.type === "asset" ? file.source : file.code);
      writeFileSync(resolve(dist, `${file.fileName}.br`), brotliCompressSync(text));
      writeFileSync(resolve(dist, `${file.fileName}.gz`), gzipSync(text, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/static/dist/",
  publicDir: false,
  plugins: [compressed],
  build: {
    outDir: dist,
    emptyOutDir: true,
    manifest: true,
    target: "es2020",
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: { input: entries },
  },
  test: { include: ["src/**/*.test.ts"], passWithNoTests: true },
});
