import type { Contract } from "../model.ts";
import { callableModules } from "./callable-modules.ts";
import { clientView } from "./client-view.ts";
import { nameOf } from "./contract-names.ts";
import { emitContext } from "./emit-context.ts";
import type { EmitOptions } from "./emit-context.ts";
import { gateMethodsView } from "./gate-methods-view.ts";
import { gateSurface } from "./gate-surface.ts";
import { gateView } from "./gate-view.ts";
import { pathFromOutput } from "./import-path.ts";
import { KeptParts } from "./kept-parts.ts";
import { leavesOf } from "./leaves-of.ts";
import { lockText } from "../lock/lock-text.ts";
import type { FileText } from "../pieced-text.ts";
import { PlacedBlocks } from "./placed-blocks.ts";
import { registryView } from "./registry-view.ts";
import { render } from "./render.ts";
import type { TemplateViews } from "./render.ts";
import { schemaView } from "./schema-view.ts";
import { schemasView } from "./schemas-view.ts";
import { SourceMarks } from "./source-marks.ts";

export { KeptParts };

/** The kinds of output, as `--only` names them. */
export type OutputKind =
  "registry" | "clients" | "schemas" | "gate" | "lock" | "asyncapi" | "docs" | "emit";

/** All kinds, in the order in which their files are listed. */
export const outputKinds: readonly OutputKind[] = [
  "registry",
  "clients",
  "schemas",
  "gate",
  "lock",
  "asyncapi",
  "docs",
  "emit",
];

/** The kinds that are emitted unless it is said which ones. */
export const defaultKinds: readonly OutputKind[] = outputKinds.filter(
  (kind) => !["asyncapi", "docs", "emit"].includes(kind),
);

/** A file to be written. */
export interface PlannedFile {
  kind: OutputKind;
  /** Its name in the output folder; for the lock file the name alone. */
  name: string;
  text: FileText;
  /** Where it goes, absolute, if not to the output folder. */
  path?: string;
}

/**
 * The files of these kinds for a contract, but for `asyncapi`, `docs` and `emit`, which are planned apart: most
 * runs need neither them nor their libraries. From data to data: nothing is read or written here.
 *
 * @param earlier - What an earlier run made, and where this one leaves it. @defaultValue nothing is kept
 */
export function planFiles(
  contract: Contract,
  kinds: readonly OutputKind[],
  options: EmitOptions,
  earlier?: KeptParts,
): PlannedFile[] {
  const context = emitContext(contract, options, earlier);
  const { kept } = context;
  const files: PlannedFile[] = [];
  const plan = (kind: OutputKind, name: string, text: () => FileText): void => {
    if (kinds.includes(kind)) files.push({ kind, name, text: text() });
  };

  const print = <T extends keyof TemplateViews>(name: T, view: TemplateViews[T]): string =>
    kept.whole(name, leavesOf(view), () => render(name, view));
  const planMapped = <T extends "registry.d.ts" | "gate-methods.d.ts">(
    kind: OutputKind,
    name: T,
    view: (marks: SourceMarks) => TemplateViews[T],
  ): void => {
    if (!kinds.includes(kind)) return;
    const marks = new SourceMarks();
    const marked = view(marks);
    const pathOf = (source: string) => encodeURI(pathFromOutput(source, options));
    const inputs = [...leavesOf(marked), ...marks.blocks.map((block) => block.marked)];
    const { text, map } = kept.whole(name, inputs, () =>
      marks.extract(render(name, marked), name, pathOf),
    );
    files.push({ kind, name, text }, { kind, name: `${name}.map`, text: map });
  };

  planMapped("registry", "registry.d.ts", (marks) => registryView(context, marks));
  for (const module of callableModules(contract)) {
    const { file } = nameOf(context.names, module.type);
    plan("clients", `${file}.client.ts`, () =>
      kept.of("client", module, () => render("client.ts", clientView(module, context))),
    );
    plan("schemas", `${file}.schema.ts`, () =>
      kept.of("schema", module, () => render("schema.ts", schemaView(module, context))),
    );
  }
  plan("schemas", "schemas.ts", () => print("schemas.ts", schemasView(context)));
  const surface = gateSurface(context);
  plan("gate", "gate.ts", () => {
    const placed = new PlacedBlocks();
    const view = gateView(context, surface, placed);
    return kept.whole("gate.ts", [...leavesOf(view), ...placed.blocks], () =>
      placed.fill(render("gate.ts", view)),
    );
  });
  if (surface.length > 0) {
    planMapped("gate", "gate-methods.d.ts", (marks) => gateMethodsView(context, surface, marks));
  }
  plan("lock", "mqant.lock.json", () =>
    lockText(contract, options.unknownKeys, {
      entry: (user, make) => kept.of("lock", user, make),
      order: (make) => kept.whole("lock order", [context.names.server], make),
      types: (make) => kept.ofTypes("locked types", [], make),
    }),
  );
  return files;
}
