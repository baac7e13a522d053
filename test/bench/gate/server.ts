/** How clients connect. */
export type Network = "tcp" | "ws";

/** What clients are served by. */
export interface RunningServer {
  readonly port: number;
  /** Whose time and memory count, if it is another process than the one that started it. */
  readonly pid?: number;
  /** Sends {@link NEWS} to all clients, resolving when it is handed over. */
  broadcast?(): Promise<unknown>;
}

/** @param uri - Of a broker, for those whose handlers are in another process. */
export type StartServer = (network: Network, uri: string) => Promise<RunningServer>;

/** What clients send, and get back: 100 bytes as JSON. */
export const BODY = { from: "ann", target: "*", content: "x".repeat(64) };

/** What is broadcast. */
export const NEWS = { topic: "news", body: BODY };
