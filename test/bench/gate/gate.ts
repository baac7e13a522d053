import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { choose, type BenchOptions } from "../options.ts";
import { installPeers } from "../peers.ts";
import { spreadText } from "../rounds.ts";
import { printTargets, type Target } from "../targets.ts";
import { tolerant } from "../tolerant.ts";
import {
  allEntries,
  fanOutEntries,
  remoteEntries,
  roundTripEntries,
  type Entry,
} from "./contestants.ts";
import { measureFanOut, printFanOut } from "./fan-out.ts";
import { measureChurn, measureIdle, type IdleCost } from "./idle-memory.ts";
import { hasMosquitto } from "./mosquitto.ts";
import { surroundedBy } from "./remote.ts";
import { measureRoundTrips, printRoundTrips } from "./round-trips.ts";
import {
  churnTarget,
  fanOutTargets,
  idleTargets,
  remoteTargets,
  roundTripTargets,
} from "./targets.ts";

const PARTS = ["round-trips", "remote", "fan-out", "idle", "churn"].map((name) => ({ name }));

/** Connections that do nothing. */
const IDLE = 10_000;
/** Connections that come and go: memory is looked at after so many, and at the end. */
const CHURN = { from: 3000, to: 8000 };
const FAN_OUT_CLIENTS = 1000;
/** Files a process has open besides the connections that are measured. */
const OTHER_FILES = 1200;

/**
 * The gate beside bare sockets, brokers and another framework for games; and whether it is as fast, and its
 * connections as small, as they have to be.
 */
export async function benchGate({
  rounds = 3,
  seconds = 2,
  clients = [1, 100, 1000],
  only,
  parts,
}: BenchOptions): Promise<void> {
  const entries = available(choose(allEntries, only));
  const isWanted = new Set(choose(PARTS, parts).map(({ name }) => name));
  if (entries.some(({ needs }) => needs === "peers")) installPeers();
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} processors for servers and clients. Rounds: ` +
      `${rounds}, with ${seconds} s for each figure. The gate parses JSON, validates, calls a handler and ` +
      "encodes its result; the others send back what they get.",
  );
  const targets: Target[] = [];
  const part = async (name: string, work: () => Promise<void>): Promise<void> => {
    if (isWanted.has(name)) await tolerant(name, work);
  };
  const chosen = (all: readonly Entry[]): readonly Entry[] =>
    all.filter(({ name }) => entries.some((entry) => entry.name === name));
  await part("round-trips", async () => {
    const options = { entries: chosen(roundTripEntries), counts: clients, rounds, seconds };
    const results = await measureRoundTrips(options);
    const echo = ({ network }: Entry) => roundTripEntries.find((each) => each.network === network);
    printRoundTrips("Round trips, ratio to the echo", results, options, echo);
    targets.push(...roundTripTargets(results, clients));
  });
  await part("remote", async () => {
    const counts = clients.filter((count) => count > 1);
    const options = { entries: chosen(remoteEntries), counts, rounds, seconds };
    if (options.entries.length === 0) return;
    await using broker = await RabbitmqNode.start();
    const results = await measureRoundTrips(options, surroundedBy(broker));
    const title = "Round trips with the handler in another process, over RabbitMQ";
    printRoundTrips(title, results, options, () => remoteEntries[0]);
    targets.push(...remoteTargets(results, counts));
  });
  await part("fan-out", async () => {
    const wanted = chosen(fanOutEntries);
    const results = await measureFanOut(wanted, FAN_OUT_CLIENTS, rounds);
    const aedes = ({ network }: Entry) =>
      fanOutEntries.find(({ name }) => name === `aedes-${network}`);
    printFanOut(results, wanted, { clients: FAN_OUT_CLIENTS }, aedes);
    targets.push(...fanOutTargets(results, FAN_OUT_CLIENTS));
  });
  await part("idle", async () => {
    const count = Math.min(IDLE, openFiles() - OTHER_FILES);
    if (count < IDLE) console.error(`only ${count} idle connections: ulimit -n allows no more`);
    const wanted = chosen(fanOutEntries).filter(({ needs }) => needs === undefined);
    const costs = await measureIdle(wanted, count, Math.min(rounds, 2));
    printIdle(costs, wanted, count);
    targets.push(...idleTargets(costs));
  });
  await part("churn", async () => {
    console.log(`\n### Growth between ${CHURN.from} and ${CHURN.to} connects and disconnects\n`);
    console.log("| | RSS, MB | of it heap, MB |");
    console.log("|---|---:|---:|");
    for (const entry of chosen(fanOutEntries).filter(({ name }) => name.startsWith("ours-"))) {
      const growth = await measureChurn(entry, CHURN.from, CHURN.to);
      const { network } = entry;
      console.log(`| ${network} | ${growth.rss.toFixed(1)} | ${growth.heap.toFixed(1)} |`);
      targets.push(churnTarget(network, growth));
    }
  });
  printTargets(targets);
}

/** Without those that are not on this machine, which is told. */
function available(entries: readonly Entry[]): readonly Entry[] {
  const needsMosquitto = ({ needs }: Entry): boolean => needs === "mosquitto";
  if (!entries.some(needsMosquitto) || hasMosquitto()) return entries;
  console.error("mosquitto is left out: it is not installed");
  return entries.filter((entry) => !needsMosquitto(entry));
}

/** How many files a process may have open. */
function openFiles(): number {
  const limit = execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).trim();
  return limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit);
}

function printIdle(
  costs: ReadonlyMap<string, IdleCost>,
  entries: readonly Entry[],
  count: number,
): void {
  console.log(
    `\n### ${count} idle connections: growth of the server's RSS after garbage collections\n`,
  );
  console.log("| | KiB a connection [min, max] | of it heap |");
  console.log("|---|---:|---:|");
  for (const { name, title, network } of entries) {
    const cost = costs.get(name);
    if (cost === undefined) continue;
    const oneDigit = (value: number): string => value.toFixed(1);
    const resident = spreadText(cost.resident, oneDigit);
    console.log(`| ${title}, ${network} | ${resident} | ${spreadText(cost.heap, oneDigit)} |`);
  }
}
