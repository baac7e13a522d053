import { RpcError } from "../errors.ts";
import type { Delivery } from "../session/delivery.ts";
import type { GateClient } from "./gate-client.ts";
import type { Push } from "./outgoing-message.ts";

/**
 * Sends a push to one client. At QoS 1 this resolves when the client has acknowledged it, also one that is
 * away and comes back, unless the client is not connected yet: then it could not.
 *
 * @throws {RpcError} `lost` if the session ends before, `aborted` if the client refuses the message,
 *   `too_large` if it takes no message of that size, `unavailable` at QoS 0 if it is away.
 */
export async function deliver(push: Push, client: GateClient, qos: 0 | 1): Promise<Delivery> {
  if (!client.fits(push)) {
    const bytes = Buffer.byteLength(push.payload);
    throw new RpcError("too_large", `${bytes} bytes; the client takes no packets of that size`);
  }
  if (qos === 0 && client.isAway) {
    throw new RpcError(
      "unavailable",
      "the client's connection broke; at QoS 1 the push would be kept",
    );
  }
  if (qos === 0 || client.isJoining) {
    if (client.publish(push, qos)) return "handed_over";
    throw gone();
  }
  await new Promise<void>((resolve, reject) => {
    const isTaken = client.publish(push, 1, (error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    if (!isTaken) reject(gone());
  });
  return "delivered";
}

function gone(): RpcError {
  return new RpcError("lost", "the client does not take what it is sent, and was disconnected");
}
