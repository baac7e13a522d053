import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";

const INDEX = fileURLToPath(new URL("../../../runtime/client/index.ts", import.meta.url));

suite("mqtt transport: in browsers", (test) => {
  test("it bundles without a single module of Node's, and stays small", async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [INDEX],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      platform: "browser",
      format: "esm",
    });
    const foreign = Object.keys(metafile.inputs).filter(
      (file) => !/^runtime\/(client\/[\w-]+|errors)\.ts$/u.test(file),
    );
    assert.equal(foreign, []);
    const [bundle] = outputFiles;
    assert.ok(bundle);
    assert.not.match(bundle.text, /\b(Buffer|process|require|global)\b/u);
    assert.ok(gzipSync(bundle.contents).length < 3000, "the client runtime is under 3 kB");
  });
});
