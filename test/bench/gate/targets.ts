import type { Target } from "../targets.ts";
import { spread } from "../rounds.ts";
import type { FanOutResults } from "./fan-out.ts";
import type { ChurnGrowth, IdleCost } from "./idle-memory.ts";
import type { RoundTripResults } from "./round-trips.ts";

/** With the handler in the same process. */
export function roundTripTargets(
  results: RoundTripResults,
  counts: readonly number[],
): readonly Target[] {
  return counts.flatMap((clients) => {
    const cell = { clients };
    const ratio = (name: string, other: string, of: "perSecond" | "p99" = "perSecond") =>
      results.ratio(cell, name, other, of);
    const of = (what: string): string => `${clients} clients, ${what}`;
    return [
      target(of("tcp: req/s, ours to the `net` echo"), ratio("ours-tcp", "net"), 0.7),
      target(of("tcp: p99, ours to the `net` echo"), ratio("ours-tcp", "net", "p99"), 2, "at most"),
      target(of("tcp: req/s, ours to aedes"), ratio("ours-tcp", "aedes-tcp"), 1),
      target(of("ws: req/s, ours to the `ws` echo"), ratio("ours-ws", "ws"), 0.7),
      target(of("ws: p99, ours to the `ws` echo"), ratio("ours-ws", "ws", "p99"), 2, "at most"),
      target(of("ws: req/s, ours to aedes"), ratio("ours-ws", "aedes-ws"), 1),
      target(of("ws: req/s, ours to Colyseus"), ratio("ours-ws", "colyseus"), 1),
    ];
  });
}

/** With the handler in another process. */
export function remoteTargets(
  results: RoundTripResults,
  counts: readonly number[],
): readonly Target[] {
  return counts.map((clients) => {
    const what = `${clients} clients over RabbitMQ: req/s, ours to one message a call`;
    const ratio = results.ratio({ clients }, "ours-remote", "one-message", "perSecond");
    return target(what, ratio, 2.5);
  });
}

/** In KiB beyond bare `net` sockets, whatever the clients speak. */
export function idleTargets(costs: ReadonlyMap<string, IdleCost>): readonly Target[] {
  const bare = costs.get("bare-net")?.resident.median ?? Number.NaN;
  return ["tcp", "ws"].map((network) => {
    const own = costs.get(`ours-${network}`)?.resident ?? spread([]);
    const beyond = { median: own.median - bare, min: own.min - bare, max: own.max - bare };
    return target(
      `${network}: KiB an idle connection, beyond \`net\` sockets`,
      beyond,
      12,
      "at most",
    );
  });
}

export function churnTarget(network: string, { rss }: ChurnGrowth): Target {
  const what = `${network}: MB more after connections came and went`;
  return target(what, spread([rss]), 24, "at most");
}

export function fanOutTargets(results: FanOutResults, clients: number): readonly Target[] {
  return ["tcp", "ws"].map((network) => {
    const what = `${network}: broadcast to ${clients}, deliveries/s, ours to aedes`;
    const ratio = results.ratio({ clients }, `ours-${network}`, `aedes-${network}`, "perSecond");
    return target(what, ratio, 1);
  });
}

function target(
  what: string,
  measured: Target["measured"],
  wanted: number,
  bound: "at least" | "at most" = "at least",
): Target {
  return { what, wanted, atLeast: bound === "at least", measured };
}
