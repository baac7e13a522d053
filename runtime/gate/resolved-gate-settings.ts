import type { SecureContext } from "node:tls";
import type { ConnectionLimits } from "./connection-host.ts";
import type { DuplicatePolicy } from "./gate-settings.ts";
import type { GroupLimits } from "./group-table.ts";
import type { ResumeLimits } from "./reception.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** {@link GateSettings} as the gate uses them. */
export interface ResolvedGateSettings extends ConnectionLimits, GroupLimits, ResumeLimits {
  readonly wsAddress: ListenAddress | undefined;
  readonly tcpAddress: ListenAddress | undefined;
  readonly tls: SecureContext | undefined;
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  readonly pushQos: 0 | 1;
  /** `undefined` for all. */
  readonly allowedModules: ReadonlySet<string> | undefined;
  readonly resume: boolean;
  readonly onDuplicateUser: DuplicatePolicy;
  readonly maxJsonDepth: number;
  readonly storeTimeoutMs: number;
  readonly touchIntervalMs: number;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: TrustedProxies;
  readonly proxyProtocol: boolean;
}
