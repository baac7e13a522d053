import { choose, type BenchOptions } from "../options.ts";
import { installPeers } from "../peers.ts";
import { interleave, spreadText, twoDigits, whole, type Spread } from "../rounds.ts";
import { runWorker } from "../worker.ts";
import { bodies } from "./bodies.ts";

const CODECS = [
  { name: "ours" },
  { name: "msgpackr" },
  { name: "msgpackr-records" },
  { name: "cbor-x" },
  { name: "v8.serialize" },
];

/** What codecs-worker.ts prints. */
interface Measured {
  perSecond: number;
  bytes: number;
}

/** What it costs to make a message of calls and to read it again, without a broker. */
export async function benchCodecs({
  rounds = 3,
  seconds = 0.5,
  only,
}: BenchOptions): Promise<void> {
  const chosen = choose(CODECS, only);
  installPeers();
  for (const [body, { title, batches }] of Object.entries(bodies)) {
    for (const batch of batches) {
      const bytes = new Map<string, number>();
      const contestants = chosen.map(({ name }) => ({
        name,
        measure: async () => {
          const args = [name, body, String(batch), String(seconds)];
          const measured = JSON.parse(await runWorker("codecs/codecs-worker.ts", args)) as Measured;
          bytes.set(name, measured.bytes);
          return measured.perSecond;
        },
      }));
      const standings = await interleave(contestants, rounds);
      const calls = batch === 1 ? "1 call" : `${batch} calls`;
      console.log(`\n### Encoded and decoded: ${calls} in a message, arguments of ${title}\n`);
      console.log(
        `| | CPU a call, ns [min, max] | speed to ${chosen[0]?.name ?? ""} [min, max] | bytes a call |`,
      );
      console.log("|---|---:|---:|---:|");
      for (const { name, rate, ratio } of standings) {
        const ns = spreadText(nanoseconds(rate), whole);
        const size = whole((bytes.get(name) ?? Number.NaN) / batch);
        console.log(`| ${name} | ${ns} | ${spreadText(ratio, twoDigits)} | ${size} |`);
      }
    }
  }
}

/** How long one takes, from how many there are in a second: the most are the shortest. */
function nanoseconds({ median, min, max }: Spread): Spread {
  return { median: 1e9 / median, min: 1e9 / max, max: 1e9 / min };
}
