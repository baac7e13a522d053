import { ts } from "../compiler/compiler.ts";

/** A written type without parentheses around it. */
export function bareTypeNode(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  let bare = node;
  while (bare !== undefined && ts.isParenthesizedTypeNode(bare)) bare = bare.type;
  return bare;
}
