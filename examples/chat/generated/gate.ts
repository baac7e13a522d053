import type { GateCallOptions, GateTransport } from "mqant/client";
export interface LoginReq { userName: string; passWord: string }
export interface LoginReply { userName: string }
export interface Member { user: string; hue: number }
export interface ChatMessage { id: string; roomName: string; from: string;
 hue: number; target: string; msg: string; at: Date }
export interface JoinReply { roomName: string; users: string[]; members: Member[]; recent: ChatMessage[] }
export interface SayReq { roomName: string; content: string; target?: string }
export interface SayReply { id: string; reached: number }
export interface RoomSummary { roomName: string; users: number }
export interface OnJoin { roomName: string; user: string; hue: number }
export interface OnLeave { roomName: string; user: string }
export interface Pushes { "Chat/OnChat": ChatMessage; "Chat/OnJoin": OnJoin; "Chat/OnLeave": OnLeave; "Chat/OnRooms": RoomSummary[] }
const fix = (m: ChatMessage): ChatMessage => ({ ...m, at: new Date(m.at) });
export class GateClient {
  readonly #t: GateTransport;
  constructor(t: GateTransport) { this.#t = t; }
  readonly login = { login: async (m: LoginReq, o?: GateCallOptions) => (await this.#t.request("Login", "HD_Login", m, o)) as LoginReply };
  readonly chat = {
    joinChat: async (m: { roomName: string }, o?: GateCallOptions) => { const r = (await this.#t.request("Chat", "HD_JoinChat", m, o)) as JoinReply; return { ...r, recent: r.recent.map(fix) }; },
    leaveChat: async (m: { roomName: string }, o?: GateCallOptions) => { await this.#t.request("Chat", "HD_LeaveChat", m, o); },
    say: async (m: SayReq, o?: GateCallOptions) => (await this.#t.request("Chat", "HD_Say", m, o)) as SayReply,
    listRooms: async (o?: GateCallOptions) => (await this.#t.request("Chat", "HD_ListRooms", undefined, o)) as RoomSummary[],
  };
  on<T extends keyof Pushes>(topic: T, fn: (b: Pushes[T]) => void): () => void {
    return this.#t.onPush(topic, (b) => fn((topic === "Chat/OnChat" ? fix(b as ChatMessage) : b) as Pushes[T]));
  }
}
