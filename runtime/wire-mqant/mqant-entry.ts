/** Where an instance is found on mqant's wire: the `Rabbitmq` block of its entry. */
export interface MqantAddress {
  readonly uri: string;
  readonly exchange: string;
  readonly exchangeType: string;
  readonly queue: string;
  /** Requests are published with it as their routing key. */
  readonly bindingKey: string;
  readonly consumerTag: string;
}

/** An entry of the configuration, as far as this wire looks at it. */
export interface MqantEntry {
  readonly id: string;
  readonly type: string;
  /** The process that runs it. */
  readonly processId: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rabbitmq?: MqantAddress | undefined;
}

/** An instance that speaks mqant's wire. */
export interface MqantInstance extends MqantEntry {
  readonly rabbitmq: MqantAddress;
}

/** Whether an instance is found on the broker that `uri` names. */
export function isOn(uri: string, entry: MqantEntry): entry is MqantInstance {
  return entry.rabbitmq?.uri === uri;
}

/**
 * Whether an instance is a gate, of ours or of Go's: it is called one, or has a gate's addresses among its
 * settings, without which no gate of Go's starts.
 */
export function isGate({ type, settings }: MqantEntry): boolean {
  return type === "Gate" || "TCPAddr" in settings || "WSAddr" in settings;
}
