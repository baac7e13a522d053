import { createClient } from "@redis/client";
import { RpcError } from "../errors.ts";
import type { RedisCommands } from "./redis-session-store.ts";

/** How long a connection may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3000;

/** Between two attempts to connect, in milliseconds: doubled each time up to the greatest, with jitter. */
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2000;

/** How often Redis is asked whether it is there, and after how much silence it is not, in milliseconds. */
const PING_MS = 5000;
const SILENCE_MS = 12_000;

/** Commands that wait for their answer; more are refused. */
const MAX_COMMANDS = 100_000;

/**
 * A connection to Redis that comes back by itself, for ever. While it is away commands fail at once: whoever
 * waits for a store has better things to do than to wait for it to be started.
 */
export class OwnClient {
  readonly #commands: RedisCommands;
  /** Resolves when the first attempt to connect is over, whatever came of it. */
  readonly #attempted: Promise<void>;
  readonly #close: () => Promise<void>;
  readonly #isReady: () => boolean;
  #failure: Error | undefined;
  #closing: Promise<void> | undefined;

  /** @throws {RpcError} `invalid_argument` for a URL that is none of Redis. */
  constructor(url: string) {
    const client = clientOf(url);
    // Without a listener an error would end the process.
    client.on("error", (error: Error) => (this.#failure = error));
    client.on("ready", () => (this.#failure = undefined));
    this.#attempted = new Promise((resolve) => {
      client
        .once("error", () => resolve())
        .once("ready", resolve)
        .once("end", resolve);
    });
    this.#commands = client;
    this.#isReady = () => client.isReady;
    // Rejects when it is closed before it was connected.
    const connecting = client.connect().catch(() => {});
    this.#close = async () => {
      // Waits for answers, which nobody gives while Redis is away.
      if (client.isReady) await client.close();
      else client.destroy();
      await connecting;
    };
  }

  /** Who takes commands: at once, but for the first attempt to connect. */
  async commands(): Promise<RedisCommands> {
    await this.#attempted;
    return this.#commands;
  }

  /** Why Redis can't be reached, or `undefined` if it can. */
  get whyAway(): Error | undefined {
    return this.#isReady() ? undefined : this.#failure;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }
}

function clientOf(url: string): ReturnType<typeof createClient> {
  try {
    return createClient({
      url,
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_COMMANDS,
      pingInterval: PING_MS,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        socketTimeout: SILENCE_MS,
        reconnectStrategy: retryAfter,
      },
    });
  } catch {
    // Its words have the URL in them, and that a password.
    const text = "RedisSessionStore: url is none of Redis: redis://host:6379 is expected";
    throw new RpcError("invalid_argument", text);
  }
}

function retryAfter(retries: number): number {
  const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(retries, 10));
  return longest / 2 + (Math.random() * longest) / 2;
}
