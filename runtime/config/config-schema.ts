import { accessSync, constants } from "node:fs";
import { z } from "zod";

/** The configuration file as it is written: mqant's keys. */
export interface ConfigFile {
  readonly Module: Readonly<Record<string, readonly ModuleEntry[]>>;
  readonly Mqtt?: MqttBlock | null | undefined;
  readonly Rabbitmq?: BrokerBlock | null | undefined;
}

/** The broker between processes; all but `Uri` are ours. */
export interface BrokerBlock {
  readonly Uri: string;
  readonly Heartbeat?: number | undefined;
  readonly CaFile?: string | undefined;
  readonly CertFile?: string | undefined;
  readonly KeyFile?: string | undefined;
}

/** One instance in `Module.<Type>`. */
export interface ModuleEntry {
  readonly Id: string;
  readonly ProcessID: string;
  readonly Settings?: Readonly<Record<string, unknown>> | null | undefined;
  readonly Rabbitmq?: RabbitmqBlock | null | undefined;
}

/** mqant's spelling, `WirteLoopChanNum` included. */
export interface MqttBlock {
  readonly WirteLoopChanNum?: number | undefined;
  readonly ReadTimeout?: number | undefined;
  readonly WriteTimeout?: number | undefined;
}

/** Where a module finds its queue in mqant's own wire format. */
export interface RabbitmqBlock {
  readonly Uri: string;
  readonly Exchange: string;
  readonly ExchangeType: string;
  readonly Queue: string;
  readonly BindingKey: string;
  readonly ConsumerTag: string;
}

/** AMQP queue names hold 255 bytes; an id is a part of one, and has at most four bytes a character. */
const MAX_NAME_LENGTH = 60;

// They separate the parts of MQTT topics and targets, or can't stand in one.
const name = z
  .string()
  .min(1)
  .max(MAX_NAME_LENGTH)
  .refine(
    (text) => !/[/+#@\s\p{Cc}]/u.test(text),
    "a name without / + # @, spaces and control characters",
  );
const processId = z
  .string()
  .min(1)
  .max(MAX_NAME_LENGTH)
  .refine((text) => !/[\s\p{Cc}]/u.test(text), "a name without spaces and control characters");
const amqpUri = z.string().refine(isAmqpUri, "a URI such as amqp://user:password@host:5672/vhost");
const amqpName = z.string().min(1).max(255);
const count = z.int().min(0);
const file = z.string().refine(isReadable, "a file that can be read");
/** Accepted as mqant accepts it; `UNSERVED` says that it has no effect. */
const unserved = z.unknown().optional();

const rabbitmqBlock = z.strictObject({
  Uri: amqpUri,
  Exchange: amqpName,
  ExchangeType: z.enum(["direct", "topic", "fanout", "headers"]).default("direct"),
  Queue: amqpName,
  BindingKey: amqpName,
  ConsumerTag: z.string().max(255).default(""),
});

const moduleEntry = z.strictObject({
  Id: name,
  ProcessID: processId,
  Settings: z.record(z.string(), z.unknown()).nullish(),
  Rabbitmq: rabbitmqBlock.nullish(),
  Host: unserved,
  Redis: unserved,
  UDP: unserved,
});

/** Checks the shape of the file; what concerns several entries is checked by `parseConfig`. */
export const configFileSchema: z.ZodType<ConfigFile> = z.strictObject({
  Module: z.record(z.string(), z.array(moduleEntry)),
  Mqtt: z
    .strictObject({
      WirteLoopChanNum: count.optional(),
      ReadPackLoop: unserved,
      ReadTimeout: count.optional(),
      WriteTimeout: count.optional(),
    })
    .nullish(),
  Rabbitmq: z
    .strictObject({
      Uri: amqpUri,
      Heartbeat: z.int().min(0).max(3600).optional(),
      CaFile: file.optional(),
      CertFile: file.optional(),
      KeyFile: file.optional(),
    })
    .nullish(),
  Master: unserved,
  Settings: unserved,
  Log: unserved,
  Rpc: unserved,
  OP: unserved,
  BI: unserved,
});

/** Whether `type` can name a module type: the same rule as for ids. */
export function isName(type: string): boolean {
  return name.safeParse(type).success;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function isAmqpUri(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return (protocol === "amqp:" || protocol === "amqps:") && host !== "";
}
