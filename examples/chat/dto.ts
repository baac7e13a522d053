/** Signs in. The first connection with a name decides its password; the others need the same. */
export interface LoginReq {
  /** 1 to 24 characters. */
  userName: string;
  passWord: string;
}

export interface LoginReply {
  userName: string;
}

/** Enters a room, which begins to exist with its first member. */
export interface JoinReq {
  /** 1 to 32 characters. */
  roomName: string;
}

/** What somebody who enters a room finds there. */
export interface JoinReply {
  roomName: string;
  /** Names of all members, the new one included. */
  users: string[];
  members: Member[];
  /** The last messages to everyone, oldest first. */
  recent: ChatMessage[];
}

export interface Member {
  user: string;
  /** The colour of the member's badge: degrees on the colour wheel. */
  hue: number;
}

export interface LeaveReq {
  roomName: string;
}

export interface SayReq {
  roomName: string;
  /** 1 to 1000 characters. */
  content: string;
  /** The only member who shall read it; `"*"` or nothing for everyone. */
  target?: string;
}

export interface SayReply {
  id: string;
  /** How many connections it was sent to. */
  reached: number;
}

export interface ChatMessage {
  id: string;
  roomName: string;
  from: string;
  /** The writer's hue: it stays when the writer has left. */
  hue: number;
  /** A member's name, or `"*"`. */
  target: string;
  msg: string;
  at: Date;
}

/** Somebody entered a room. */
export interface OnJoin extends Member {
  roomName: string;
}

/** Somebody left a room with the last of their connections. */
export interface OnLeave {
  roomName: string;
  user: string;
}

export interface RoomSummary {
  roomName: string;
  /** How many members it has. */
  users: number;
}
