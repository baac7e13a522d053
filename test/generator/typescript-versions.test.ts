import * as assert from "uvu/assert";
import { checkCases, goldenOptions, installCompilers } from "../compilers/golden-projects.ts";
import type { Resolution } from "../compilers/golden-projects.ts";
import { suite } from "../support/suite.ts";

const runs: readonly { version: string; resolution: Resolution }[] = [
  { version: "5.4", resolution: "nodenext" },
  { version: "5.9", resolution: "bundler" },
  { version: "6.0", resolution: "nodenext" },
];

suite(
  "golden files under other versions of TypeScript",
  (test) => {
    const isInstalled = installCompilers();
    for (const { version, resolution } of runs) {
      const sentence = `compile under ${version} with ${resolution}`;
      if (!isInstalled) {
        test.skip(sentence, "the packages of test/compilers can't be installed");
        continue;
      }
      test(sentence, async () => {
        const options = goldenOptions(resolution);
        // 5.4 has no name for that target yet.
        const target = version === "5.4" ? { target: "esnext" } : {};
        assert.equal(await checkCases(`typescript-${version}`, { ...options, ...target }), []);
      });
    }
  },
  { timeoutMs: 240_000 },
);
