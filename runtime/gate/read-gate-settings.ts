import { z } from "zod";
import type { ModuleSettings } from "../config/config.ts";
import { readSettings } from "../config/read-settings.ts";
import type { GateSettings } from "./gate-settings.ts";
import type { ResolvedGateSettings } from "./resolved-gate-settings.ts";
import { parseListenAddress } from "./listen-address.ts";
import { isOriginPattern } from "./origin.ts";
import { loadTlsIdentity, TlsFileError } from "./tls-identity.ts";
import { isAddressRange, TrustedProxies } from "./trusted-proxies.ts";

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
