import type { Message } from "amqplib";

/** As much of a message as is looked at. */
export interface Received {
  readonly content: Buffer;
  /** Empty if there is none. */
  readonly contentType: string;
  /** Anything may be in them. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What came, whatever its sender has put into its properties. */
export function received({ content, properties }: Message): Received {
  const contentType: unknown = properties.contentType;
  return {
    content,
    contentType: typeof contentType === "string" ? contentType : "",
    headers: (properties.headers as Record<string, unknown> | undefined) ?? NO_HEADERS, // a table, if any
  };
}

const NO_HEADERS = {};
