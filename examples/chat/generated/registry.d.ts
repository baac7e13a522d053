import type { Session } from "mqant";
import type { JoinReply, JoinReq, LeaveReq, LoginReply, LoginReq, RoomSummary, SayReply, SayReq, ChatMessage, OnJoin, OnLeave } from "../dto.ts";
declare module "mqant" {
  interface RpcRegistry {
    Login: { HD_Login(session: Session, msg: LoginReq): Promise<LoginReply>; getRand(max: number): Promise<number>; release(sessionId: string, userName: string): Promise<void> };
    Chat: { HD_JoinChat(session: Session, msg: JoinReq): Promise<JoinReply>; HD_LeaveChat(session: Session, msg: LeaveReq): Promise<void>; HD_Say(session: Session, msg: SayReq): Promise<SayReply>; HD_ListRooms(): Promise<RoomSummary[]>; leave(sessionId: string): Promise<void> };
  }
  interface PushRegistry { "Chat/OnChat": ChatMessage; "Chat/OnJoin": OnJoin; "Chat/OnLeave": OnLeave; "Chat/OnRooms": RoomSummary[] }
}
