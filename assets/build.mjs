// Bundles the script and the style sheet, and the fonts and images that they name.
// Run by `make setup`: node assets/build.mjs <output folder>

import { rm } from "node:fs/promises";
import { build } from "esbuild";

const output = process.argv[2];

await rm(output, { recursive: true, force: true });
await build({
  entryPoints: ["assets/app.js", "assets/app.css"],
  outdir: output,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  alias: { uswds: "./node_modules/@uswds/uswds/dist" },
  // By their own names: a page asks for its faces before the style sheet does. What is
  // served in earnest is named by its content there (whitenoise).
  assetNames: "media/[name]",
  loader: Object.fromEntries(
    [".woff2", ".svg", ".png", ".jpg", ".webp"].map((kind) => [kind, "file"]),
  ),
  logLevel: "warning",
});
