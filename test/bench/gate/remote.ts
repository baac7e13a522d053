import type { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { Party } from "../party.ts";
import type { Entry } from "./contestants.ts";
import type { Surroundings } from "./round-trips.ts";

/** A broker, and for each gate a process with the handler. */
export function surroundedBy(broker: RabbitmqNode): Surroundings {
  const { uri, pid } = broker;
  return {
    uri,
    startOthers: async ({ name, title }: Entry) => {
      const args = [name, uri];
      const callee = await Party.start(`the callee of ${title}`, "gate/callee-process.ts", args);
      return {
        pids: [callee.pid, pid],
        [Symbol.asyncDispose]: () => callee[Symbol.asyncDispose](),
      };
    },
  };
}
