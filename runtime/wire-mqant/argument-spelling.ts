/**
 * The elements of `Args` as the sender spelled them: `JSON.parse` makes doubles of all numbers, and
 * doubles have not every whole number beyond 2^53.
 *
 * @param request - The text of a request whose `Args` is an array.
 */
export function spellingsOfArgs(request: string): readonly string[] {
  let spellings: string[] = [];
  let depth = 0;
  let name = "";
  let inArgs = false;
  let start = 0;
  for (let index = 0; index < request.length; index++) {
    switch (request[index]) {
      case '"': {
        const end = endOfText(request, index);
        if (depth === 1) name = request.slice(index, end + 1);
        index = end;
        break;
      }
      case ":":
        // `JSON.parse`, since a name may be spelled with escapes; it gives a text for a text.
        if (depth === 1) inArgs = (JSON.parse(name) as string).toLowerCase() === "args";
        break;
      case "[":
      case "{":
        depth++;
        if (depth === 2 && inArgs) {
          spellings = [];
          start = index + 1;
        }
        break;
      case ",":
        if (depth === 2 && inArgs) {
          spellings.push(request.slice(start, index).trim());
          start = index + 1;
        }
        break;
      case "]":
      case "}":
        if (depth === 2 && inArgs) spellings.push(request.slice(start, index).trim());
        depth--;
        break;
      default:
        break;
    }
  }
  return spellings;
}

/** Where the text that begins at `start` has its closing quote. */
function endOfText(request: string, start: number): number {
  let index = start + 1;
  while (request[index] !== '"') index += request[index] === "\\" ? 2 : 1;
  return index;
}
