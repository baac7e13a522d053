/** How a broker is reached: the `Rabbitmq` block of the configuration, or of one module. */
export interface BrokerSettings {
  /** `amqp://user:password@host:5672/vhost`, or `amqps:`. Its `heartbeat` parameter is heard. */
  readonly uri: string;
  /** Seconds after which a silent connection counts as dead once doubled; 0 for never. */
  readonly heartbeatSeconds?: number | undefined;
  /** PEM file with the authorities that the broker's certificate is checked against. */
  readonly caFile?: string | undefined;
  /** PEM file with this process's own certificate, for brokers that ask for one. */
  readonly certFile?: string | undefined;
  /** PEM file with the key that belongs to `certFile`. */
  readonly keyFile?: string | undefined;
}

/** Where a broker is, for people: without user and password. */
export function placeOf({ uri }: BrokerSettings): string {
  const { protocol, hostname, port, pathname } = new URL(uri);
  const standard = protocol === "amqps:" ? "5671" : "5672";
  const vhost = vhostOf(uri);
  const where = `${protocol}//${hostname}:${port || standard}`;
  return vhost === "/" ? where : `${where}${pathname}`;
}

/** The user that the URI names; RabbitMQ's own default is `guest`. */
export function userOf({ uri }: BrokerSettings): string {
  return decoded(new URL(uri).username) || "guest";
}

/** The virtual host that the URI names; without a path the broker's default, `/`. */
export function vhostOf(uri: string): string {
  return decoded(new URL(uri).pathname.slice(1)) || "/";
}

/** `text` without the password of the URI, however it may have come into it. */
export function withoutPassword(text: string, { uri }: BrokerSettings): string {
  const { password } = new URL(uri);
  if (password === "") return text;
  return [password, decoded(password)].reduce(
    (clean, secret) => clean.replaceAll(secret, "***"),
    text,
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone % stands for itself
  }
}
