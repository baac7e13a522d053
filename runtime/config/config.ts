/** Settings of a module: what its entry's `Settings` holds. Read them with `readSettings`, which checks. */
export type Settings = Readonly<Record<string, unknown>>;

/** An entry of `Module.<Type>`, given to the instance's `onInit`. */
export interface ModuleSettings {
  /** Unique over the whole file. */
  readonly id: string;
  readonly type: string;
  readonly processId: string;
  readonly settings: Settings;
  /** Present if this module speaks mqant's own wire format. */
  readonly rabbitmq?: MqantRabbitmq | undefined;
}

/** mqant's `Rabbitmq` block of a module. */
export interface MqantRabbitmq {
  readonly uri: string;
  readonly exchange: string;
  readonly exchangeType: string;
  readonly queue: string;
  readonly bindingKey: string;
  readonly consumerTag: string;
}

/** A checked configuration file. Made by `loadConfig` or `parseConfig`. */
export interface Config {
  /** Where it came from, for messages. */
  readonly file: string;
  /** All instances of all processes, sorted by id. */
  readonly modules: readonly ModuleSettings[];
  /** `Mqtt` of the file: timeouts of the gate's connections. */
  readonly mqtt: MqttSettings;
  /** `Rabbitmq` of the file: turns the native wire on. */
  readonly rabbitmq?: RabbitmqSettings | undefined;
  /** What was accepted but is not served: keys of mqant that have no effect here. */
  readonly warnings: readonly string[];
}

/** mqant's `Mqtt` block. */
export interface MqttSettings {
  /** Packets that may wait to be written to one client. */
  readonly writeLoopChanNum?: number | undefined;
  /** Seconds a keep-alive of 0 lasts in mqant; here 0 means never, as MQTT has it. */
  readonly readTimeout?: number | undefined;
  /** Seconds a write may take. */
  readonly writeTimeout?: number | undefined;
}

/** The top-level `Rabbitmq` block: how processes reach each other. */
export interface RabbitmqSettings {
  /** `amqp://user:password@host:5672/vhost`, or `amqps:`. Its `heartbeat` parameter is heard. */
  readonly uri: string;
  /** After twice as many seconds of silence a connection counts as dead; 0 for never. @defaultValue 10 */
  readonly heartbeatSeconds?: number | undefined;
  /** PEM file with the authorities that the broker's certificate is checked against. */
  readonly caFile?: string | undefined;
  /** PEM file with this process's own certificate, for brokers that ask for one. */
  readonly certFile?: string | undefined;
  /** PEM file with the key that belongs to `certFile`. */
  readonly keyFile?: string | undefined;
}
