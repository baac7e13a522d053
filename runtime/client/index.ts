export type { GateCallOptions, GateTransport } from "./gate-transport.ts";
export { RpcError } from "../errors.ts";
export type { RpcErrorCode } from "../errors.ts";
