import { peerModule } from "../peers.ts";
import { amqplib } from "./amqplib.ts";
import type { Contestant } from "./contestant.ts";
import { ours } from "./ours.ts";

/** What takes part. */
export interface Entry {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  readonly isPeer?: true;
  load(): Promise<Contestant>;
}

/** What ours is compared with: the better of the two in each round. */
export const BY_HAND = ["amqplib-dr", "amqplib-queue"] as const;

export const entries: readonly Entry[] = [
  { name: "ours", title: "ours", load: async () => ours() },
  {
    name: "ours-async",
    title: "ours, `async` handler",
    load: async () => ours({ handler: "echoAsync" }),
  },
  {
    name: "ours-no-schemas",
    title: "ours, nothing validated",
    load: async () => ours({ validated: false }),
  },
  {
    name: "amqplib-dr",
    title: "amqplib by hand, direct reply-to",
    load: async () => amqplib("direct reply-to"),
  },
  {
    name: "amqplib-queue",
    title: "amqplib by hand, exclusive reply queue",
    load: async () => amqplib("exclusive queue"),
  },
  peer("moleculer", "moleculer, tuned", "rpc-moleculer.ts"),
  peer("nestjs", "NestJS RMQ, tuned", "rpc-nestjs.ts"),
  peer("rabbitmq-client", "rabbitmq-client", "rpc-rabbitmq-client.ts"),
];

function peer(name: string, title: string, file: string): Entry {
  const load = async (): Promise<Contestant> => {
    // Each of these files exports its contestant under this name.
    const { contestant } = (await peerModule(file)) as { contestant: Contestant };
    return contestant;
  };
  return { name, title, isPeer: true, load };
}
