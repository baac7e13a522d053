import { ts } from "./compiler/compiler.ts";
import type { Location, PushModel, TypeModel } from "../model.ts";
import { calledMethod } from "./registrations/called-method.ts";
import { bareExpression } from "./registrations/bare-expression.ts";
import type { Evaluator } from "./registrations/constant-value.ts";
import { EMPTY_SCOPE, textOf } from "./registrations/value.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import { compareLocations, compareText } from "./location.ts";
import type { OpenProject } from "./project/open-project.ts";
import { spotOf } from "./read-spot.ts";
import { shownCode } from "./shown-code.ts";
import { canTellApart } from "./types/tell-apart.ts";
import { typeKey, unionOf } from "./types/type-key.ts";
import type { TypeReader } from "./types/type-reader.ts";

/** One place that says what a topic carries. */
export interface PushSite {
  readonly topic: string;
  readonly body: TypeModel;
  readonly node: ts.Node;
  readonly location: Location;
  /** A property of `PushRegistry`: it is the truth about its topic. */
  readonly isDeclared: boolean;
}

/** The names of mqant's methods that push: those of `Session`, `Gate` and `Gates` with a parameter `topic`. */
export function pushMethodNames({ program, mqant }: OpenProject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const source of program.getSourceFiles()) {
    if (!mqant.ownsFile(source.fileName)) continue;
    for (const statement of source.statements) {
      if (!isPusher(statement)) continue;
      for (const member of statement.members) {
        const isPush = ts.isMethodDeclaration(member) && topicIndex(member) !== -1;
        if (isPush && ts.isIdentifier(member.name)) names.add(member.name.text);
      }
    }
  }
  return names;
}

/** Where the sources say what servers push: the calls that push it, as far as they can be read. */
export function pushSites(
  reader: TypeReader,
  evaluator: Evaluator,
  diagnostics: DiagnosticList,
  declared: readonly PushSite[],
  calls: readonly ts.CallExpression[],
): PushSite[] {
  const topics = new Set(declared.map(({ topic }) => topic));
  return calls.flatMap((call) => callSite(reader, evaluator, diagnostics, topics, call) ?? []);
}

/** What servers push, from all places that say so. */
export function joinPushes(
  reader: TypeReader,
  diagnostics: DiagnosticList,
  sites: readonly PushSite[],
): PushModel[] {
  const byTopic = new Map<string, PushSite[]>();
  for (const site of sites) {
    const known = byTopic.get(site.topic);
    if (known === undefined) byTopic.set(site.topic, [site]);
    else known.push(site);
  }
  return [...byTopic]
    .sort(([a], [b]) => compareText(a, b))
    .map(([topic, found]) => {
      const ordered = found.sort((a, b) => compareLocations(a.location, b.location));
      const body = bodyOf(reader, diagnostics, topic, ordered);
      return { topic, body, sites: ordered.map(({ location }) => location) };
    });
}

function callSite(
  reader: TypeReader,
  evaluator: Evaluator,
  diagnostics: DiagnosticList,
  declared: ReadonlySet<string>,
  call: ts.CallExpression,
): PushSite | undefined {
  const { checker, mqant, locator } = reader.project;
  const method = calledMethod(checker, call);
  if (method === undefined || !ts.isMethodDeclaration(method)) return undefined;
  if (!mqant.owns(method) || !isPusher(method.parent)) return undefined;
  const at = topicIndex(method);
  const [topicNode, bodyNode] = at === -1 ? [] : [call.arguments[at], call.arguments[at + 1]];
  if (topicNode === undefined || bodyNode === undefined) return undefined;
  const topic = textOf(evaluator.evaluate(topicNode, EMPTY_SCOPE));
  if (topic === undefined) {
    diagnostics.warn(
      "MQ2010",
      topicNode,
      `the topic ${shownCode(topicNode)} is not known before the program runs: this push is not in the contract`,
      { hint: "use a literal or a constant, or declare the topic in PushRegistry" },
    );
    return undefined;
  }
  const subject = { show: (path: string) => JSON.stringify(topic) + path, inferred: false };
  // Where the user has declared what a topic carries, the compiler checks the call.
  const body: TypeModel = declared.has(topic)
    ? { kind: "unknown" }
    : reader.read(bodyType(checker, bodyNode), undefined, spotOf(subject, "", bodyNode));
  return { topic, body, node: topicNode, location: locator.locate(topicNode), isDeclared: false };
}

/** The topics that the user declares by merging into mqant's `PushRegistry`. */
export function declaredSites(reader: TypeReader): PushSite[] {
  const { checker, program, mqant, locator, isSource } = reader.project;
  const registries = program
    .getSourceFiles()
    .filter((source) => mqant.ownsFile(source.fileName))
    .flatMap(({ statements }) => statements.filter(ts.isInterfaceDeclaration))
    .filter(({ name }) => name.text === "PushRegistry");
  const [registry] = registries;
  const symbol = registry && checker.getSymbolAtLocation(registry.name);
  if (symbol === undefined) return [];
  const properties = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  return properties.flatMap((property) => {
    const declaration = property.declarations?.find((one) => isSource(one.getSourceFile()));
    if (declaration === undefined || !ts.isPropertySignature(declaration)) return [];
    reader.idleConstraints.within(declaration);
    const topic = property.name;
    const subject = { show: (path: string) => JSON.stringify(topic) + path, inferred: false };
    const spot = spotOf(subject, "", declaration.name);
    const body = reader.read(checker.getTypeOfSymbol(property), declaration.type, spot);
    const location = locator.locate(declaration.name);
    return [{ topic, body, node: declaration.name, location, isDeclared: true }];
  });
}

/** What a topic carries if several places say so: all of it, as long as receivers can tell. */
function bodyOf(
  reader: TypeReader,
  diagnostics: DiagnosticList,
  topic: string,
  sites: readonly PushSite[],
): TypeModel {
  const declared = sites.find(({ isDeclared }) => isDeclared);
  if (declared !== undefined) return declared.body;
  const distinct = [...new Map(sites.map((site) => [typeKey(site.body), site])).values()];
  for (const [index, site] of distinct.entries()) {
    const other = distinct
      .slice(0, index)
      .find(({ body }) => !canTellApart(body, site.body, reader.named.lookup));
    if (other === undefined) continue;
    diagnostics.error(
      "MQ1070",
      site.node,
      `${JSON.stringify(topic)} is pushed with bodies that a client can't tell apart`,
      {
        hint: "push one type, give each a literal property that names it, or use two topics",
        related: [{ message: "the other body", node: other.node }],
      },
    );
  }
  return unionOf(distinct.map(({ body }) => body));
}

/** The type of an argument as `let` would have it: `"a"` is a string. */
function bodyType(checker: ts.TypeChecker, node: ts.Expression): ts.Type {
  const type = checker.getTypeAtLocation(node);
  return isFresh(checker, node)
    ? checker.getBaseTypeOfLiteralType(type)
    : checker.getWidenedType(type);
}

/** Whether nobody asked for an expression's literal type. */
function isFresh(checker: ts.TypeChecker, node: ts.Expression): boolean {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return false;
  const bare = bareExpression(node);
  if (ts.isConditionalExpression(bare)) {
    return isFresh(checker, bare.whenTrue) && isFresh(checker, bare.whenFalse);
  }
  if (ts.isIdentifier(bare)) {
    const declaration = checker.getSymbolAtLocation(bare)?.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
    const { initializer, type } = declaration;
    return type === undefined && initializer !== undefined && isFresh(checker, initializer);
  }
  return (
    ts.isLiteralExpression(bare) ||
    ts.isTemplateExpression(bare) ||
    ts.isPrefixUnaryExpression(bare) ||
    bare.kind === ts.SyntaxKind.TrueKeyword ||
    bare.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** `class Session`, `class Gate` or `class Gates`. */
function isPusher(node: ts.Node): node is ts.ClassDeclaration {
  return ts.isClassDeclaration(node) && /^(?:Session|Gates?)$/.test(node.name?.text ?? "");
}

function topicIndex({ parameters }: ts.MethodDeclaration): number {
  return parameters.findIndex(({ name }) => ts.isIdentifier(name) && /^_?topic$/.test(name.text));
}
