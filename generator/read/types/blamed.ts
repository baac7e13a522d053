import { ts } from "../compiler/compiler.ts";
import type { Spot } from "../read-spot.ts";
import type { TypeReader } from "./type-reader.ts";

/** Where to report what is wrong with a member of a type: where the user wrote it, if it was the user. */
export function blamed(
  { project }: TypeReader,
  declaration: ts.Declaration | undefined,
  spot: Spot,
): ts.Node {
  if (declaration === undefined || !project.isSource(declaration.getSourceFile())) return spot.node;
  return ts.getNameOfDeclaration(declaration) ?? declaration;
}
