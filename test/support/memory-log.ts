import type { Logger } from "mqant";

/** A line that was logged. */
export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  fields: Record<string, unknown>;
  message: string;
}

/** A log that keeps its lines for a test to look at. */
export class MemoryLog implements Logger {
  readonly lines: LogLine[];
  readonly #fields: object;

  constructor(fields: object = {}, lines: LogLine[] = []) {
    this.#fields = fields;
    this.lines = lines;
  }

  debug(fields: object, message: string): void {
    this.#add("debug", fields, message);
  }
  info(fields: object, message: string): void {
    this.#add("info", fields, message);
  }
  warn(fields: object, message: string): void {
    this.#add("warn", fields, message);
  }
  error(fields: object, message: string): void {
    this.#add("error", fields, message);
  }
  child(fields: object): MemoryLog {
    return new MemoryLog({ ...this.#fields, ...fields }, this.lines);
  }

  /** The messages of one level. */
  messages(level: LogLine["level"]): string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.message);
  }

  /** The lines whose field `kind` is this one. */
  ofKind(kind: string): LogLine[] {
    return this.lines.filter(({ fields }) => fields["kind"] === kind);
  }

  #add(level: LogLine["level"], fields: object, message: string): void {
    this.lines.push({ level, fields: { ...this.#fields, ...fields }, message });
  }
}
