import type { JsonDocument, Path } from "./json-document.ts";
import { entriesOf, property } from "./json-value.ts";

/** Keys of mqant's file that have no effect here, and why nothing is lost. */
const UNSERVED: Readonly<Record<string, string>> = {
  Master: "there is no master module",
  Settings: "give settings to the modules that need them",
  Log: "the log directory is given by --log",
  Rpc: "timeouts are given in createApp and per call",
  OP: "there is one log",
  BI: "there is one log",
};
const UNSERVED_IN_MQTT: Readonly<Record<string, string>> = {
  ReadPackLoop: "packets are not queued after they are read",
};
const UNSERVED_IN_MODULE: Readonly<Record<string, string>> = {
  Host: "a process runs on the machine where it is started",
  Redis: "calls travel over RabbitMQ",
  UDP: "calls travel over RabbitMQ",
};

/** One line for each key that was accepted without effect, in the order of their places. */
export function unservedKeyWarnings(document: JsonDocument): string[] {
  const file = document.value;
  const warnings = [
    ...warningsIn(document, [], file, UNSERVED),
    ...warningsIn(document, ["Mqtt"], property(file, "Mqtt"), UNSERVED_IN_MQTT),
    ...entriesOf(property(file, "Module")).flatMap(([type, entries]) =>
      (Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index) =>
        warningsIn(document, ["Module", type, index], entry, UNSERVED_IN_MODULE),
      ),
    ),
  ];
  return warnings
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(
      ({ line, column, path, message }) => `${document.file}:${line}:${column}: ${path} ${message}`,
    );
}

function warningsIn(
  document: JsonDocument,
  path: Path,
  object: unknown,
  reasons: Readonly<Record<string, string>>,
) {
  return Object.entries(reasons)
    .filter(([key]) => property(object, key) !== undefined)
    .map(([key, reason]) =>
      document.problem(
        [...path, key],
        { expected: "no such key", found: key, message: `has no effect: ${reason}` },
        "key",
      ),
    );
}
