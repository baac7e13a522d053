import type { Session } from "mqant";
import type { ChatMessage, Member } from "./dto.ts";

/** How many messages a room remembers for those who come later. */
const RECENT_MESSAGES = 30;
/** Degrees. Steps of it never come near the same place soon. */
const GOLDEN_ANGLE = 137.5;

/** The members of one chat room, each with one or more connections, and its last messages. */
export class Room {
  readonly name: string;
  readonly #sessions = new Map<string, Session>();
  readonly #hues = new Map<string, number>();
  readonly #recent: ChatMessage[] = [];

  #nextHue: number;

  /** @param firstHue - The hue of the first member; the others' are far from those before them. */
  constructor(name: string, firstHue: number) {
    this.name = name;
    this.#nextHue = firstHue;
  }

  get isEmpty(): boolean {
    return this.#sessions.size === 0;
  }

  /** Members, not connections. */
  get size(): number {
    return this.#hues.size;
  }

  get members(): Member[] {
    return Array.from(this.#hues, ([user, hue]) => ({ user, hue }));
  }

  get recent(): ChatMessage[] {
    return [...this.#recent];
  }

  has(user: string): boolean {
    return this.#hues.has(user);
  }

  /** A member's hue. */
  hueOf(user: string): number {
    return this.#hues.get(user) ?? 0;
  }

  hasSession(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  /** Adds a connection; returns the member if it is their first one. */
  add(session: Session): Member | undefined {
    const { sessionId, userId: user } = session;
    this.#sessions.set(sessionId, session);
    if (this.#hues.has(user)) return undefined;
    const hue = this.#nextHue;
    this.#nextHue = Math.round(hue + GOLDEN_ANGLE) % 360;
    this.#hues.set(user, hue);
    return { user, hue };
  }

  /** Removes a connection; returns the member if that was the last one of theirs. */
  remove(sessionId: string): string | undefined {
    const user = this.#sessions.get(sessionId)?.userId;
    this.#sessions.delete(sessionId);
    if (user === undefined || this.sessionsOf(user).length > 0) return undefined;
    this.#hues.delete(user);
    return user;
  }

  /** All connections, or those of some members. */
  sessionsOf(...users: string[]): Session[] {
    const all = [...this.#sessions.values()];
    return users.length === 0 ? all : all.filter(({ userId }) => users.includes(userId));
  }

  /** Keeps a message for those who come later. */
  remember(message: ChatMessage): void {
    this.#recent.push(message);
    if (this.#recent.length > RECENT_MESSAGES) this.#recent.shift();
  }
}
