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
