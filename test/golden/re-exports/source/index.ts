export type { default as Receiver } from "./address.ts";
export type { Letter as Message } from "./letter.ts";
export type * as parts from "./letter.ts";
