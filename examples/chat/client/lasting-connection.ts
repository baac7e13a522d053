import type { IClientOptions } from "mqtt";

/** What lets a gate with the setting `resume` know somebody again whose connection broke. */
type Lasting = Pick<IClientOptions, "clientId" | "clean"> & {
  readonly username: string;
  readonly password: string;
};

/**
 * How MQTT.js connects so that a connection that broke goes on where it was: under a client id of this page or
 * process alone, without a clean session, and with a password, which the gate does not look at but remembers.
 */
export function lastingConnection(userName: string, passWord: string): Lasting {
  const [one = 0, other = 0] = crypto.getRandomValues(new Uint32Array(2));
  const clientId = `chat-${one.toString(36)}${other.toString(36)}`;
  return { clientId, clean: false, username: userName, password: passWord };
}
