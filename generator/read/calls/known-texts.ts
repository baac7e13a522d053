import { ts } from "../compiler/compiler.ts";
import type { Evaluator } from "../registrations/constant-value.ts";
import { EMPTY_SCOPE, textOf, type Value } from "../registrations/value.ts";

/** Where a call goes, as far as the source says. */
export interface KnownTarget {
  target: string;
  instance?: string;
}

/** The targets that an expression may be: `"Login"`, `"Login@Login001"`, `` `Login@${id}` ``. Empty if unknown. */
export function knownTargets(
  checker: ts.TypeChecker,
  evaluator: Evaluator,
  node: ts.Expression | undefined,
): KnownTarget[] {
  if (node === undefined) return [];
  const begun = beginning(evaluator, evaluator.evaluate(node, EMPTY_SCOPE));
  const texts = begun === undefined ? typeTexts(checker, node) : [begun];
  const targets = new Map(texts.flatMap((text) => parseTarget(text) ?? []).map(byName));
  return [...targets.values()];
}

/** The texts that an expression may be: a constant, or what its type allows. Empty if unknown. */
export function knownTexts(
  checker: ts.TypeChecker,
  evaluator: Evaluator,
  node: ts.Expression | undefined,
): string[] {
  if (node === undefined) return [];
  const text = textOf(evaluator.evaluate(node, EMPTY_SCOPE));
  if (text !== undefined) return [text];
  const texts = typeTexts(checker, node);
  return texts.some(({ open }) => open) ? [] : texts.map((each) => each.text);
}

/** A text, or the beginning of one. */
interface KnownText {
  readonly text: string;
  /** Whether something follows that is not known. */
  readonly open: boolean;
}

/** What a value that is a text begins with, if anything is known of it. */
function beginning(evaluator: Evaluator, value: Value): KnownText | undefined {
  const text = textOf(value);
  if (text !== undefined) return { text, open: false };
  if (value.kind !== "code") return undefined;
  const { node, scope } = value;
  if (ts.isTemplateExpression(node)) {
    let known = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      const part = evaluator.evaluate(expression, scope);
      if (part.kind !== "constant") return { text: known, open: true };
      known += String(part.value) + literal.text;
    }
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = beginning(evaluator, evaluator.evaluate(node.left, scope));
    return left && { ...left, open: true };
  }
  return undefined;
}

/** What a type allows, if it allows only texts that are known or begin in a known way. */
function typeTexts(checker: ts.TypeChecker, node: ts.Expression): KnownText[] {
  const type = checker.getTypeAtLocation(node);
  const members = type.isUnion() ? type.types : [type];
  const texts = members.map((member): KnownText | undefined => {
    if (member.isStringLiteral()) return { text: member.value, open: false };
    if ((member.flags & ts.TypeFlags.TemplateLiteral) === 0) return undefined;
    const [text = ""] = (member as ts.TemplateLiteralType).texts; // As the flag says.
    return { text, open: true };
  });
  return texts.every((text) => text !== undefined) ? texts : [];
}

/** `undefined` if the text that is known ends before the module's type does. */
function parseTarget({ text, open }: KnownText): KnownTarget | undefined {
  const at = text.indexOf("@");
  if (at === -1) return open || text === "" ? undefined : { target: text };
  const target = text.slice(0, at);
  return open ? { target } : { target, instance: text.slice(at + 1) };
}

function byName(known: KnownTarget): [string, KnownTarget] {
  return [`${known.target}@${known.instance ?? ""}`, known];
}
