/** What happens when a user is bound whose other session is still there. */
export type DuplicatePolicy = "allow" | "kick_old" | "refuse_new";

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
