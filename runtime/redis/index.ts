export { RedisSessionStore } from "./redis-session-store.ts";
export type { RedisCommands, RedisSessionStoreOptions } from "./redis-session-store.ts";
