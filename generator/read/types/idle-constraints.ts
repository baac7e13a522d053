import { ts } from "../compiler/compiler.ts";
import { constraintTags } from "../../constraints.ts";
import type { Location } from "../../model.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import type { OpenProject } from "../project/open-project.ts";
import { docRanges, statementOf } from "../read-doc.ts";
import { hasConstraints } from "./read-constraints.ts";

const tags = Object.keys(constraintTags).join("|");

/** Where a tag begins that would constrain values. */
const anyTag = new RegExp(`(?<=[\\s*])@(${tags})(?!\\w)`, "g");

const docComment = /\/\*\*[\s\S]*?\*\//g;

/**
 * Notices the tags that constrain nothing, because of where they stand, and the places where the name of a
 * constrained type gets lost. Only in what the contract was read from: other comments are nobody's business.
 */
export class IdleConstraints {
  readonly #roots = new Set<ts.Node>();
  /** The comments that were read for constraints, by file and position. */
  readonly #read = new Set<string>();
  /** The mentions of constrained types whose constraints hold. */
  readonly #holding = new Set<ts.Node>();

  /** Remembers a declaration that decides what is in the contract. */
  within(declaration: ts.Node): void {
    this.#roots.add(declaration);
  }

  /** Remembers that somebody read the constraints of a declaration. */
  markRead(declaration: ts.Node): void {
    const { fileName } = declaration.getSourceFile();
    for (const { pos } of docRanges(declaration)) this.#read.add(`${fileName}:${pos}`);
  }

  /** Remembers that the type which is written there is read by that name. */
  markHolding(mention: ts.Node): void {
    this.#holding.add(mention);
  }

  report(project: OpenProject, diagnostics: DiagnosticList): void {
    const constrained = new Set(project.sources.filter(mayConstrain));
    if (constrained.size === 0) return;
    const names = aliasNames(constrained);
    for (const root of this.#roots) {
      const source = root.getSourceFile();
      if (!project.isSource(source)) continue;
      if (constrained.has(source)) this.#reportTags(root, source, project, diagnostics);
      if (names.size > 0) this.#reportMentions(root, names, project, diagnostics);
    }
  }

  #reportTags(
    root: ts.Node,
    source: ts.SourceFile,
    { locator }: OpenProject,
    diagnostics: DiagnosticList,
  ): void {
    const start = statementOf(root).getFullStart();
    const text = source.text.slice(start, root.getEnd());
    const bodies = bodiesIn(root);
    for (const comment of text.matchAll(docComment)) {
      const pos = start + comment.index;
      if (this.#read.has(`${source.fileName}:${pos}`)) continue;
      if (bodies.some((body) => body.pos <= pos && pos < body.end)) continue;
      for (const { index, 1: name = "" } of comment[0].matchAll(anyTag)) {
        const place = placeOf(source, pos + index, name.length + 1);
        diagnostics.add({
          code: "MQ2080",
          severity: "warning",
          message: `@${name} constrains nothing here`,
          location: { file: locator.fileOf(source), ...place },
          hint: `put it in front of a property, a parameter or a type alias: /** @${name} … */ value: T`,
        });
      }
    }
  }

  #reportMentions(
    root: ts.Node,
    names: ReadonlySet<string>,
    { checker }: OpenProject,
    diagnostics: DiagnosticList,
  ): void {
    const visit = (node: ts.Node): void => {
      if (isBody(node)) return;
      if (ts.isTypeReferenceNode(node) && !this.#holding.has(node)) {
        const name = ts.isIdentifier(node.typeName) ? node.typeName : node.typeName.right;
        if (names.has(name.text) && isConstrainedAlias(checker, name)) {
          diagnostics.warn(
            "MQ2080",
            node,
            `the constraints of ${name.text} get lost here: what is made of it is another type`,
            { hint: `write ${name.text} itself, or repeat its tags where the result is used` },
          );
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(root);
  }
}

const known = new WeakMap<ts.SourceFile, boolean>();

function mayConstrain(source: ts.SourceFile): boolean {
  const before = known.get(source);
  if (before !== undefined) return before;
  const may = source.text.search(anyTag) !== -1;
  known.set(source, may);
  return may;
}

/** Names of aliases that have constraints; another alias may be called the same. */
function aliasNames(sources: Iterable<ts.SourceFile>): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAliasDeclaration(node)) {
      if (hasConstraints(node)) names.add(node.name.text);
    } else if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) {
      ts.forEachChild(node, visit);
    }
  };
  for (const source of sources) ts.forEachChild(source, visit);
  return names;
}

function isConstrainedAlias(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const target =
    symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  const declaration = target?.declarations?.find(ts.isTypeAliasDeclaration);
  return declaration !== undefined && hasConstraints(declaration);
}

/** What runs says nothing about types. */
function bodiesIn(root: ts.Node): ts.Node[] {
  const bodies: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isBody(node)) bodies.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return bodies;
}

function isBody(node: ts.Node): boolean {
  const parent = node.parent as ts.Node | undefined; // files have none
  return (
    parent !== undefined && ts.isFunctionLike(parent) && "body" in parent && parent.body === node
  );
}

function placeOf(source: ts.SourceFile, pos: number, length: number): Omit<Location, "file"> {
  const start = source.getLineAndCharacterOfPosition(pos);
  const column = start.character + 1;
  return {
    line: start.line + 1,
    column,
    endLine: start.line + 1,
    endColumn: column + length,
  };
}
