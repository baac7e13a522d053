import type { Contract, HandlerModel, TypeId, TypeModel } from "../../model.ts";
import { hasKnownKeys } from "../known-keys.ts";
import { TypeGraph } from "../type-graph.ts";
import { DocumentNames } from "./document-names.ts";
import { JsonSchemas } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What the schemas of a contract are made with. */
export interface SchemaSetOptions {
  /** Where the schemas of named types are: the beginning of a reference. */
  place: string;
  /** Whether requests of clients have no other keys than those of their types. */
  isClosed: boolean;
  /** Whether what only modules send and get is described. */
  internal: boolean;
}

/**
 * The schemas of a contract. What clients send may have to be without unknown keys, while what they get may
 * have more keys one day: a type that goes both ways has two schemas then, `Move` and `MoveRequest`.
 */
export class SchemaSet {
  /** Of what is sent by modules, and of all replies and pushes. */
  readonly open: JsonSchemas;
  /** Of what clients send. */
  readonly closed: JsonSchemas;
  readonly #graph: TypeGraph;
  readonly #openNames = new Map<TypeId, string>();
  readonly #closedNames = new Map<TypeId, string>();

  constructor(contract: Contract, { place, isClosed, internal }: SchemaSetOptions) {
    const graph = new TypeGraph(contract);
    this.#graph = graph;
    const sent: TypeModel[] = [];
    const others: TypeModel[] = contract.pushes.map(({ body }) => body);
    for (const handler of contract.modules.flatMap(({ handlers }) => handlers)) {
      if (handler.exposure === "internal" && !internal) continue;
      const list = handler.parameters.map(({ type }) => type);
      if (isClosed && isCheckedForClients(handler)) sent.push(...list);
      else others.push(...list);
      others.push(handler.result);
    }
    const names = new DocumentNames();
    const open = new Set(graph.reachable(others));
    const closed = graph.reachable(sent).filter((id) => hasKnownKeys(id, graph));
    for (const id of graph.reachable([...others, ...sent])) {
      const isRequest = closed.includes(id);
      if (isRequest && !open.has(id)) this.#closedNames.set(id, names.claim(graph.get(id).name));
      else this.#openNames.set(id, names.claim(graph.get(id).name));
    }
    for (const id of closed) {
      if (!open.has(id)) continue;
      this.#closedNames.set(id, names.claim(`${graph.get(id).name}Request`));
    }
    this.open = new JsonSchemas(graph, (id) => place + nameIn(this.#openNames, id), {
      isClosed: false,
    });
    this.closed = new JsonSchemas(
      graph,
      (id) => place + (this.#closedNames.get(id) ?? nameIn(this.#openNames, id)),
      { isClosed },
    );
  }

  /** The schemas of what a handler is sent. */
  sentTo(handler: HandlerModel): JsonSchemas {
    return isCheckedForClients(handler) ? this.closed : this.open;
  }

  /** The schemas of named types, by their names. */
  definitions(): Record<string, JsonSchema> {
    const defined = [
      ...[...this.#openNames].map(([id, name]) => ({ id, name, schemas: this.open })),
      ...[...this.#closedNames].map(([id, name]) => ({ id, name, schemas: this.closed })),
    ];
    return Object.fromEntries(
      defined
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ id, name, schemas }) => [name, schemas.definition(this.#graph.get(id))]),
    );
  }
}

/** A handler that brings its own schema says itself what becomes of unknown keys. */
function isCheckedForClients({ exposure, ownSchema }: HandlerModel): boolean {
  return exposure === "gate" && ownSchema !== true;
}

function nameIn(names: ReadonlyMap<TypeId, string>, id: TypeId): string {
  const name = names.get(id);
  if (name === undefined) throw new Error(`"${id}" is not described`);
  return name;
}
