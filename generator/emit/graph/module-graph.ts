import type { CallModel } from "../../call-model.ts";
import type { Contract, Location, PushModel } from "../../model.ts";

/** The modules of a project and what goes between them and to clients, as plain data. */
export interface ModuleGraph {
  /** Sorted by type. */
  modules: GraphModule[];
  /** Sorted by where they come from, where they go to and kind. */
  edges: GraphEdge[];
}

export interface GraphModule {
  /** `"Chat"`; unknown ones are called and not in the contract. */
  type: string;
  isKnown: boolean;
  /** Whether it is there for clients: a module without handlers of its own. */
  isGate: boolean;
  /** Numbers of handlers. */
  forClients: number;
  forModules: number;
}

/** What goes one way between two of the graph's nodes. */
export interface GraphEdge {
  /** `request` by clients, `call` by a module that waits, `notice` by one that does not, `push` to clients. */
  kind: "request" | "call" | "notice" | "push";
  /** The type of a module, or {@link CLIENTS}. */
  from: string;
  to: string;
  /** Names of handlers, or topics: sorted, each once. */
  names: string[];
}

/** The node that stands for all clients; no module can be called so. */
export const CLIENTS = "";

/** Makes the graph of a contract and the calls in its sources. Calls from code of no module are left out. */
export function moduleGraph(contract: Contract, calls: readonly CallModel[]): ModuleGraph {
  const edges = new EdgeList();
  for (const { type, handlers } of contract.modules) {
    for (const { name, exposure } of handlers) {
      if (exposure === "gate") edges.add("request", CLIENTS, type, name);
    }
  }
  for (const { from, target, handler, oneWay } of calls) {
    if (target === undefined) continue;
    for (const caller of from)
      edges.add(oneWay ? "notice" : "call", caller, target, handler ?? "…");
  }
  for (const push of contract.pushes) {
    for (const type of pushers(contract, push)) edges.add("push", type, CLIENTS, push.topic);
  }
  const known = contract.modules.map(({ type, handlers }): GraphModule => {
    const forClients = handlers.filter(({ exposure }) => exposure === "gate").length;
    return {
      type,
      isKnown: true,
      isGate: handlers.length === 0,
      forClients,
      forModules: handlers.length - forClients,
    };
  });
  const types = new Set(known.map(({ type }) => type));
  const strangers = [...edges.ends()].filter((type) => type !== CLIENTS && !types.has(type));
  const modules = [
    ...known,
    ...strangers.map((type) => ({
      type,
      isKnown: false,
      isGate: false,
      forClients: 0,
      forModules: 0,
    })),
  ];
  return { modules: modules.toSorted((a, b) => compare(a.type, b.type)), edges: edges.sorted() };
}

/** The modules whose code pushes a topic: by the file, else by the topic's first part. */
function pushers({ modules }: Contract, { topic, sites }: PushModel): string[] {
  const [prefix = ""] = topic.split("/");
  const named = modules.find(({ type }) => type === prefix);
  const found = new Set<string>();
  for (const site of sites) {
    const module = moduleAt(modules, site) ?? named;
    if (module !== undefined) found.add(module.type);
  }
  return [...found];
}

/** The module whose class stands last in front of a place in its file. */
function moduleAt(
  modules: Contract["modules"],
  { file, line }: Location,
): { type: string } | undefined {
  return modules
    .filter(({ location }) => location.file === file && location.line <= line)
    .toSorted((a, b) => b.location.line - a.location.line)[0];
}

class EdgeList {
  readonly #edges = new Map<string, GraphEdge>();

  add(kind: GraphEdge["kind"], from: string, to: string, name: string): void {
    const key = JSON.stringify([from, to, kind]);
    const edge = this.#edges.get(key) ?? { kind, from, to, names: [] };
    this.#edges.set(key, edge);
    if (!edge.names.includes(name)) edge.names.push(name);
  }

  ends(): Set<string> {
    return new Set([...this.#edges.values()].flatMap(({ from, to }) => [from, to]));
  }

  sorted(): GraphEdge[] {
    return [...this.#edges]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([, edge]) => ({ ...edge, names: edge.names.toSorted(compare) }));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
