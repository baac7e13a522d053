import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin, transform } from "esbuild";

/** Bundles the generator into `dist`: its own code in few files, as loading many takes long, and its compiler. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = join(root, "generator");
const outdir = join(root, "dist");
const compilerFolder = join(outdir, "compiler");
const target = "node20.19";

/** Files that are loaded late by one that is bundled whole. */
const late = new Set<string>();

/** Leaves alone what is loaded late. */
const withoutLate: Plugin = {
  name: "without-late",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const file = join(resolveDir, path);
      late.add(file);
      return { path: `./${relative(sources, file).replace(/\.ts$/, ".js")}`, external: true };
    });
  },
};

/** Takes the compiler that is built with the generator instead of the one that ts-morph brings. */
const builtCompiler: Plugin = {
  name: "built-compiler",
  setup({ onResolve }) {
    onResolve({ filter: /\/compiler\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, dirname(path), "built-compiler.ts"),
    }));
  },
};

const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  packages: "external",
  platform: "node",
  target,
  format: "esm",
  sourcemap: true,
  sourcesContent: false,
  outbase: sources,
  outdir,
  logLevel: "warning",
};

// What answers when nothing has changed is one file, and CommonJS, which Node loads faster: that is when every
// millisecond is felt.
await build({
  ...options,
  entryPoints: [join(sources, "cli.ts")],
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { "import.meta.url": "ownUrl" },
  banner: {
    js: `"use strict"; const ownUrl = require("node:url").pathToFileURL(__filename).href;`,
  },
  plugins: [withoutLate],
});
await build({
  ...options,
  entryPoints: [...late, join(sources, "index.ts"), join(sources, "config/config-process.ts")],
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  plugins: [builtCompiler],
});

/** ts-morph's own TypeScript, as a file of a third of the size, and its libraries as files. */
const morph = createRequire(createRequire(import.meta.url).resolve("ts-morph"));
const { getLibFiles } = morph("@ts-morph/common") as {
  getLibFiles(): { fileName: string; text: string }[];
};
const compiler = join(dirname(morph.resolve("@ts-morph/common")), "typescript.js");
const { code } = await transform(readFileSync(compiler, "utf8"), {
  minify: true,
  platform: "node",
  target,
  legalComments: "inline",
});
mkdirSync(compilerFolder);
writeFileSync(join(compilerFolder, "typescript.cjs"), code);
for (const { fileName, text } of getLibFiles()) writeFileSync(join(compilerFolder, fileName), text);
