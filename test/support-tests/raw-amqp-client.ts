import { connect, type Socket } from "node:net";

/** Who connects, and to what. */
export interface RawAmqpLogin {
  user?: string;
  password?: string;
  vhost?: string;
  /** What the broker lists the connection as. */
  connectionName: string;
}

/** A client of AMQP 0-9-1 that sends what it has to say in one go and keeps all that comes back. */
export class RawAmqpClient implements Disposable {
  readonly socket: Socket;
  /** What came, one character for each byte. */
  received = "";
  /** The code of the error that ended the connection, `FIN` if none did. */
  end: string | undefined;

  /** Sends the protocol header, which the broker answers by {@link greeted}. */
  constructor(port: number, socket: Socket = connect(port, "127.0.0.1")) {
    this.socket = socket;
    socket.on("data", (bytes: Buffer) => (this.received += bytes.toString("latin1")));
    socket.on("end", () => (this.end ??= "FIN"));
    socket.on("error", (error: NodeJS.ErrnoException) => (this.end ??= error.code));
    socket.write("AMQP\0\0\x09\x01", "latin1");
  }

  /** Whether Connection.Start came: a frame with a method on channel 0, class 10, method 10. */
  get greeted(): boolean {
    return this.received.startsWith("\x01\0\0") && this.received.startsWith("\0\x0a\0\x0a", 7);
  }

  /** Opens the connection and channel 1, without waiting for the answers. */
  logIn({ user = "guest", password = user, vhost = "/", connectionName }: RawAmqpLogin): void {
    const properties = table({ connection_name: connectionName });
    const plain = longText(`\0${user}\0${password}`);
    // Start-Ok, Tune-Ok (at most 9 channels, frames of 128 KiB, no heartbeat), Open, and Channel.Open.
    this.#send(0, 10, 11, properties, shortText("PLAIN"), plain, shortText("en_US"));
    this.#send(0, 10, 31, Buffer.from("0009000200000000", "hex"));
    this.#send(0, 10, 40, shortText(vhost), shortText(""), Buffer.of(0));
    this.#send(1, 20, 10, shortText(""));
  }

  /** Declares a durable queue on channel 1, without waiting for the answer. */
  declareQueue(name: string, settings: Record<string, string>): void {
    this.#send(1, 50, 10, Buffer.of(0, 0), shortText(name), Buffer.of(0b10), table(settings));
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  #send(channel: number, classId: number, methodId: number, ...parts: Buffer[]): void {
    const payload = Buffer.concat([Buffer.of(0, classId, 0, methodId), ...parts]);
    const head = Buffer.of(1, 0, channel, 0, 0, 0, 0);
    head.writeUInt32BE(payload.length, 3);
    this.socket.write(Buffer.concat([head, payload, Buffer.of(0xce)]));
  }
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function longText(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function table(entries: Record<string, string>): Buffer {
  const fields = Object.entries(entries).flatMap(([key, value]) => [
    shortText(key),
    Buffer.from("S"),
    longText(value),
  ]);
  return longText(Buffer.concat(fields));
}
