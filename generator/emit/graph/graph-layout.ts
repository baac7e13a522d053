import { instance } from "@viz-js/viz";
import * as z from "zod";

/** A box to be placed, in pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface LayoutNode extends Size {
  name: string;
}

export interface LayoutEdge {
  from: string;
  to: string;
  label: Size;
  /** Whether what it leads to shall stand on the left of where it comes from. */
  isBackward: boolean;
}

/** Where everything is: centres of boxes, and edges as paths of SVG. */
export interface Layout extends Size {
  /** By name. */
  nodes: ReadonlyMap<string, { x: number; y: number }>;
  /** In the order given. */
  edges: { path: string; label: { x: number; y: number } }[];
}

const PIXELS_PER_INCH = 72;

// What Graphviz says of a graph without clusters: https://graphviz.org/docs/outputs/json
const drawing = z.object({
  bb: z.string(),
  objects: z.array(z.object({ name: z.string(), pos: z.string() })).default([]),
  edges: z
    .array(z.object({ pos: z.string(), lp: z.string().optional(), id: z.string() }))
    .default([]),
});

/**
 * Places boxes from left to right with Graphviz, so that edges cross seldom and go around boxes.
 */
export async function layOutGraph(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): Promise<Layout> {
  const viz = await instance();
  const inches = (pixels: number): number => pixels / PIXELS_PER_INCH;
  // Names of people's would be read as escapes and ports: numbers stand for them.
  const numbers = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  const json = drawing.parse(
    viz.renderJSON({
      directed: true,
      graphAttributes: { rankdir: "LR", nodesep: 0.35, ranksep: 0.7, splines: "spline", pad: 0 },
      nodeAttributes: { shape: "box", fixedsize: true, label: "" },
      nodes: nodes.map(({ name, width, height }) => ({
        name: numbers.get(name) ?? "",
        attributes: { width: inches(width), height: inches(height) },
      })),
      edges: edges.map(({ from, to, label, isBackward }, index) => ({
        tail: numbers.get(isBackward ? to : from) ?? "",
        head: numbers.get(isBackward ? from : to) ?? "",
        attributes: {
          id: `e${index}`,
          dir: isBackward ? "back" : "forward",
          label: { html: boxOf(label) },
          arrowsize: 0.1,
        },
      })),
    }),
  );
  const [left = 0, bottom = 0, right = 0, top = 0] = json.bb.split(",").map(Number);
  const point = (text: string): { x: number; y: number } => {
    const [x = 0, y = 0] = text.split(",").map(Number);
    return { x: x - left, y: top - y }; // Graphviz counts from the bottom.
  };
  const placed = new Map(json.objects.map(({ name, pos }) => [name, point(pos)]));
  const drawn = new Map(json.edges.map((edge) => [edge.id, edge]));
  return {
    width: right - left,
    height: top - bottom,
    nodes: new Map(
      nodes.map(({ name }) => [name, placed.get(numbers.get(name) ?? "") ?? { x: 0, y: 0 }]),
    ),
    edges: edges.map((_, index) => {
      const edge = drawn.get(`e${index}`);
      return { path: pathOf(edge?.pos ?? "", point), label: point(edge?.lp ?? "0,0") };
    }),
  };
}

/** Room for a label that is drawn later. */
function boxOf({ width, height }: Size): string {
  return `<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" width="${width}" height="${height}"><tr><td></td></tr></table>`;
}

/** `e,x,y` or `s,x,y` is the tip of an arrow at the end or start; then a point and three for each curve. */
function pathOf(pos: string, point: (text: string) => { x: number; y: number }): string {
  const parts = pos.split(" ");
  const arrow = parts.find((part) => /^[es],/.test(part));
  const points = parts.filter((part) => part !== arrow);
  if (arrow?.startsWith("s,")) points.reverse();
  const [start, ...others] = points;
  if (start === undefined) return "";
  const text = (at: string): string => {
    const { x, y } = point(at);
    return `${round(x)} ${round(y)}`;
  };
  const end = arrow === undefined ? "" : ` L ${text(arrow.slice(2))}`;
  return `M ${text(start)} C ${others.map(text).join(" ")}${end}`;
}

/** Tenths of a pixel, so that small differences between machines don't show. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
