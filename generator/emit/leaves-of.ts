/**
 * All that a view says, one after the other, with the lengths of its lists: two views of one template that give
 * equal lists say the same.
 */
export function leavesOf(view: object): unknown[] {
  const leaves: unknown[] = [];
  gather(view, leaves);
  return leaves;
}

function gather(part: unknown, leaves: unknown[]): void {
  if (typeof part !== "object" || part === null) {
    leaves.push(part);
    return;
  }
  if (Array.isArray(part)) leaves.push(part.length);
  for (const item of Array.isArray(part) ? part : Object.values(part)) gather(item, leaves);
}
