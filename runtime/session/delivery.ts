/**
 * What became of a push: `delivered` if it went out at QoS 1 and the client has acknowledged it,
 * `handed_over` if it is with the connection and nobody knows more.
 */
export type Delivery = "delivered" | "handed_over";

/** How a push is sent. */
export interface SendOptions {
  /**
   * The quality of service: 1 to have the client acknowledge it. @defaultValue the gate's setting `pushQos`
   */
  readonly qos?: 0 | 1 | undefined;
}

/** How a push to many clients is sent. */
export interface BroadcastOptions extends SendOptions {
  /** A session that does not get it: that of the client whose doing it tells of. @defaultValue none */
  readonly except?: { readonly sessionId: string } | undefined;
}
