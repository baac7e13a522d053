import {
  placeOf,
  userOf,
  vhostOf,
  withoutPassword,
  type BrokerSettings,
} from "./broker-settings.ts";

/**
 * What went wrong with a broker:
 *
 * - `unreachable`: nobody answers there, or not in time;
 * - `lost`: the connection was there and broke;
 * - `forced`: the broker or its operator closed the connection;
 * - `credentials`: it does not accept the user;
 * - `vhost`: the virtual host does not exist, or is not the user's;
 * - `permission`: the user may not use a queue or exchange;
 * - `tls`: no secure connection could be made;
 * - `topology`: a queue or exchange exists with other properties, or is missing;
 * - `in_use`: somebody else consumes a queue that one alone may consume.
 */
export type FaultKind =
  | "unreachable"
  | "lost"
  | "forced"
  | "credentials"
  | "vhost"
  | "permission"
  | "tls"
  | "topology"
  | "in_use";

/** Faults that waiting does not mend: a start fails by them, with the cure. */
const PERMANENT: ReadonlySet<FaultKind> = new Set([
  "credentials",
  "vhost",
  "permission",
  "tls",
  "topology",
  "in_use",
]);

/** A fault of the broker or of the way to it, as people are told. Never has a password in it. */
export class BrokerFault extends Error {
  override readonly name = "BrokerFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, text: string) {
    super(text);
    this.kind = kind;
  }

  /** Whether somebody has to mend something first. */
  get isPermanent(): boolean {
    return PERMANENT.has(this.kind);
  }
}

/**
 * Reads what amqplib or the network threw.
 *
 * @param what - What was being done, such as `the queue "mqant.Chat001"`; empty for the connection.
 */
export function faultOf(thrown: unknown, settings: BrokerSettings, what = ""): BrokerFault {
  if (thrown instanceof BrokerFault) return thrown;
  const { message, code } = partsOf(thrown);
  const place = placeOf(settings);
  const text = withoutPassword(message, settings);
  const vhost = vhostOf(settings.uri);
  const user = userOf(settings);
  if (/in exclusive use/u.test(text)) {
    const cure = "stop that process, or give this one a queue of its own";
    return new BrokerFault("in_use", `another process consumes ${what} at ${place}: ${cure}`);
  }
  if (/ACCESS[-_]REFUSED/u.test(text)) {
    return what === ""
      ? new BrokerFault(
          "credentials",
          `the broker at ${place} refuses the user "${user}": check user and password in Rabbitmq.Uri ` +
            `("guest" may connect from the broker's own machine only)`,
        )
      : new BrokerFault(
          "permission",
          `the user "${user}" may not use ${what}: rabbitmqctl set_permissions -p ${vhost} ${user} ".*" ".*" ".*"`,
        );
  }
  // amqplib does not pass on what the broker says here, which is one thing in practice.
  if (text.includes("Expected ConnectionOpenOk; got <ConnectionClose")) {
    return new BrokerFault(
      "vhost",
      `the broker at ${place} has no virtual host "${vhost}" for the user "${user}": correct the path of ` +
        `Rabbitmq.Uri, or rabbitmqctl add_vhost and set_permissions`,
    );
  }
  if (isTlsFault(code, text)) {
    return new BrokerFault(
      "tls",
      `no secure connection to ${place}: ${text}; check Rabbitmq.CaFile, and that the port speaks TLS`,
    );
  }
  if (code === "406" || code === "404") {
    return new BrokerFault(
      "topology",
      `${what || place}: ${replyText(text)}; delete what is there (rabbitmqctl delete_queue), or correct the configuration`,
    );
  }
  if (/CONNECTION[-_]FORCED/u.test(text)) {
    return new BrokerFault(
      "forced",
      `the broker at ${place} closed the connection: ${replyText(text)}`,
    );
  }
  if (REASONS[code] !== undefined || /ETIMEDOUT|opening handshake/u.test(text)) {
    return new BrokerFault(
      "unreachable",
      `no broker answers at ${place}: ${REASONS[code] ?? text}`,
    );
  }
  return new BrokerFault("lost", `the connection to ${place} broke: ${text}`);
}

const REASONS: Partial<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name can't be resolved",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ETIMEDOUT: "no answer in time",
};

function isTlsFault(code: string, text: string): boolean {
  return (
    /^(?:CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO)/u.test(code) ||
    /wrong version number|unable to verify|self[- ]signed/u.test(text)
  );
}

/** The broker's own sentence in what amqplib makes of it. */
function replyText(text: string): string {
  return /with message "(.*)"/su.exec(text)?.[1] ?? text;
}

function partsOf(thrown: unknown): { message: string; code: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown), code: "" };
  // Several addresses that were tried give one error each; the first says enough.
  const inner: unknown = thrown instanceof AggregateError ? thrown.errors[0] : undefined;
  const error = inner instanceof Error ? inner : thrown;
  const code: unknown = "code" in error ? error.code : "";
  return { message: error.message, code: String(code) };
}
