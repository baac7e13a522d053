import { mqttTransport, RpcError } from "mqant/client";
import type { MqttClient } from "mqtt";
import type { ChatMessage, Member, RoomSummary, SayReply } from "../generated/gate.ts";
import { GateClient } from "../generated/gate.ts";

/** How long to wait before asking again when the gate is there but the room is not, in milliseconds. */
const RETRY_MS = 2000;
/** How many messages are remembered as seen: more than a room sends to somebody who comes back. */
const REMEMBERED_MESSAGES = 200;

/**
 * Where a chat stands. It begins `connecting`, is `joined` as long as all is well, `away` while the
 * connection is down (it comes back by itself), and ends as `refused` or `closed`.
 */
export type ChatState =
  | { readonly name: "connecting" | "away" | "closed" }
  /** `isResumed`: after a break, with nothing missed and nobody told that somebody had gone. */
  | { readonly name: "joined"; readonly isResumed: boolean }
  | { readonly name: "refused"; readonly reason: string };

/** Who somebody is, and where they want to be. */
export interface ChatIdentity {
  readonly userName: string;
  /** Whoever connects with the same name needs the same one. */
  readonly passWord: string;
  readonly roomName: string;
}

/** What a user interface wants to hear of. */
export interface ChatEvents {
  onState(state: ChatState): void;
  /** A room was entered, at the beginning or instead of another. Its members and messages follow. */
  onRoom(roomName: string): void;
  /** Everyone in the room, sorted by name. */
  onMembers(members: readonly Member[]): void;
  /** A message not heard before. */
  onMessage(message: ChatMessage): void;
  /** Somebody else came or went. */
  onArrival?(user: string, roomName: string): void;
  onDeparture?(user: string, roomName: string): void;
  onRooms?(rooms: readonly RoomSummary[]): void;
}

/**
 * One person in one chat room, over a connection that may break: it signs in and enters the room again
 * whenever the connection is back. Runs in browsers and in Node.
 */
export class ChatClient {
  readonly #mqtt: MqttClient;
  readonly #gate: GateClient;
  readonly #identity: ChatIdentity;
  readonly #events: ChatEvents;
  readonly #members = new Map<string, Member>();
  readonly #seen = new Set<string>();
  readonly #close: () => void;
  /** Pushes that came while a join was being answered: they are newer than what its reply tells. */
  #early: (() => void)[] | undefined;
  #roomName: string;
  #shownRoom: string | undefined;
  #state: ChatState = { name: "connecting" };
  readonly #waiting: (() => void)[] = [];
  /** Whether the gate has kept the session that this chat had before. */
  #isResumed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** @param mqtt - A client of MQTT.js that reconnects; it belongs to the chat from here on. */
  constructor(mqtt: MqttClient, identity: ChatIdentity, events: ChatEvents) {
    const transport = mqttTransport(mqtt);
    this.#close = () => transport.close();
    this.#mqtt = mqtt;
    this.#gate = new GateClient(transport);
    this.#identity = identity;
    this.#events = events;
    this.#roomName = identity.roomName;
    this.#hear();
    mqtt.on("connect", ({ sessionPresent }) => {
      this.#isResumed = sessionPresent;
      this.#enter();
    });
    mqtt.on("close", this.#onBreak);
    // MQTT.js throws errors that nobody listens to; each is followed by a close, which is enough.
    mqtt.on("error", () => {});
    if (mqtt.connected) this.#enter();
  }

  get state(): ChatState {
    return this.#state;
  }

  get userName(): string {
    return this.#identity.userName;
  }

  get roomName(): string {
    return this.#roomName;
  }

  /** Everyone in the room, sorted by name. */
  get members(): readonly Member[] {
    return [...this.#members.values()].sort((a, b) => a.user.localeCompare(b.user));
  }

  /**
   * Says something to the room, or to one member.
   *
   * @throws {RpcError} with a text for people.
   */
  async say(content: string, target?: string): Promise<SayReply> {
    const words = target === undefined ? { content } : { content, target };
    try {
      return await this.#gate.chat.say({ roomName: this.#roomName, ...words });
    } catch (error) {
      if (RpcError.from(error).code !== "failed_precondition") throw error;
      // Not in the room: whoever keeps it was started anew, and the connection to the gate outlived that.
      await this.#join(this.#roomName);
      return await this.#gate.chat.say({ roomName: this.#roomName, ...words });
    }
  }

  /** The rooms there are. */
  async rooms(): Promise<readonly RoomSummary[]> {
    return await this.#gate.chat.listRooms();
  }

  /**
   * Goes to another room. The old one is left once the new one is entered, so a failure changes nothing.
   *
   * @throws {RpcError} with a text for people.
   */
  async changeRoom(roomName: string): Promise<void> {
    const left = this.#roomName;
    await this.#join(roomName);
    if (this.#roomName === left) return;
    await this.#gate.chat.leaveChat({ roomName: left });
  }

  /** Resolves when the chat is no longer `connecting` or `away`: joined, or at its end. */
  async settled(): Promise<void> {
    while (this.#state.name === "connecting" || this.#state.name === "away") {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Leaves for good. Twice is fine. */
  async close(): Promise<void> {
    await this.#end({ name: "closed" });
  }

  #hear(): void {
    this.#gate.on("Chat/OnChat", (message) => {
      this.#afterJoin(message.roomName, () => this.#showMessage(message));
    });
    this.#gate.on("Chat/OnJoin", ({ roomName, user, hue }) => {
      this.#afterJoin(roomName, () => {
        this.#members.set(user, { user, hue });
        this.#events.onMembers(this.members);
        this.#events.onArrival?.(user, roomName);
      });
    });
    this.#gate.on("Chat/OnLeave", ({ roomName, user }) => {
      this.#afterJoin(roomName, () => {
        if (!this.#members.delete(user)) return;
        this.#events.onMembers(this.members);
        this.#events.onDeparture?.(user, roomName);
      });
    });
    this.#gate.on("Chat/OnRooms", (rooms) => this.#events.onRooms?.(rooms));
  }

  /** Does what a push of a room asks for, once it is sure which room this is and who is in it. */
  #afterJoin(roomName: string, show: () => void): void {
    if (this.#early !== undefined) this.#early.push(() => this.#afterJoin(roomName, show));
    else if (roomName === this.#roomName) show();
  }

  async #join(roomName: string): Promise<void> {
    const early = (this.#early ??= []);
    try {
      this.#show(await this.#gate.chat.joinChat({ roomName }));
    } finally {
      this.#early = undefined;
      for (const show of early) show();
    }
  }

  readonly #enter = (): void => {
    clearTimeout(this.#retry);
    void this.#signInAndJoin().catch(async (error: unknown) => await this.#failed(error));
  };

  async #signInAndJoin(): Promise<void> {
    const { userName, passWord } = this.#identity;
    await this.#gate.login.login({ userName, passWord });
    await this.#join(this.#roomName);
    this.#enterState({ name: "joined", isResumed: this.#isResumed });
    this.#events.onRooms?.(await this.rooms());
  }

  async #failed(error: unknown): Promise<void> {
    const { code, rawMessage } = RpcError.from(error);
    if (REFUSALS.has(code)) {
      await this.#end({ name: "refused", reason: rawMessage });
    } else if (this.#mqtt.connected && !this.#hasEnded) {
      this.#retry = setTimeout(this.#enter, RETRY_MS);
    }
    // Otherwise the connection broke: the next one tries again.
  }

  readonly #onBreak = (): void => {
    clearTimeout(this.#retry);
    if (!this.#hasEnded) this.#enterState({ name: "away" });
  };

  #show(joined: { roomName: string; members: Member[]; recent: ChatMessage[] }): void {
    if (joined.roomName !== this.#shownRoom) {
      this.#seen.clear();
      this.#shownRoom = joined.roomName;
      this.#events.onRoom(joined.roomName);
    }
    this.#roomName = joined.roomName;
    this.#members.clear();
    for (const member of joined.members) this.#members.set(member.user, member);
    this.#events.onMembers(this.members);
    for (const message of joined.recent) this.#showMessage(message);
  }

  /** After a reconnect the room sends messages again that were seen before. */
  #showMessage(message: ChatMessage): void {
    if (this.#seen.has(message.id)) return;
    this.#seen.add(message.id);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED_MESSAGES && oldest !== undefined) this.#seen.delete(oldest);
    this.#events.onMessage(message);
  }

  get #hasEnded(): boolean {
    return this.#state.name === "refused" || this.#state.name === "closed";
  }

  async #end(state: ChatState): Promise<void> {
    if (this.#hasEnded) return;
    clearTimeout(this.#retry);
    this.#enterState(state);
    this.#close();
    await this.#mqtt.endAsync();
  }

  #enterState(state: ChatState): void {
    if (state.name === this.#state.name) return;
    this.#state = state;
    this.#events.onState(state);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** What trying again would not change. */
const REFUSALS: ReadonlySet<string> = new Set([
  "invalid_argument",
  "already_exists",
  "failed_precondition",
  "not_found",
  "permission_denied",
  "resource_exhausted",
  "unimplemented",
]);
