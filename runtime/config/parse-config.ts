import type { Config, ModuleSettings, MqantRabbitmq, RabbitmqSettings } from "./config.ts";
import type { ConfigProblem } from "./config-error.ts";
import { ConfigError, wholeFileProblem } from "./config-error.ts";
import type { BrokerBlock, ConfigFile, ModuleEntry, RabbitmqBlock } from "./config-schema.ts";
import { configFileSchema, isName } from "./config-schema.ts";
import { describeValue } from "./describe-value.ts";
import type { Path } from "./json-document.ts";
import { JsonDocument, pathText } from "./json-document.ts";
import { entriesOf, property } from "./json-value.ts";
import { schemaProblems } from "./schema-problems.ts";
import { rememberPlace } from "./settings-place.ts";
import { unservedKeyWarnings } from "./unserved-keys.ts";

/** Larger files are refused: no configuration is that long. */
export const MAX_CONFIG_BYTES: number = 1024 * 1024;

/**
 * Checks the text of a configuration file: JSON with `//` and block comments, trailing commas and a byte
 * order mark, with the keys of mqant's `server.conf`.
 *
 * @param file - The name that problems are reported under.
 * @throws {ConfigError} with every problem of the text, not just the first.
 */
export function parseConfig(text: string, file: string): Config {
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) {
    throw new ConfigError([wholeFileProblem(file, `at most ${MAX_CONFIG_BYTES} bytes`, "more")]);
  }
  const document = new JsonDocument(file, text);
  if (document.value === undefined) throw new ConfigError(document.problems);

  const checked = configFileSchema.safeParse(document.value);
  const place = { document, path: [], schema: configFileSchema };
  const problems = [
    ...document.problems,
    ...(checked.success ? [] : schemaProblems(place, document.value, checked.error)),
    ...moduleProblems(document),
  ];
  if (!checked.success || problems.length > 0) throw new ConfigError(problems);

  return configOf(document, checked.data);
}

function configOf(document: JsonDocument, { Module, Mqtt, Rabbitmq }: ConfigFile): Config {
  const modules = Object.entries(Module)
    .flatMap(([type, entries]) =>
      entries.map((entry, index) => moduleSettings(document, type, entry, ["Module", type, index])),
    )
    // By code unit, as every process must agree on the order whatever its locale.
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    file: document.file,
    modules,
    mqtt: {
      writeLoopChanNum: Mqtt?.WirteLoopChanNum,
      readTimeout: Mqtt?.ReadTimeout,
      writeTimeout: Mqtt?.WriteTimeout,
    },
    ...(Rabbitmq && { rabbitmq: rabbitmqSettings(Rabbitmq) }),
    warnings: unservedKeyWarnings(document),
  };
}

function moduleSettings(
  document: JsonDocument,
  type: string,
  { Id: id, ProcessID: processId, Settings, Rabbitmq }: ModuleEntry,
  path: Path,
): ModuleSettings {
  const settings = Settings ?? {};
  rememberPlace(settings, { document, path: [...path, "Settings"] });
  return { id, type, processId, settings, ...(Rabbitmq && { rabbitmq: mqantRabbitmq(Rabbitmq) }) };
}

function rabbitmqSettings(block: BrokerBlock): RabbitmqSettings {
  return {
    uri: block.Uri,
    heartbeatSeconds: block.Heartbeat,
    caFile: block.CaFile,
    certFile: block.CertFile,
    keyFile: block.KeyFile,
  };
}

function mqantRabbitmq(block: RabbitmqBlock): MqantRabbitmq {
  return {
    uri: block.Uri,
    exchange: block.Exchange,
    exchangeType: block.ExchangeType,
    queue: block.Queue,
    bindingKey: block.BindingKey,
    consumerTag: block.ConsumerTag,
  };
}

/** What a schema of single entries can't see. Works on unchecked data, so that all is found in one run. */
function moduleProblems(document: JsonDocument): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const ids = new Map<string, string>();
  for (const [type, entries] of entriesOf(property(document.value, "Module"))) {
    if (!isName(type)) {
      problems.push(
        document.problem(
          ["Module", type],
          {
            expected:
              "a module type of 1 to 60 characters without / + # @, spaces and control characters",
            found: describeValue(type),
          },
          "key",
        ),
      );
    }
    const processes = new Map<string, string>();
    for (const [index, entry] of Array.isArray(entries) ? entries.entries() : []) {
      const path = ["Module", type, index];
      problems.push(
        ...repeated(document, [...path, "Id"], property(entry, "Id"), ids, "an id of its own"),
        ...repeated(
          document,
          [...path, "ProcessID"],
          property(entry, "ProcessID"),
          processes,
          `one ${type} for each process`,
        ),
      );
    }
  }
  return problems;
}

function repeated(
  document: JsonDocument,
  path: Path,
  value: unknown,
  seen: Map<string, string>,
  expected: string,
): ConfigProblem[] {
  if (typeof value !== "string") return [];
  const first = seen.get(value);
  if (first === undefined) {
    seen.set(value, pathText(path));
    return [];
  }
  return [document.problem(path, { expected, found: `${describeValue(value)}, as ${first} has` })];
}
