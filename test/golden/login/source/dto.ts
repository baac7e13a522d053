/** What a client sends to sign in. */
export interface LoginReq {
  userName: string;
  /** In clear, the connection is encrypted. */
  passWord: string;
  device?: { os: "ios" | "android" | "web"; version: string };
}

export interface LoginReply {
  welcome: string;
  roles: string[];
}

export interface Order {
  id: number;
  lines: { product: string; count: number }[];
  note?: string | undefined;
}
