import type { ts } from "../compiler/compiler.ts";
import type { OpenProject } from "../project/open-project.ts";

/** What a type of the language's own library is to the wire. */
export type LibraryType = { kind: "date" | "bytes" } | LibraryProblem;

interface LibraryProblem {
  kind: "problem";
  code: string;
  reason: string;
  hint: string;
}

/**
 * Recognises types that the language or Node declares, such as `Date`, `Map`, `Promise`. `undefined` for
 * the user's own types, for those of packages, and for what `Partial` and its like evaluate to.
 */
export function libraryType(project: OpenProject, type: ts.Type): LibraryType | undefined {
  const symbol = type.symbol as ts.Symbol | undefined; // primitives have none
  if (symbol === undefined || symbol.name.startsWith("__")) return undefined;
  const { name } = symbol;
  if (isNodeBuffer(symbol)) return { kind: "bytes" };
  if (!isLibrary(project, symbol)) return undefined;
  if (name === "Date") return { kind: "date" };
  if (name === "Uint8Array") return { kind: "bytes" };
  return problemWith(name);
}

/** Whether a symbol is declared by the language itself. */
export function isLibrary(project: OpenProject, symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) =>
    project.isLibrary(declaration.getSourceFile()),
  );
}

function isNodeBuffer({ name, declarations = [] }: ts.Symbol): boolean {
  return (
    name === "Buffer" &&
    declarations.some((declaration) =>
      declaration.getSourceFile().fileName.includes("/node_modules/@types/node/"),
    )
  );
}

const collections = /^(Readonly|Weak)?(Map|Set)$/;
const promises = /^Promise(Like)?$/;
const streams = /^(Async)?(Iterable|Iterator|IterableIterator|IteratorObject|Generator)$|Stream$/;
const wrappers = /^(String|Number|Boolean|BigInt|Symbol)$/;
const binaries =
  /^((Uint8Clamped|(Int|Uint|Float|Big(Int|Uint))\d+)Array|(Shared)?ArrayBuffer|DataView|Blob)$/;

function problemWith(name: string): LibraryProblem {
  if (collections.test(name)) {
    return {
      kind: "problem",
      code: "MQ1041",
      reason: `is a ${name}, which JSON has no form for`,
      hint: name.endsWith("Map")
        ? "use Record<string, Value>, or an array of [key, value]"
        : "use an array",
    };
  }
  if (promises.test(name) || streams.test(name)) {
    return {
      kind: "problem",
      code: "MQ1043",
      reason: `is of type ${name}, which settles later than the message leaves`,
      hint: promises.test(name)
        ? "await it, and send the value"
        : "send an array of what it gives, or push each of them",
    };
  }
  if (wrappers.test(name)) {
    return {
      kind: "problem",
      code: "MQ1040",
      reason: `is the object type ${name}`,
      hint: `write ${name.toLowerCase()}`,
    };
  }
  return {
    kind: "problem",
    code: "MQ1040",
    reason: `is of type ${name}, which is no plain data`,
    hint: binaries.test(name)
      ? "use Uint8Array for bytes"
      : "send what the receiver needs of it, as an object of plain data",
  };
}
