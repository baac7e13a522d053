import type { AppOptions, Gate, Module } from "mqant";

const EXAMPLE = new URL("../../examples/chat/", import.meta.url);

/** What the chat example is made of, for tests that run parts of it in a process of their own. */
export interface ChatParts {
  readonly Chat: new () => Module;
  readonly ChatGate: new () => Gate;
  readonly Login: new () => Module;
  readonly schemas: NonNullable<AppOptions["schemas"]>;
}

/**
 * Loads the parts by their addresses. With an import that the compiler follows, the example's registry of
 * handlers and pushes would be that of every test in the repository.
 */
export async function chatParts(): Promise<ChatParts> {
  const files = ["chat.ts", "gate.ts", "login.ts", "generated/schemas.ts"];
  const parts = await Promise.all(files.map(async (file) => await load(file)));
  return Object.assign({}, ...parts) as ChatParts; // `npm run typecheck:chat` checks what they are
}

async function load(file: string): Promise<object> {
  return (await import(new URL(file, EXAMPLE).href)) as object;
}
