import type { WheelEntry } from "../async/timing-wheel.ts";
import type { ClientSocket, SocketReceiver } from "./client-socket.ts";
import { Violation, type CloseKind, type CloseReason } from "./close-reason.ts";
import { encodeAccepted, encodeRefused, keepAliveOf } from "./connack-packet.ts";
import { CONNECT, decodeConnect, type ConnectRequest } from "./connect-packet.ts";
import type {
  Admission,
  ConnectedClient,
  ConnectionHost,
  RefusedConnect,
} from "./connection-host.ts";
import { encodeDisconnect } from "./control-packet.ts";
import type { Conversation, Line } from "./conversation.ts";
import { PacketFramer } from "./packet-framer.ts";
import { reasonOf, reasonTextOf } from "./reason-code.ts";
import { Sender, type SenderOwner } from "./sender.ts";

/**
 * - `awaiting-connect` → `admitting` (a good CONNECT), `closed`;
 * - `admitting` → `connected` (accepted), `closed`; what the client sends meanwhile waits;
 * - `connected` → `closed`;
 * - `closed` is the end.
 */
type State =
  | { readonly name: "awaiting-connect" }
  | { readonly name: "admitting"; readonly request: ConnectRequest }
  | Connected
  | { readonly name: "closed" };

interface Connected {
  readonly name: "connected";
  readonly client: ConnectedClient;
  readonly conversation: Conversation;
  /** How long the client may be silent, in milliseconds; 0 for as long as it likes. */
  readonly graceMs: number;
}

/**
 * One client's MQTT connection, on the server's side: from its socket to its end, with the
 * {@link Conversation} of the {@link ConnectedClient} that it belongs to in between.
 */
export class MqttConnection implements SocketReceiver, SenderOwner, Line {
  readonly socket: ClientSocket;
  readonly sender: Sender;
  readonly #host: ConnectionHost;
  readonly #framer: PacketFramer;
  #state: State = { name: "awaiting-connect" };
  #clientId = "";

  #heardAt = 0;
  #timer: WheelEntry | undefined;

  #paused = false;

  constructor(socket: ClientSocket, host: ConnectionHost) {
    this.socket = socket;
    this.#host = host;
    this.#framer = new PacketFramer(host.limits.maxConnectBytes);
    this.sender = new Sender(socket, host, this);
  }

  /** Begins to read. */
  start(): void {
    this.socket.start(this);
  }

  /** As CONNECT named it, or as a client of MQTT 5 was told; empty before. */
  get clientId(): string {
    return this.#clientId;
  }

  get isClosed(): boolean {
    return this.#state.name === "closed";
  }

  /**
   * Closes the connection when what was sent has left. Twice is fine.
   *
   * @param reasonCode - What DISCONNECT of MQTT 5 says, if it is not what goes with `kind`.
   */
  close(kind: CloseKind, text: string, reasonCode: number | undefined = reasonOf(kind)): void {
    const state = this.#state;
    if (state.name === "closed") return;
    // [MQTT-3.14.0-1] DISCONNECT from the gate comes after CONNACK only.
    if (
      state.name === "connected" &&
      state.conversation.version === 5 &&
      reasonCode !== undefined
    ) {
      const packet = encodeDisconnect(reasonCode, reasonTextOf(kind));
      // [MQTT-3.14.2-3] Without the words, if the client takes no packet of that size.
      if (!this.sender.send(packet)) this.sender.send(encodeDisconnect(reasonCode));
    }
    // Who is about to be let in need not wait for an answer: 3 is "server unavailable".
    if (state.name === "admitting" && kind === "stopping") {
      this.socket.write(encodeRefused(state.request.protocolVersion, 3));
    }
    this.sender.flush();
    this.socket.close(kind === "stopping");
    this.#enter({ name: "closed" }, { kind, text });
  }

  /** Closes at once: what was not sent is lost. Twice is fine. */
  drop(kind: CloseKind, text: string): void {
    this.socket.destroy();
    this.#enter({ name: "closed" }, { kind, text });
  }

  receive(bytes: Buffer): void {
    if (this.isClosed || bytes.length === 0) return;
    if (this.#state.name === "awaiting-connect" && this.#framer.isEmpty && bytes[0] !== CONNECT) {
      // Told by the first byte: HTTP, TLS or an idle scanner need not be waited for.
      this.close("violation", "the first packet is not CONNECT");
      return;
    }
    this.#framer.push(bytes);
    this.#read();
    // Paused only by more bytes than can be read now: one chunk at most waits in the framer. Never once it
    // is closed: the end of a WebSocket has to be read.
    if (!this.#paused && !this.isClosed && !this.#canRead()) {
      this.#paused = true;
      this.socket.pause();
    }
  }

  socketClosed(cause: CloseReason | Error | undefined): void {
    if (cause === undefined) this.drop("gone", "the client closed its socket");
    else if ("kind" in cause) this.drop(cause.kind, cause.text);
    else this.drop("failed", cause.message);
  }

  #enter(next: Exclude<State, { name: "closed" }>): void;
  #enter(next: { readonly name: "closed" }, reason: CloseReason): void;
  #enter(next: State, reason?: CloseReason): void {
    const left = this.#state;
    if (left.name === "closed") return;
    this.#state = next;
    if (this.#timer !== undefined) this.#host.wheel.remove(this.#timer);
    switch (next.name) {
      case "awaiting-connect":
        break;
      case "admitting":
        this.#clientId = next.request.clientId;
        this.#expireAfter(this.#host.limits.connectTimeoutMs);
        break;
      case "connected":
        this.#framer.maxPacketBytes = this.#host.limits.maxPacketBytes;
        this.#heardAt = performance.now();
        if (next.graceMs > 0) this.#expireAfter(next.graceMs);
        break;
      case "closed":
        this.#timer = undefined;
        this.sender.close();
        if (reason === undefined) break; // the overloads give one
        if (left.name === "connected") left.client.disconnected(this, reason);
        this.#host.connectionClosed(this, reason);
        break;
    }
  }

  #canRead(): boolean {
    switch (this.#state.name) {
      case "awaiting-connect":
        return true;
      case "connected":
        return !this.#state.conversation.isFull;
      case "admitting":
      case "closed":
        return false;
    }
  }

  #read(): void {
    try {
      while (this.#canRead()) {
        const packet = this.#framer.next();
        if (packet === undefined) return;
        // Only whole packets count as a sign of life: [MQTT-3.1.2-24] speaks of control packets.
        this.#heardAt = performance.now();
        if (this.#state.name === "connected") this.#converse(packet, this.#state);
        else this.#onConnect(packet);
      }
    } catch (error) {
      // [MQTT-4.8.0-1] A protocol violation closes the connection.
      if (error instanceof Violation) this.close(error.kind, error.text, error.reasonCode);
      else this.drop("failed", error instanceof Error ? (error.stack ?? "") : String(error));
    }
  }

  /** Goes on reading after something that reading waited for. */
  readOn(): void {
    this.#read();
    if (!this.#paused || !this.#canRead()) return;
    this.#paused = false;
    this.#heardAt = performance.now(); // what the client sent meanwhile was not looked at
    this.socket.resume();
  }

  #onConnect(packet: Buffer): void {
    const request = decodeConnect(packet);
    this.socket.greeted();
    if ("text" in request) {
      if (request.answer !== undefined) this.socket.write(request.answer);
      this.close("refused", request.text);
      return;
    }
    this.sender.isFor(request);
    this.#enter({ name: "admitting", request });
    void this.#admit(request); // never rejects
  }

  async #admit(request: ConnectRequest): Promise<void> {
    const outcome = await this.#host.admit(this, request);
    if (this.#state.name !== "admitting") {
      // The client did not wait for the answer.
      if ("code" in outcome) return;
      outcome.client.disconnected(this, { kind: "gone", text: "gone before CONNACK" });
      return;
    }
    if ("code" in outcome) this.#refuse(outcome, request);
    else if (outcome.client.hasEnded) {
      this.#refuse({ code: 3, text: "the session ended while it was resumed" }, request);
    } else {
      this.#welcome(outcome, request);
      this.readOn();
    }
  }

  #welcome({ client, isResumed, keeping }: Admission, request: ConnectRequest): void {
    const { limits } = this.#host;
    const { clientId, conversation } = client;
    this.#clientId = clientId;
    const keepAliveSeconds = keepAliveOf(request, limits.maxKeepAliveSeconds);
    const keptSeconds = (keeping?.ms ?? 0) / 1000;
    const welcome = { keepAliveSeconds, clientId, isResumed, keptSeconds };
    const connack = encodeAccepted(request, limits, welcome);
    if (connack.length > request.maxPacketBytes) {
      const text = `the client takes no packets of ${connack.length} bytes: CONNACK has them`;
      client.disconnected(this, { kind: "refused", text });
      this.close("refused", text);
      return;
    }
    // [MQTT-3.2.0-1] CONNACK comes before all that was sent meanwhile.
    this.sender.open(connack);
    // [MQTT-3.1.2-24] Silence for one and a half times the keep-alive interval closes the connection.
    this.#enter({ name: "connected", client, conversation, graceMs: keepAliveSeconds * 1500 });
    client.connected(this, keeping);
  }

  #refuse({ code, text }: RefusedConnect, { protocolVersion }: ConnectRequest): void {
    // [MQTT-3.2.2-5] A return code other than 0 is followed by closing.
    this.socket.write(encodeRefused(protocolVersion, code));
    const isUnknown = code === 4; // bad user name or password
    this.close(isUnknown ? "unauthenticated" : "refused", text);
  }

  #converse(packet: Buffer, { conversation }: Connected): void {
    // Section 3.14.4: the server closes the connection if the client does not.
    if (!conversation.receive(packet)) this.close("left", "the client sent DISCONNECT");
  }

  #expireAfter(ms: number): void {
    this.#timer ??= { previous: undefined, next: undefined, expire: () => this.#onTimer() };
    this.#host.wheel.add(this.#timer, performance.now() + ms);
  }

  #onTimer(): void {
    const state = this.#state;
    if (state.name === "admitting") {
      const text = `onConnect took more than ${this.#host.limits.connectTimeoutMs} ms`;
      this.#refuse({ code: 3, text }, state.request);
    } else if (state.name === "connected") {
      // While reading is paused the client can't be heard: that silence is the gate's own.
      const silentMs = this.#paused ? 0 : performance.now() - this.#heardAt;
      if (silentMs < state.graceMs) this.#expireAfter(state.graceMs - silentMs);
      else this.close("keep_alive", `silent for ${Math.round(silentMs)} ms`);
    }
  }
}
