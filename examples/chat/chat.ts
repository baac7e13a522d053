import { randomUUID } from "node:crypto";
import type { App, ModuleSettings, Session } from "mqant";
import { BaseModule, RpcError } from "mqant";
import { audiences } from "./audience.ts";
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
import { checkName, EVERYONE } from "./names.ts";
import { Room } from "./room.ts";

const MAX_ROOM_NAME_LENGTH = 32;
const MAX_CONTENT_LENGTH = 1000;
const MAX_ROOMS = 100;

/** Rooms in which people talk. */
export class Chat extends BaseModule {
  readonly #rooms = new Map<string, Room>();

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
  }

  /** Enters a room and tells its members. Entering it again is fine. */
  private async joinChat(session: Session, msg: JoinReq): Promise<JoinReply> {
    requireLogin(session);
    const roomName = checkName(msg.roomName, "a room's name", MAX_ROOM_NAME_LENGTH);
    const room = this.#rooms.get(roomName) ?? (await this.#newRoom(roomName));
    const others = room.sessionsOf();
    const newMember = room.add(session);
    if (newMember !== undefined) {
      const push: OnJoin = { roomName, ...newMember };
      await this.#send(others, (via, ids) => via.sendBatch(ids, "Chat/OnJoin", push));
      await this.#tellRooms();
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

  /** Says something to a room, or to one member of it. */
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
    const readers = target === EVERYONE ? [] : [target, session.userId];
    const reached = await this.#send(room.sessionsOf(...readers), (via, ids) =>
      via.sendBatch(ids, "Chat/OnChat", message),
    );
    return { id: message.id, reached };
  }

  /** The rooms there are, the fullest first. */
  private listRooms(session: Session): RoomSummary[] {
    requireLogin(session);
    return this.#summaries();
  }

  async #newRoom(roomName: string): Promise<Room> {
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

  /** Forgets everybody who came through a gate that has died: it can't say who is gone. */
  async #forgetGate(serverId: string): Promise<void> {
    const left: OnLeave[] = [];
    for (const room of this.#rooms.values()) {
      for (const session of room.sessionsOf()) {
        const user = session.serverId === serverId ? room.remove(session.sessionId) : undefined;
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
      await this.#send(others, (via, ids) => via.sendBatch(ids, "Chat/OnLeave", push));
    }
    if (left.length > 0) await this.#tellRooms();
  }

  /**
   * Sends to sessions, at each of their gates at once for all.
   *
   * @returns How many were reached.
   */
  async #send(
    sessions: readonly Session[],
    send: (via: Session, sessionIds: readonly string[]) => Promise<number>,
  ): Promise<number> {
    let reached = 0;
    for (const { via, sessionIds } of audiences(sessions)) {
      try {
        reached += await send(via, sessionIds);
      } catch (error) {
        const { code, message } = RpcError.from(error);
        this.log.warn({ gate: via.serverId, code }, message);
        if (code === "no_responder") await this.#forgetGate(via.serverId);
      }
    }
    return reached;
  }

  #summaries(): RoomSummary[] {
    return Array.from(this.#rooms.values(), ({ name, size }) => ({
      roomName: name,
      users: size,
    })).sort((a, b) => b.users - a.users || a.roomName.localeCompare(b.roomName));
  }

  /** Tells everybody which rooms there are now. */
  async #tellRooms(): Promise<void> {
    const everybody = new Map<string, Session>();
    for (const room of this.#rooms.values()) {
      for (const session of room.sessionsOf()) everybody.set(session.sessionId, session);
    }
    const rooms = this.#summaries();
    await this.#send([...everybody.values()], (via, ids) =>
      via.sendBatch(ids, "Chat/OnRooms", rooms),
    );
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
