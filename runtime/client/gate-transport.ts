/** How one request to the gate is made. */
export interface GateCallOptions {
  /** How long to wait for the reply, in milliseconds. @defaultValue 10000 */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** The module instance to ask, instead of the one that the gate's route picks. */
  instance?: string | undefined;
}

/** What a generated gate client needs: requests and pushes over any MQTT connection. */
export interface GateTransport {
  /**
   * Publishes `body` as JSON on `Type[@instance]/handler/<msgid>` and waits for the reply.
   *
   * @throws {RpcError} with the code that the gate answered; `invalid_argument` for a body without JSON, or names
   *   that no topic can have; `resource_exhausted` if as many wait as may; `deadline_exceeded`, `canceled`;
   *   `unavailable` while there is no connection, `lost` if it breaks before the reply and the gate does not
   *   keep the session that the reply would come to.
   */
  request(
    type: string,
    handler: string,
    body: unknown,
    options?: GateCallOptions,
  ): Promise<unknown>;
  /** Calls `listener` with each push on `topic`, parsed; returns the function that ends that. */
  onPush(topic: string, listener: (body: unknown) => void): () => void;
}
