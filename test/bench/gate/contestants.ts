import { peerModule } from "../peers.ts";
import { openPlayer } from "./colyseus-dialogue.ts";
import { openRequester, openSubscriber, type OpenClient } from "./dialogue.ts";
import { startMosquitto } from "./mosquitto.ts";
import { startOneMessage } from "./one-message.ts";
import { startOurs, startOursRemote } from "./ours.ts";
import { startBare, startEcho } from "./raw.ts";
import type { Network, StartServer } from "./server.ts";

/** What takes part: something that answers clients, and how these speak. */
export interface Entry {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  readonly network: Network;
  readonly open: OpenClient;
  readonly start: StartServer;
  /** What has to be installed. */
  readonly needs?: "peers" | "mosquitto";
}

/** Round trips: the first of each network is what the others are compared with. */
export const roundTripEntries: readonly Entry[] = (["tcp", "ws"] as const).flatMap((network) => [
  {
    name: network === "tcp" ? "net" : "ws",
    title: `\`${network === "tcp" ? "net" : "ws"}\` + mqtt-packet echo`,
    network,
    open: openRequester,
    start: startEcho,
  },
  ours(network),
  aedes(network),
  {
    name: `mosquitto-${network}`,
    title: "mosquitto (C)",
    network,
    open: openSubscriber,
    start: startMosquitto,
    needs: "mosquitto",
  },
  ...(network === "ws" ? [colyseus()] : []),
]);

/** With handlers in another process. */
export const remoteEntries: readonly Entry[] = [
  {
    name: "one-message",
    title: "one AMQP message a call",
    network: "tcp",
    open: openRequester,
    start: startOneMessage,
  },
  {
    name: "ours-remote",
    title: "**mqant**",
    network: "tcp",
    open: openRequester,
    start: startOursRemote,
  },
];

/** Broadcasts, and connections that do nothing. */
export const fanOutEntries: readonly Entry[] = [
  bare("tcp"),
  ours("tcp"),
  aedes("tcp"),
  bare("ws"),
  ours("ws"),
  aedes("ws"),
];

export const allEntries: readonly Entry[] = [
  ...new Map(
    [...roundTripEntries, ...remoteEntries, ...fanOutEntries].map((entry) => [entry.name, entry]),
  ).values(),
];

function ours(network: Network): Entry {
  return {
    name: `ours-${network}`,
    title: "**mqant**",
    network,
    open: openRequester,
    start: startOurs,
  };
}

function bare(network: Network): Entry {
  const library = network === "tcp" ? "net" : "ws";
  const title = `bare \`${library}\` sockets`;
  return { name: `bare-${library}`, title, network, open: openRequester, start: startBare };
}

function aedes(network: Network): Entry {
  const start = peer("gate-aedes.ts");
  const name = `aedes-${network}`;
  return { name, title: "aedes", network, open: openSubscriber, start, needs: "peers" };
}

function colyseus(): Entry {
  return {
    name: "colyseus",
    title: "Colyseus",
    network: "ws",
    open: openPlayer,
    start: peer("gate-colyseus.ts"),
    needs: "peers",
  };
}

function peer(file: string): StartServer {
  return async (network, uri) => {
    // Each of these files exports its server under this name.
    const { start } = (await peerModule(file)) as { start: StartServer };
    return await start(network, uri);
  };
}
