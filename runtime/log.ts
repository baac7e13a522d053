/**
 * What this project needs of a logger. pino's fits as it is; so does any other with these methods.
 * The first argument carries the fields, the second the sentence for people.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger that adds these fields to each line. */
  child(fields: object): Logger;
}
