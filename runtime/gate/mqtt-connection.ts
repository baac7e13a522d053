import type { WheelEntry } from "../async/timing-wheel.ts";
import type { ClientSocket, SocketReceiver } from "./client-socket.ts";
import { Violation, type CloseKind, type CloseReason } from "./close-reason.ts";
import { encodeConnack, type ConnectRequest } from "./connect-packet.ts";
import type { ConnectedClient, ConnectionHost, RefusedConnect } from "./connection-host.ts";
import { CONNECT, decodeConnect, decodeControl, type ControlPacket } from "./control-packet.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import type { OnSettled } from "./outgoing-window.ts";
import { PacketExchange } from "./packet-exchange.ts";
import { PacketFramer } from "./packet-framer.ts";
import { decodePublish, type Publish } from "./publish-packet.ts";
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
  | { readonly name: "connected"; readonly client: ConnectedClient; readonly graceMs: number }
  | { readonly name: "closed" };

/**
 * One client's MQTT 3.1 or 3.1.1 connection, on the server's side. It knows packets and nothing of
 * modules: publishes go to its {@link ConnectedClient}.
 */
export class MqttConnection implements SocketReceiver, SenderOwner {
  readonly socket: ClientSocket;
  readonly #host: ConnectionHost;
  readonly #framer: PacketFramer;
  #state: State = { name: "awaiting-connect" };
  #clientId = "";

  #heardAt = 0;
  #timer: WheelEntry | undefined;

  #paused = false;
  #inFlight = 0;
  /**
   * Publishes that wait for others to be served, so that what is behind them is read: a ping, or the PUBACK
   * that a handler waits for. Made on demand.
   */
  #held: Publish[] | undefined;

  readonly #sender: Sender;
  readonly #exchange: PacketExchange;

  constructor(socket: ClientSocket, host: ConnectionHost) {
    this.socket = socket;
    this.#host = host;
    this.#framer = new PacketFramer(host.limits.maxConnectBytes);
    this.#exchange = new PacketExchange(host.limits);
    this.#sender = new Sender(socket, host, this);
  }

  /** Begins to read. */
  start(): void {
    this.socket.start(this);
  }

  /** As CONNECT named it; empty before. */
  get clientId(): string {
    return this.#clientId;
  }

  /** Whether CONNECT was accepted, and the connection is not closed. */
  get isConnected(): boolean {
    return this.#state.name === "connected";
  }

  get isClosed(): boolean {
    return this.#state.name === "closed";
  }

  /**
   * Sends a message. Before CONNACK it waits for that; on a closed connection nothing happens.
   *
   * @param settled - Told what becomes of it, at QoS 1 and if this returns `true`.
   * @returns Whether it was handed to the connection.
   */
  publish(message: OutgoingMessage, qos: 0 | 1, settled?: OnSettled): boolean {
    return this.#sender.publish(message, qos, settled);
  }

  /** Closes the connection when what was sent has left. Twice is fine. */
  close(kind: CloseKind, text: string): void {
    if (this.isClosed) return;
    this.#sender.flush();
    this.socket.close();
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

  socketClosed(error: Error | undefined): void {
    if (error === undefined) this.drop("left", "the client closed its socket");
    else this.drop(error instanceof Violation ? error.kind : "failed", error.message);
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
        this.#sender.close();
        if (reason === undefined) break; // the overloads give one
        if (left.name === "connected") left.client.closed(reason);
        this.#host.connectionClosed(this, reason);
        break;
    }
  }

  #canRead(): boolean {
    switch (this.#state.name) {
      case "awaiting-connect":
        return true;
      case "connected":
        return this.#held === undefined || this.#held.length < this.#host.limits.maxRequestsWaiting;
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
        if (this.#state.name === "connected") this.#onPacket(packet, this.#state.client);
        else this.#onConnect(packet);
      }
    } catch (error) {
      // [MQTT-4.8.0-1] A protocol violation closes the connection.
      if (error instanceof Violation) this.close(error.kind, error.text);
      else this.drop("failed", error instanceof Error ? (error.stack ?? "") : String(error));
    }
  }

  /** Goes on reading after something that reading waited for. */
  #readOn(): void {
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
    this.#enter({ name: "admitting", request });
    void this.#admit(request); // never rejects
  }

  async #admit(request: ConnectRequest): Promise<void> {
    const outcome = await this.#host.admit(this, request);
    if (this.#state.name !== "admitting") {
      // The client did not wait for the answer.
      if ("closed" in outcome) outcome.closed({ kind: "left", text: "gone before CONNACK" });
      return;
    }
    if (!("closed" in outcome)) {
      this.#refuse(outcome);
      return;
    }
    // [MQTT-3.2.0-1] CONNACK comes before all that was sent meanwhile.
    this.#sender.open(encodeConnack(0));
    // [MQTT-3.1.2-24] Silence for one and a half times the keep-alive interval closes the connection.
    this.#enter({ name: "connected", client: outcome, graceMs: request.keepAliveSeconds * 1500 });
    outcome.connected();
    this.#readOn();
  }

  #refuse({ code, text }: RefusedConnect): void {
    // [MQTT-3.2.2-5] A return code other than 0 is followed by closing.
    this.socket.write(encodeConnack(code));
    this.close("refused", text);
  }

  #onPacket(packet: Buffer, client: ConnectedClient): void {
    if (packet[0]! >> 4 !== 3) this.#onControl(decodeControl(packet));
    else this.#onPublish(decodePublish(packet, this.#host.limits.maxTopicBytes), client);
  }

  #onPublish(publish: Publish, client: ConnectedClient): void {
    const { acknowledgement, isNew } = this.#exchange.receive(publish);
    // Acknowledged at once: [MQTT-4.6.0-2] and [MQTT-4.6.0-3] want the order of the publishes, and
    // requests run side by side.
    if (acknowledgement !== undefined) this.#sender.send(acknowledgement);
    if (!isNew) return;
    if (this.#inFlight < this.#host.limits.maxRequestsInFlight) this.#serve(publish, client);
    else (this.#held ??= []).push(publish);
  }

  #serve(publish: Publish, client: ConnectedClient): void {
    this.#inFlight++;
    void client.serve(publish).then(this.#onServed); // neither rejects
  }

  readonly #onServed = () => {
    this.#inFlight--;
    if (this.#held === undefined || this.#state.name !== "connected") return;
    const wasFull = !this.#canRead();
    const next = this.#held.shift();
    if (next !== undefined) this.#serve(next, this.#state.client);
    if (wasFull) this.#readOn();
  };

  #onControl(packet: ControlPacket): void {
    if (packet.name === "disconnect") {
      // Section 3.14.4: the server closes the connection if the client does not.
      this.close("left", "the client sent DISCONNECT");
      return;
    }
    if (packet.name === "puback") this.#sender.acknowledge(packet.packetId);
    else this.#sender.send(this.#exchange.answer(packet));
  }

  #expireAfter(ms: number): void {
    this.#timer ??= { previous: undefined, next: undefined, expire: () => this.#onTimer() };
    this.#host.wheel.add(this.#timer, performance.now() + ms);
  }

  #onTimer(): void {
    const state = this.#state;
    if (state.name === "admitting") {
      const text = `onConnect took more than ${this.#host.limits.connectTimeoutMs} ms`;
      this.#refuse({ code: 3, text });
    } else if (state.name === "connected") {
      // While reading is paused the client can't be heard: that silence is the gate's own.
      const silentMs = this.#paused ? 0 : performance.now() - this.#heardAt;
      if (silentMs < state.graceMs) this.#expireAfter(state.graceMs - silentMs);
      else this.close("keep_alive", `silent for ${Math.round(silentMs)} ms`);
    }
  }
}
