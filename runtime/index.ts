export { createApp } from "./app.ts";
export type { AppOptions } from "./app-options.ts";
export { createLog } from "./create-log.ts";
export type { LogOptions } from "./create-log.ts";
export { StartError } from "./module/module-group.ts";
export { RpcError } from "./errors.ts";
export type { RpcErrorCode, RpcErrorOptions } from "./errors.ts";
export type { Logger } from "./log.ts";
export type { AppState, Health } from "./health.ts";
export type { BrokerState } from "./broker/broker-health.ts";
export type { Metrics, Tallied } from "./metrics.ts";
export type {
  Config,
  ModuleSettings,
  MqantRabbitmq,
  MqttSettings,
  RabbitmqSettings,
  Settings,
} from "./config/config.ts";
export { ConfigError } from "./config/config-error.ts";
export type { ConfigProblem } from "./config/config-error.ts";
export { loadConfig } from "./config/load-config.ts";
export { parseConfig } from "./config/parse-config.ts";
export { readSettings } from "./config/read-settings.ts";
export type { CallOptions } from "./rpc/call-options.ts";
export type { ModuleSchemas } from "./rpc/handler-schema.ts";
export type { PushRegistry, RpcRegistry, Target } from "./rpc/registry.ts";
export type { RpcCaller } from "./rpc/rpc-caller.ts";
export type { RoutedCall } from "./rpc/router.ts";
export type { ModuleInstance } from "./rpc/target.ts";
export { currentCall } from "./rpc/call-context.ts";
export type { CallContext } from "./rpc/call-context.ts";
export type { App, Module, Route } from "./module/module.ts";
export type { Handler, HandlerServer } from "./module/handler-server.ts";
export { BaseModule } from "./module/base-module.ts";
export type { BroadcastOptions, Delivery, SendOptions } from "./session/delivery.ts";
export { withSchema } from "./schema/with-schema.ts";
export type { SchemaHandler } from "./schema/with-schema.ts";
export { Session } from "./session/session.ts";
export type { SessionSnapshot } from "./session/session.ts";
export { Gate } from "./gate/gate.ts";
export type { GateOptions } from "./gate/gate.ts";
export type { GateSettings } from "./gate/gate-settings.ts";
export { Gates } from "./gate/gates.ts";
export type { GateFailure, Reach } from "./gate/gates.ts";
export type { GateAddress } from "./gate/listen-address.ts";
export type { ConnectCredentials } from "./gate/session-hooks.ts";
export type { SessionInfo } from "./gate/session-info.ts";
export { MemorySessionStore } from "./gate/memory-session-store.ts";
export type { MemorySessionStoreOptions } from "./gate/memory-session-store.ts";
export type { SessionStore, StoredSettings } from "./gate/session-store.ts";
