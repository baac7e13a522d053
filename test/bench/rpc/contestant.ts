/** What is sent there and back. */
export interface Body {
  id: number;
  name: string;
  text: string;
}

/** A body that has this many bytes as JSON. */
export function bodyOf(bytes: number): Body {
  const body = { id: 0, name: "Ann", text: "" };
  // The ids that are sent have six digits or so.
  const without = JSON.stringify({ ...body, id: 100_000 }).length;
  return { ...body, text: "x".repeat(Math.max(0, bytes - without)) };
}

/** One way to make calls over a broker: what runs in the callee's process, and in the caller's. */
export interface Contestant<B = Body> {
  /** Sends back what it gets; resolves when calls can come. @param onNote - Called for each note. */
  serve(uri: string, onNote: () => void): Promise<void>;
  connect(uri: string): Promise<Client<B>>;
}

/** The caller's side. */
export interface Client<B = Body> {
  call(body: B): Promise<B>;
  /** One way: resolves when the broker says that it has the message. */
  note?(body: B): Promise<void>;
}
