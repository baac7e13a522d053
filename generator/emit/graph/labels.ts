import type { GraphEdge, GraphModule } from "./module-graph.ts";

/** What stands below a module's name. */
export function moduleLine({ isKnown, isGate, forClients, forModules }: GraphModule): string {
  if (!isKnown) return "not in this project";
  if (isGate) return "no handlers";
  const parts = [
    forClients > 0 ? `${forClients} for clients` : "",
    forModules > 0 ? `${forModules} for modules` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** The names on an edge, a line each; what is too much is counted. */
export function edgeLines({ names }: GraphEdge, most: number): string[] {
  if (names.length <= most) return names;
  return [...names.slice(0, most - 1), `and ${names.length - most + 1} more`];
}
