import type { SecureContext } from "node:tls";
import { z } from "zod";
import type { ModuleSettings } from "../config/config.ts";
import { readSettings } from "../config/read-settings.ts";
import type { ConnectionLimits } from "./connection-host.ts";
import type { DuplicatePolicy } from "./duplicate-users.ts";
import type { GroupLimits } from "./group-table.ts";
import type { ResumeLimits } from "./reception.ts";
import { parseListenAddress, type ListenAddress } from "./listen-address.ts";
import { loadTlsIdentity, TlsFileError } from "./tls-identity.ts";
import { isOriginPattern } from "./origin.ts";
import { isAddressRange, TrustedProxies } from "./trusted-proxies.ts";

/**
 * The `Settings` of a gate in the configuration file. Those that begin with a capital are mqant's.
 */
export interface GateSettings {
  /** Where WebSocket clients connect, such as `":3653"`; without it none do. Port 0 takes a free one. */
  WSAddr?: string | undefined;
  /** Where clients connect by TCP, such as `":3563"` or `"127.0.0.1:3563"`; without it none do. */
  TCPAddr?: string | undefined;
  /** Whether both ports speak TLS, 1.2 or newer, and nothing else. @defaultValue false */
  Tls?: boolean | undefined;
  /** PEM file with the certificate and its chain; needed with `Tls`. */
  CertFile?: string | undefined;
  /** PEM file with the private key; needed with `Tls`. */
  KeyFile?: string | undefined;
  /** How many connections may be open at a time. @defaultValue 20000 */
  MaxConnNum?: number | undefined;
  /**
   * How many of them may be of one address; 0 for any number. Behind a proxy all have its address, unless it
   * is one of `trustedProxies` and says theirs.
   *
   * @defaultValue 0
   */
  maxConnectionsPerIp?: number | undefined;
  /** The largest MQTT packet accepted from a client, in bytes. @defaultValue 65536 */
  MaxMsgLen?: number | undefined;
  /** Accepted because mqant's files have it; `connectTimeoutMs` does its work. */
  HTTPTimeout?: number | undefined;

  /** Overrides `MaxMsgLen`. */
  maxPacketBytes?: number | undefined;
  /** The largest CONNECT, in bytes. @defaultValue 4096 */
  maxConnectBytes?: number | undefined;
  /**
   * How long a client may take from the socket to its CONNECT, TLS and WebSocket handshake included; and
   * how long `onConnect` may take after that. In milliseconds. @defaultValue 10000
   */
  connectTimeoutMs?: number | undefined;
  /** What a client may leave unread before it is dropped, in bytes. @defaultValue 1048576 */
  maxUnsentBytes?: number | undefined;
  /** How long a client may take for 64 KiB that wait for it, in milliseconds. @defaultValue 10000 */
  drainTimeoutMs?: number | undefined;
  /** How many requests of one client run at a time. @defaultValue 64 */
  maxRequestsInFlight?: number | undefined;
  /** How many more requests of one client wait; beyond it the gate reads no more. @defaultValue 64 */
  maxRequestsWaiting?: number | undefined;
  /**
   * How many messages a second one client may publish, and as many at once; who is faster is read more
   * slowly. 0 for any number. @defaultValue 0
   */
  maxPublishesPerSecond?: number | undefined;
  /** Topic filters one client may subscribe to. @defaultValue 100 */
  maxSubscriptions?: number | undefined;
  /** The longest topic or topic filter, in bytes. @defaultValue 1024 */
  maxTopicBytes?: number | undefined;
  /** How many levels a topic or topic filter may have. @defaultValue 32 */
  maxTopicLevels?: number | undefined;
  /** The greatest topic alias of MQTT 5, in either direction. @defaultValue 16 */
  maxTopicAliases?: number | undefined;
  /**
   * The longest keep-alive interval of clients that speak MQTT 5, which are told, in seconds; 0 leaves it to
   * them. @defaultValue 0
   */
  maxKeepAliveSeconds?: number | undefined;
  /** Publishes at QoS 2 that one client may leave without PUBREL. @defaultValue 1000 */
  maxUnreleased?: number | undefined;
  /** The QoS of pushes that do not say it: 1 has clients acknowledge them. @defaultValue 0 */
  pushQos?: 0 | 1 | undefined;
  /** Messages at QoS 1 that are on their way to one client at a time; others wait. @defaultValue 64 */
  maxPushesInFlight?: number | undefined;
  /** Messages at QoS 1 that one client may leave without PUBACK, waiting ones included. @defaultValue 1000 */
  maxUnacknowledged?: number | undefined;
  /**
   * How long a message at QoS 1 waits for its PUBACK until it is sent again on the same connection, in
   * milliseconds; 0 sends nothing again. @defaultValue 10000
   */
  resendAfterMs?: number | undefined;
  /**
   * The types of the modules that clients may call, such as `["Login", "Chat"]`; any other is for them as if
   * it were not there. Without it they may call all. In either case only handlers that begin with `HD_`.
   */
  allowedModules?: readonly string[] | undefined;
  /** Groups that one session may be in at a time. @defaultValue 100 */
  maxGroupsPerSession?: number | undefined;
  /** The longest name of a group, in bytes. @defaultValue 256 */
  maxGroupNameBytes?: number | undefined;
  /**
   * Whether a client whose connection broke gets its session again: who comes back within `resumeMs` under
   * the same client id, with the same user name and password, and asks for no clean session. It needs a
   * password: client ids are no secrets. @defaultValue false
   */
  resume?: boolean | undefined;
  /** How long the session of a broken connection is kept, in milliseconds. @defaultValue 30000 */
  resumeMs?: number | undefined;
  /**
   * How many such sessions are kept at a time; beyond it the one whose client has been away longest ends.
   *
   * @defaultValue 20000
   */
  maxAwaySessions?: number | undefined;
  /**
   * What happens when a session is bound to a user who has another one, at any gate of the type: nothing, the
   * old one is closed, or `session.bind` fails with `already_exists`. @defaultValue "allow"
   */
  onDuplicateUser?: DuplicatePolicy | undefined;
  /** How deep the JSON of a request may be nested. @defaultValue 64 */
  maxJsonDepth?: number | undefined;
  /** How long a call of the session store may take, in milliseconds. @defaultValue 5000 */
  storeTimeoutMs?: number | undefined;
  /** How often the session store hears that a user is still connected, in milliseconds. @defaultValue 60000 */
  touchIntervalMs?: number | undefined;
  /**
   * Origins of web pages that may connect, such as `"https://game.example"`, or `"*"` for any. Pages of
   * the gate's own host and port and clients that send no origin always may. @defaultValue []
   */
  allowedOrigins?: readonly string[] | undefined;
  /**
   * Addresses of proxies, such as `"10.0.0.1"` or `"10.0.0.0/8"`: where WebSocket clients come from is what
   * their `X-Forwarded-For` says. `maxConnectionsPerIp` is not for the proxies themselves. @defaultValue []
   */
  trustedProxies?: readonly string[] | undefined;
  /**
   * Whether all that comes from `trustedProxies` begins with a PROXY header, version 1 or 2, before TLS: it
   * says where the client is. What comes from elsewhere has none. @defaultValue false
   */
  proxyProtocol?: boolean | undefined;
}

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

/** The largest packet that MQTT can say: section 2.2.3. */
const MQTT_MAX_PACKET = 268_435_460;
const MAX_TIMER_MS = 2 ** 31 - 1;

const count = z.int().min(1).max(1_000_000);
const packetBytes = z.int().min(64).max(MQTT_MAX_PACKET);
const duration = z.int().min(1).max(MAX_TIMER_MS);
const address = z
  .string()
  .refine(
    (text) => text === "" || parseListenAddress(text) !== undefined,
    'an address such as ":3563"',
  );

const schema = z.strictObject({
  WSAddr: address.optional(),
  TCPAddr: address.optional(),
  Tls: z.boolean().optional(),
  CertFile: z.string().optional(),
  KeyFile: z.string().optional(),
  MaxConnNum: count.optional(),
  maxConnectionsPerIp: z.int().min(0).max(1_000_000).optional(),
  MaxMsgLen: packetBytes.optional(),
  HTTPTimeout: z.number().optional(),
  maxPacketBytes: packetBytes.optional(),
  maxConnectBytes: packetBytes.optional(),
  connectTimeoutMs: duration.optional(),
  maxUnsentBytes: z.int().min(1024).optional(),
  drainTimeoutMs: duration.optional(),
  maxRequestsInFlight: count.optional(),
  maxRequestsWaiting: count.optional(),
  maxPublishesPerSecond: z.int().min(0).max(1_000_000).optional(),
  maxSubscriptions: count.optional(),
  maxTopicBytes: z.int().min(1).max(65_535).optional(),
  maxTopicLevels: z.int().min(3).max(65_535).optional(),
  maxTopicAliases: z.int().min(0).max(65_535).optional(),
  maxKeepAliveSeconds: z.int().min(0).max(65_535).optional(),
  maxUnreleased: z.int().min(1).max(65_535).optional(),
  pushQos: z.literal([0, 1]).optional(),
  maxPushesInFlight: z.int().min(1).max(65_535).optional(),
  maxUnacknowledged: z.int().min(1).max(65_535).optional(),
  resendAfterMs: z.int().min(0).max(MAX_TIMER_MS).optional(),
  allowedModules: z.array(z.string().min(1)).optional(),
  maxGroupsPerSession: count.optional(),
  maxGroupNameBytes: z.int().min(1).max(65_535).optional(),
  onDuplicateUser: z.literal(["allow", "kick_old", "refuse_new"]).optional(),
  resume: z.boolean().optional(),
  resumeMs: duration.optional(),
  maxAwaySessions: count.optional(),
  maxJsonDepth: z.int().min(1).max(128).optional(),
  storeTimeoutMs: duration.optional(),
  touchIntervalMs: duration.optional(),
  allowedOrigins: z
    .array(z.string().refine(isOriginPattern, 'an origin such as "https://game.example", or "*"'))
    .optional(),
  trustedProxies: z
    .array(z.string().refine(isAddressRange, 'an address such as "10.0.0.1", or "10.0.0.0/8"'))
    .optional(),
  proxyProtocol: z.boolean().optional(),
}) satisfies z.ZodType<GateSettings>;

/**
 * Checks the settings of a gate, certificate files included, and fills in the defaults.
 *
 * @param ownKeys - Keys that belong to a class that extends the gate: not looked at here.
 * @throws {ConfigError} with all that is wrong.
 */
export function readGateSettings(
  module: ModuleSettings,
  ownKeys: readonly string[],
): ResolvedGateSettings {
  const own = Object.fromEntries(ownKeys.map((key) => [key, z.unknown()]));
  const extended = z.strictObject({ ...own, ...schema.shape }).superRefine(checkTogether);
  const given = readSettings(module, extended);
  return {
    wsAddress: parseListenAddress(given.WSAddr ?? ""),
    tcpAddress: parseListenAddress(given.TCPAddr ?? ""),
    tls: given.Tls === true ? loadTlsIdentity(tlsFiles(given)) : undefined,
    maxConnections: given.MaxConnNum ?? 20_000,
    maxConnectionsPerIp: given.maxConnectionsPerIp ?? 0,
    maxPacketBytes: given.maxPacketBytes ?? given.MaxMsgLen ?? 65_536,
    maxConnectBytes: given.maxConnectBytes ?? 4096,
    connectTimeoutMs: given.connectTimeoutMs ?? 10_000,
    maxUnsentBytes: given.maxUnsentBytes ?? 1_048_576,
    drainTimeoutMs: given.drainTimeoutMs ?? 10_000,
    maxRequestsInFlight: given.maxRequestsInFlight ?? 64,
    maxRequestsWaiting: given.maxRequestsWaiting ?? 64,
    maxPublishesPerSecond: given.maxPublishesPerSecond ?? 0,
    maxSubscriptions: given.maxSubscriptions ?? 100,
    maxTopicBytes: given.maxTopicBytes ?? 1024,
    maxTopicLevels: given.maxTopicLevels ?? 32,
    maxTopicAliases: given.maxTopicAliases ?? 16,
    maxKeepAliveSeconds: given.maxKeepAliveSeconds ?? 0,
    maxUnreleased: given.maxUnreleased ?? 1000,
    pushQos: given.pushQos ?? 0,
    maxPushesInFlight: given.maxPushesInFlight ?? 64,
    maxUnacknowledged: given.maxUnacknowledged ?? 1000,
    resendAfterMs: given.resendAfterMs ?? 10_000,
    allowedModules: given.allowedModules && new Set(given.allowedModules),
    maxGroupsPerSession: given.maxGroupsPerSession ?? 100,
    maxGroupNameBytes: given.maxGroupNameBytes ?? 256,
    onDuplicateUser: given.onDuplicateUser ?? "allow",
    resume: given.resume ?? false,
    resumeMs: given.resumeMs ?? 30_000,
    maxAwaySessions: given.maxAwaySessions ?? 20_000,
    maxJsonDepth: given.maxJsonDepth ?? 64,
    storeTimeoutMs: given.storeTimeoutMs ?? 5000,
    touchIntervalMs: given.touchIntervalMs ?? 60_000,
    allowedOrigins: given.allowedOrigins ?? [],
    trustedProxies: new TrustedProxies(given.trustedProxies ?? []),
    proxyProtocol: given.proxyProtocol ?? false,
  };
}

function checkTogether(given: GateSettings, context: z.RefinementCtx): void {
  const expect = (key: keyof GateSettings, message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  if ((given.WSAddr ?? "") === "" && (given.TCPAddr ?? "") === "") {
    expect("TCPAddr", 'an address such as ":3563", here or in WSAddr');
  }
  if (given.proxyProtocol === true && (given.trustedProxies ?? []).length === 0) {
    expect("trustedProxies", "the addresses of the proxies, because proxyProtocol is true");
  }
  if (given.Tls !== true) return;
  if ((given.CertFile ?? "") === "")
    expect("CertFile", "the certificate's file, because Tls is true");
  if ((given.KeyFile ?? "") === "")
    expect("KeyFile", "the private key's file, because Tls is true");
  if (context.issues.length > 0) return;
  try {
    loadTlsIdentity(tlsFiles(given));
  } catch (error) {
    if (!(error instanceof TlsFileError)) throw error;
    expect(error.setting, error.expected);
  }
}

function tlsFiles({ CertFile = "", KeyFile = "" }: GateSettings) {
  return { certFile: CertFile, keyFile: KeyFile };
}
