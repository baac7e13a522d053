import type { HandlerServer } from "../module/handler-server.ts";
import type { BroadcastOptions } from "../session/delivery.ts";
import type { ClientTable } from "./client-table.ts";
import type { FanOut } from "./fan-out.ts";
import { qosOf, text, wrong } from "./handler-arguments.ts";

/**
 * Registers what `Gates` and sessions call to reach many clients of a gate, and who is in which group.
 *
 * Source: mqant's gate handlers `SendBatch` and `BroadCast`; the others are ours.
 */
export function registerFanOut(server: HandlerServer, clients: ClientTable, fanOut: FanOut): void {
  const { groups } = clients;
  server.registerGO("JoinGroup", (id: unknown, group: unknown) => {
    groups.join(clients.get(id), text(group, "a group"));
  });
  server.registerGO("LeaveGroup", (id: unknown, group: unknown) => {
    groups.leave(clients.get(id), text(group, "a group"));
  });
  server.registerGO("Groups", (id: unknown) => groups.groupsOf(clients.get(id)));
  server.registerGO("SendBatch", (ids: unknown, topic: unknown, body: unknown, qos: unknown) => {
    if (!Array.isArray(ids)) throw wrong("a list of session ids", ids);
    return fanOut.toSessions(ids, text(topic, "a topic"), body, { qos: qosOf(qos) });
  });
  server.registerGO(
    "SendToGroup",
    (group: unknown, topic: unknown, body: unknown, qos: unknown, except: unknown) => {
      const options = optionsOf(qos, except);
      return fanOut.toGroup(text(group, "a group"), text(topic, "a topic"), body, options);
    },
  );
  server.registerGO("BroadCast", (topic: unknown, body: unknown, qos: unknown, except: unknown) =>
    fanOut.toAll(text(topic, "a topic"), body, optionsOf(qos, except)),
  );
}

function optionsOf(qos: unknown, except: unknown): BroadcastOptions {
  if (except === undefined) return { qos: qosOf(qos) };
  return { qos: qosOf(qos), except: { sessionId: text(except, "a session id") } };
}
