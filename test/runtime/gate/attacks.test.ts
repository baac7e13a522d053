import * as assert from "uvu/assert";
import { ATTACKS } from "../../hostile/attacks.ts";
import { withstand } from "../../hostile/withstand.ts";
import { suite } from "../../support/suite.ts";

suite(
  "a gate that is attacked",
  (test) => {
    for (const attack of ATTACKS) {
      test(`by ${attack.name}: it ends them (${attack.closedFor}), answers others, and its memory is bounded`, async (signal) => {
        const { times } = await withstand(attack, signal);
        assert.ok(times.length > 0);
      });
    }
  },
  { timeoutMs: 120_000 },
);
