import { RpcError } from "../errors.ts";
import type { Delivery } from "../session/delivery.ts";
import type { GateClient } from "./gate-client.ts";
import type { Push } from "./outgoing-message.ts";

/**
 * Sends a push to one client. At QoS 1 this resolves when the client has acknowledged it, unless the client
 * is not connected yet: then it could not.
 *
 * @throws {RpcError} `lost` if the client goes away before, `aborted` if it refuses the message, `too_large`
 *   if it takes no message of that size.
 */
export async function deliver(push: Push, client: GateClient, qos: 0 | 1): Promise<Delivery> {
  const { connection } = client;
  if (!connection.fits(push)) {
    const bytes = Buffer.byteLength(push.payload);
    throw new RpcError("too_large", `${bytes} bytes; the client takes no packets of that size`);
  }
  if (qos === 0 || !connection.isConnected) {
    if (connection.publish(push, qos)) return "handed_over";
    throw gone();
  }
  await new Promise<void>((resolve, reject) => {
    const isTaken = connection.publish(push, 1, (error) => {
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
