import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { loadConfig } from "../../../generator/config/load-config.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder, startsCommand } from "../cli/project-folder.ts";

const esm = (part: string): string =>
  `import { only } from "./${part}";\nexport default { only };\n`;
const commonJs = (part: string): string =>
  `const { only } = require("./${part}");\nmodule.exports = { only };\n`;
const exportPart = (kind: string): string => `export const only = ["${kind}"];\n`;
const assignPart = (kind: string): string => `exports.only = ["${kind}"];\n`;

suite(
  "a configuration in code",
  (test) => {
    const rows: [
      type: string,
      main: string,
      text: (part: string) => string,
      part: string,
      partText: (kind: string) => string,
    ][] = [
      ["module", "mqant.config.ts", esm, "kinds.ts", exportPart],
      ["module", "mqant.config.ts", esm, "kinds.mjs", exportPart],
      ["module", "mqant.config.ts", esm, "kinds.cjs", assignPart],
      ["module", "mqant.config.mjs", esm, "kinds.mjs", exportPart],
      ["module", "mqant.config.js", esm, "kinds.js", exportPart],
      ["commonjs", "mqant.config.js", commonJs, "kinds.js", assignPart],
      ["module", "mqant.config.cjs", commonJs, "kinds.json", (kind) => `{ "only": ["${kind}"] }`],
    ];
    for (const [type, main, text, part, partText] of rows) {
      test(`${main} of a ${type} package: is read again when ${part} changes`, async () => {
        using folder = new ProjectFolder({
          "package.json": JSON.stringify({ type }),
          [main]: text(part),
        });
        for (const kind of ["gate", "clients", "registry"]) {
          folder.write(part, partText(kind));
          const disk = new Disk();
          assert.equal(await loadConfig(folder.file(main), disk), { only: [kind] });
          assert.ok(disk.sights.get(folder.file(part))?.hash);
        }
      });
    }

    test("looks at what is missing or broken too, since it may be mended", async () => {
      using folder = new ProjectFolder({
        "mqant.config.mjs": `import { only } from "./kinds.mjs";\nexport default { only };\n`,
      });
      const load = (disk: Disk): Promise<unknown> =>
        loadConfig(folder.file("mqant.config.mjs"), disk).catch((error: unknown) => error);
      const missing = new Disk();
      assert.instance(await load(missing), ConfigError);
      assert.is(missing.sights.get(folder.file("kinds.mjs"))?.is, "nothing");
      folder.write("kinds.mjs", "export const only = [;\n");
      const broken = new Disk();
      assert.instance(await load(broken), ConfigError);
      assert.ok(broken.sights.get(folder.file("kinds.mjs"))?.hash);
      folder.write("kinds.mjs", exportPart("gate"));
      assert.equal(await load(new Disk()), { only: ["gate"] });
    });

    test("has to export something by default, and data only once it runs elsewhere", async () => {
      using folder = new ProjectFolder({ "named.mjs": `export const only = ["gate"];\n` });
      const load = (name: string): Promise<string> =>
        loadConfig(folder.file(name), new Disk()).then(
          () => "loaded",
          (error: unknown) => String(error),
        );
      assert.match(await load("named.mjs"), "it has no default export that is a configuration");
      folder.write("mqant.config.mjs", "export default { cache: true };\n");
      assert.is(await load("mqant.config.mjs"), "loaded");
      folder.write("mqant.config.mjs", "export default { only: () => [] };\n");
      assert.match(await load("mqant.config.mjs"), "could not be cloned");
      folder.write("mqant.config.mjs", "process.exit(0);\n");
      assert.match(await load("mqant.config.mjs"), "it ended the process");
    });
  },
  startsCommand,
);
