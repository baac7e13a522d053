import { ts } from "../compiler/compiler.ts";
import type { OpenProject } from "../project/open-project.ts";

/**
 * What the compiler has against a piece of source: its first error there, without the full stop. It checks the
 * whole file for that, which is time enough only for what ends in an error anyway.
 *
 * @param codes - The compiler's numbers of the errors that count. @defaultValue all
 */
export function compilerSays(
  { program }: OpenProject,
  node: ts.Node,
  codes?: readonly number[],
): string | undefined {
  const found = program
    .getSemanticDiagnostics(node.getSourceFile())
    .find(
      ({ start = -1, code }) =>
        start >= node.getStart() && start < node.end && (codes?.includes(code) ?? true),
    );
  return found && ts.flattenDiagnosticMessageText(found.messageText, " ").replace(/\.$/, "");
}
