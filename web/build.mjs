// Builds the three bundles into the Python package and writes down which sources they are from.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";

const root = dirname(fileURLToPath(import.meta.url));
const out = join(root, "../src/cutaway/view/static");
const BUNDLES = [
  { entry: "src/page.ts", name: "page", format: "iife", css: "injected" },
  { entry: "src/widget.ts", name: "widget", format: "es", css: "injected" },
  { entry: "src/app/main.ts", name: "app", format: "iife", css: "external" },
];

mkdirSync(out, { recursive: true });
for (const name of ["page.js", "widget.js", "app.js", "app.css"]) rmSync(join(out, name), { force: true });
for (const { entry, name, format, css } of BUNDLES)
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [svelte({ configFile: false, preprocess: vitePreprocess(), compilerOptions: { css } })],
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      reportCompressedSize: false,
      cssCodeSplit: false,
      lib: { entry: join(root, entry), name: "cutawayBundle", formats: [format], fileName: () => `${name}.js`, cssFileName: name },
    },
  });

/** Every source file, in order of its path. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (["node_modules", "dist"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

const hex = (bytes) => createHash("sha256").update(bytes).digest("hex");
const named = (base, paths) => Object.fromEntries(paths.map((path) => [relative(base, path).replaceAll("\\", "/"), hex(readFileSync(path))]));
const built = readdirSync(out).filter((name) => /\.(js|css)$/.test(name)).sort().map((name) => join(out, name));
writeFileSync(
  join(out, "built-from.json"),
  JSON.stringify({ sources: named(root, [...sources(root)]), bundles: named(out, built) }, null, 1) + "\n",
);
for (const path of built) console.log(`${relative(out, path)} ${(readFileSync(path).length / 1000).toFixed(0)} kB`);
