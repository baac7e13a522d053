import { html } from "../docs/html-text.ts";
import { GENERATED_BY } from "../header.ts";
import type { GraphView } from "../views.ts";
import { layOutGraph } from "./graph-layout.ts";
import { edgeLines, moduleLine } from "./labels.ts";
import { CLIENTS } from "./module-graph.ts";
import type { GraphEdge, GraphModule, ModuleGraph } from "./module-graph.ts";
import { textWidth } from "./text-width.ts";

const MARGIN = 24;
const TITLE = 15;
const SMALL = 11;
const LINE = 14;

/** The most edges that are labelled with names; with more of them only numbers can be read. */
const MAX_NAMED_EDGES = 24;

/** What each kind of edge is called in the legend. */
const kinds: Readonly<Record<GraphEdge["kind"], string>> = {
  request: "requests of clients",
  call: "calls",
  notice: "calls without a reply",
  push: "pushes to clients",
};

/** What a picture of a graph shows. */
export async function graphView(
  graph: ModuleGraph,
  { title, version }: { title: string; version: string },
): Promise<GraphView> {
  const { modules, edges } = graph;
  const hasClients = edges.some(({ from, to }) => from === CLIENTS || to === CLIENTS);
  const boxes = [
    ...(hasClients ? [{ name: CLIENTS, title: "Clients", line: "", kind: "clients" }] : []),
    ...modules.map((module) => ({
      name: module.type,
      title: module.type,
      line: moduleLine(module),
      kind: kindOf(module),
    })),
  ].map((box) => ({
    ...box,
    width: Math.max(textWidth(box.title, TITLE), textWidth(box.line, SMALL), 56) + 32,
    height: box.line === "" ? 40 : 54,
  }));
  const isNamed = edges.length <= MAX_NAMED_EDGES;
  const labelled = edges.map((edge) => {
    const lines = isNamed ? edgeLines(edge, 4) : [String(edge.names.length)];
    const width = Math.max(...lines.map((line) => textWidth(line, SMALL))) + 12;
    return { edge, lines, size: { width, height: lines.length * LINE + 4 } };
  });
  const layout = await layOutGraph(
    boxes,
    labelled.map(({ edge, size }) => ({
      from: edge.from,
      to: edge.to,
      label: size,
      // Clients stand on the left of all modules, whatever is pushed to them.
      isBackward: edge.to === CLIENTS,
    })),
  );
  const used = new Set(edges.map(({ kind }) => kind));
  let legendWidth = 0;
  const legend = (Object.keys(kinds) as GraphEdge["kind"][]) // its keys are these
    .filter((kind) => used.has(kind))
    .map((kind) => {
      const x = legendWidth;
      legendWidth += textWidth(kinds[kind], 12) + 60;
      return { kind, text: kinds[kind], x };
    });
  const width = Math.max(layout.width, legendWidth, textWidth(title, 18)) + 2 * MARGIN;
  const top = 64;
  return {
    mark: `${GENERATED_BY} ${html(version)}. Do not edit; run npx mqant-gen graph.`,
    title: html(title),
    width: Math.ceil(width),
    height: Math.ceil(layout.height) + top + MARGIN + (legend.length > 0 ? 24 : 0),
    top,
    margin: MARGIN,
    boxes: boxes.map(({ name, title: text, line, kind, width: wide, height: high }) => {
      const { x, y } = layout.nodes.get(name) ?? { x: 0, y: 0 };
      return {
        kind,
        x: tenths(x - wide / 2),
        y: tenths(y - high / 2),
        width: wide,
        height: high,
        centre: tenths(x),
        title: html(text),
        titleY: tenths(line === "" ? y + 5 : y - 3),
        line: html(line),
        lineY: tenths(y + 15),
      };
    }),
    edges: labelled.map(({ edge, lines, size }, index) => {
      const { path, label } = layout.edges[index] ?? { path: "", label: { x: 0, y: 0 } };
      return {
        kind: edge.kind,
        path,
        hint: html(edge.names.join(", ")),
        label: {
          x: tenths(label.x - size.width / 2),
          y: tenths(label.y - size.height / 2),
          width: size.width,
          height: size.height,
        },
        lines: lines.map((line, row) => ({
          text: html(line),
          x: tenths(label.x),
          y: tenths(label.y - (lines.length * LINE) / 2 + row * LINE + 11),
        })),
      };
    }),
    kinds: legend.map(({ kind }) => kind),
    legend,
    legendY: Math.ceil(layout.height) + top + 32,
  };
}

function kindOf({ isKnown, isGate }: GraphModule): string {
  return isKnown ? (isGate ? "gate" : "module") : "unknown";
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
