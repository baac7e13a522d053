import { randomUUID } from "node:crypto";
import type { App, ModuleSettings, Reach, Session } from "mqant";
import { BaseModule, Gates, RpcError } from "mqant";
import { Bell } from "./bell.ts";
import type {
  ChatMessage,
  JoinReply,
  JoinReq,
  LeaveReq,
  OnJoin,
  OnLeave,
  RoomSummary,
  SayReply,
  SayReq,
} from "./dto.ts";
import { gone } from "./gone.ts";
import { checkName, EVERYONE } from "./names.ts";
import { OtherChats } from "./other-chats.ts";
import { Room } from "./room.ts";
import { homeOf } from "./route-by-room.ts";

const MAX_ROOM_NAME_LENGTH = 32;
const MAX_CONTENT_LENGTH = 1000;
const MAX_ROOMS = 100;

/** Rooms in which people talk. With several instances each keeps some of the rooms: see `homeOf`. */
export class Chat extends BaseModule {
  readonly #rooms = new Map<string, Room>();
  readonly #gates = new Gates(this);
  readonly #others = new OtherChats(this);
  /** Rings when some instance has other rooms than before, or other numbers of members. */
  readonly #roomsBell = new Bell();
  /** Whether it was this one, and the others have yet to be told. */
  #hasNews = false;

  override getType() {
    return "Chat";
  }

  override version() {
    return "1.0.0";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    // What changes who is where runs one after the other: a connection that ends while it is still
    // joining leaves after it has joined, and not before.
    this.server.register("HD_JoinChat", this.joinChat);
    this.server.register("HD_LeaveChat", this.leaveChat);
    this.server.register("leave", this.leave);
    this.server.registerGO("HD_Say", this.say);
    this.server.registerGO("HD_ListRooms", this.listRooms);
    this.server.registerGO("rooms", this.rooms);
    this.server.registerGO("roomsChanged", this.roomsChanged);
  }

  /** Tells people which rooms there are: beside the handlers, so that nobody waits for other instances. */
  override async run(signal: AbortSignal) {
    for await (const _ of this.#roomsBell.rounds(signal)) {
      const hadNews = this.#hasNews;
      this.#hasNews = false;
      await Promise.all([hadNews && this.#others.tellRoomsChanged(), this.#tellRooms()]);
    }
  }

  /**
   * Enters a room and tells its members. Entering it again is fine.
   *
   * @example
   * ```json
   * { "roomName": "lobby" }
   * ```
   */
  private async joinChat(session: Session, msg: JoinReq): Promise<JoinReply> {
    requireLogin(session);
    const roomName = checkName(msg.roomName, "a room's name", MAX_ROOM_NAME_LENGTH);
    const room = this.#rooms.get(roomName) ?? (await this.#newRoom(roomName));
    const others = room.sessionsOf();
    const newMember = room.add(session);
    if (newMember !== undefined) {
      const push: OnJoin = { roomName, ...newMember };
      await this.#told(others, this.#gates.sendBatch(others, "Chat/OnJoin", push));
      this.#changed();
    }
    const { members, recent } = room;
    return { roomName, users: members.map(({ user }) => user), members, recent };
  }

  /** Leaves a room and stays connected. */
  private async leaveChat(session: Session, msg: LeaveReq): Promise<void> {
    requireLogin(session);
    const room = this.#rooms.get(msg.roomName);
    if (room !== undefined) await this.#remove(room, session.sessionId);
  }

  /** Takes a connection that has ended out of all rooms. The gate calls it. */
  private async leave(sessionId: string): Promise<void> {
    for (const room of this.#rooms.values()) await this.#remove(room, sessionId);
  }

  /**
   * Says something to a room, or to one member of it.
   *
   * @example To everyone.
   * ```json
   * { "roomName": "lobby", "content": "Hello!" }
   * ```
   * ```json
   * { "id": "4c5b9f52-3f3e-4d0c-9f7e-0a7e4f6f2f1d", "reached": 2 }
   * ```
   * @example To one member.
   * ```json
   * { "roomName": "lobby", "content": "Hello Bob!", "target": "bob" }
   * ```
   */
  private async say(session: Session, msg: SayReq): Promise<SayReply> {
    requireLogin(session);
    const room = this.#rooms.get(msg.roomName);
    if (!room?.hasSession(session.sessionId)) {
      throw new RpcError("failed_precondition", `you are not in the room "${msg.roomName}"`);
    }
    const target = msg.target ?? EVERYONE;
    if (target !== EVERYONE && !room.has(target)) {
      throw new RpcError("not_found", `"${target}" is not in this room`);
    }
    const message: ChatMessage = {
      id: randomUUID(),
      roomName: room.name,
      from: session.userId,
      hue: room.hueOf(session.userId),
      target,
      msg: checkContent(msg.content),
      at: new Date(),
    };
    if (target === EVERYONE) room.remember(message);
    const readers =
      target === EVERYONE ? room.sessionsOf() : room.sessionsOf(target, session.userId);
    const sending = this.#gates.sendBatch(readers, "Chat/OnChat", message);
    return { id: message.id, reached: await this.#told(readers, sending) };
  }

  /** The rooms there are, the fullest first. */
  private async listRooms(session: Session): Promise<RoomSummary[]> {
    requireLogin(session);
    return await this.#allRooms();
  }

  /** The rooms of this instance. The other instances ask for them. */
  private rooms(): RoomSummary[] {
    return Array.from(this.#rooms.values(), ({ name, size }) => ({ roomName: name, users: size }));
  }

  /** Another instance has other rooms than before. */
  private roomsChanged(): void {
    this.#roomsBell.ring();
  }

  async #newRoom(roomName: string): Promise<Room> {
    // A client may ask an instance by its id, and would have a second room of that name there.
    if (homeOf(this.app, roomName)?.id !== this.settings.id) {
      throw new RpcError(
        "failed_precondition",
        `this instance does not keep the room "${roomName}"; leave out the instance's id to find it`,
      );
    }
    if (this.#rooms.size >= MAX_ROOMS) {
      throw new RpcError(
        "resource_exhausted",
        `there are ${MAX_ROOMS} rooms already; join one of them`,
      );
    }
    const room = new Room(roomName, await this.rpcInvoke("Login", "getRand", 360));
    this.#rooms.set(roomName, room);
    return room;
  }

  async #remove(room: Room, sessionId: string): Promise<void> {
    const user = room.remove(sessionId);
    if (user !== undefined) await this.#announceLeft([{ roomName: room.name, user }]);
  }

  async #forget(isForgotten: (session: Session) => boolean): Promise<void> {
    const left: OnLeave[] = [];
    for (const room of this.#rooms.values()) {
      for (const { sessionId } of room.sessionsOf().filter(isForgotten)) {
        const user = room.remove(sessionId);
        if (user !== undefined) left.push({ roomName: room.name, user });
      }
    }
    await this.#announceLeft(left);
  }

  async #announceLeft(left: readonly OnLeave[]): Promise<void> {
    for (const push of left) {
      const room = this.#rooms.get(push.roomName);
      if (room?.isEmpty) this.#rooms.delete(room.name);
      const others = room?.sessionsOf() ?? [];
      await this.#told(others, this.#gates.sendBatch(others, "Chat/OnLeave", push));
    }
    if (left.length > 0) this.#changed();
  }

  /**
   * Waits for what is sent to sessions, and forgets who can't hear it any more.
   *
   * @returns How many were reached.
   */
  async #told(sessions: readonly Session[], sending: Promise<Reach>): Promise<number> {
    const { reached, failed } = await sending;
    for (const { serverId, error } of failed) {
      this.log.warn({ gate: serverId, code: error.code }, error.message);
    }
    if (reached < sessions.length) {
      const lost = new Set(await gone(sessions));
      await this.#forget(({ sessionId }) => lost.has(sessionId));
    }
    return reached;
  }

  /** Tells everybody who is in a room of this instance which rooms there are now. */
  async #tellRooms(): Promise<void> {
    const rooms = await this.#allRooms();
    const everybody = new Map<string, Session>();
    for (const room of this.#rooms.values()) {
      for (const session of room.sessionsOf()) everybody.set(session.sessionId, session);
    }
    const sessions = [...everybody.values()];
    await this.#told(sessions, this.#gates.sendBatch(sessions, "Chat/OnRooms", rooms));
  }

  async #allRooms(): Promise<RoomSummary[]> {
    const others = await this.#others.rooms();
    return [...this.rooms(), ...others].sort(
      (a, b) => b.users - a.users || a.roomName.localeCompare(b.roomName),
    );
  }

  #changed(): void {
    this.#hasNews = true;
    this.#roomsBell.ring();
  }
}

function requireLogin(session: Session): void {
  if (session.isGuest()) throw new RpcError("unauthenticated", "sign in first");
}

function checkContent(content: string): string {
  const kept = content.trim();
  if (kept === "") throw new RpcError("invalid_argument", "there is nothing to say");
  if (kept.length > MAX_CONTENT_LENGTH) {
    throw new RpcError(
      "invalid_argument",
      `a message has at most ${MAX_CONTENT_LENGTH} characters`,
    );
  }
  return kept;
}
