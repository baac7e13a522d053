import { CLIENTS } from "./module-graph.ts";
import type { GraphEdge, ModuleGraph } from "./module-graph.ts";
import { GENERATED_BY } from "../header.ts";
import { edgeLines, moduleLine } from "./labels.ts";

const arrows: Readonly<Record<GraphEdge["kind"], string>> = {
  request: "-->",
  call: "-->",
  notice: "-.->",
  push: "==>",
};

/** The graph as a flow chart of Mermaid. */
export function mermaidText({ modules, edges }: ModuleGraph, version: string): string {
  const ids = new Map([
    [CLIENTS, "clients"],
    ...modules.map(({ type }, index): [string, string] => [type, `m${index}`]),
  ]);
  const hasClients = edges.some(({ from, to }) => from === CLIENTS || to === CLIENTS);
  return [
    `%% ${GENERATED_BY} ${version}. Do not edit; run npx mqant-gen graph.`,
    "flowchart LR",
    ...(hasClients ? ["  clients([Clients])"] : []),
    ...modules.map((module, index) => {
      const text = `${escaped(module.type)}<br>${escaped(moduleLine(module))}`;
      return module.isKnown ? `  m${index}["${text}"]` : `  m${index}[/"${text}"/]`;
    }),
    ...edges.map((edge) => {
      const label = edgeLines(edge, 4).map(escaped).join("<br>");
      return `  ${ids.get(edge.from)} ${arrows[edge.kind]}|"${label}"| ${ids.get(edge.to)}`;
    }),
    "",
  ].join("\n");
}

/** Mermaid has entities with a number sign in front. */
function escaped(text: string): string {
  return text.replace(/[#"<>&|`\\\n\r]/g, (sign) => `#${sign.codePointAt(0)};`);
}
