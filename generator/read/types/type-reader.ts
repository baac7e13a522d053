import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import { bareTypeNode } from "./bare-type-node.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import { EnumReader } from "./enum-reader.ts";
import { isErrorType, missingImport, missingType, unresolved } from "./missing-type.ts";
import { type NamedEntry, NamedTypes } from "./named-types.ts";
import { type NameUse, nameUse } from "./name-use.ts";
import type { OpenProject } from "../project/open-project.ts";
import { IdleConstraints } from "./idle-constraints.ts";
import { readConstraints } from "./read-constraints.ts";
import { readDoc } from "../read-doc.ts";
import type { Spot } from "../read-spot.ts";
import { asInferred, type TypeProblem } from "./type-problem.ts";
import { readStructure } from "./read-structure.ts";
import { readUnion } from "./read-union.ts";
import { findPart } from "../../type-parts.ts";
import { typeKey } from "./type-key.ts";
import { Origins } from "./type-origin.ts";
import { isConstrainedName, isSame, isSameForm, sameMembers } from "./written-type.ts";

/** Types inside types end somewhere; a generic type that feeds itself ever new arguments does not. */
const MAX_DEPTH = 40;

const tooDeep: TypeProblem = {
  code: "MQ1050",
  reason: `lies more than ${MAX_DEPTH} types deep`,
  hint: "does a generic type refer to itself with ever new arguments?",
};

/** A union in the contract and the spot where it was met. */
export interface UnionSite {
  readonly union: Extract<TypeModel, { kind: "union" }>;
  readonly spot: Spot;
}

/**
 * Turns the checker's types into the contract's. What has a name of the user's is read once and referred
 * to; what can't travel becomes a `bad` node and a diagnostic, never `any`.
 */
export class TypeReader {
  readonly project: OpenProject;
  readonly named: NamedTypes = new NamedTypes();
  /** Each union that was read, for checks that need all named types. */
  readonly unions: UnionSite[] = [];
  readonly enums: EnumReader;
  readonly idleConstraints: IdleConstraints = new IdleConstraints();
  readonly #diagnostics: DiagnosticList;
  readonly #origins: Origins;
  #files = new Set<string>();
  /** How the arguments are written of the generic type that is being read, by its parameters. */
  #arguments: ReadonlyMap<ts.Symbol, TypeArgument> = new Map();
  /** What a source file is called as a dependency; empty for what never changes by itself. */
  readonly #dependencies = new Map<ts.SourceFile, string>();

  constructor(project: OpenProject, diagnostics: DiagnosticList) {
    this.project = project;
    this.#diagnostics = diagnostics;
    this.#origins = new Origins(project);
    this.enums = new EnumReader(this, this.#origins);
  }

  /**
   * Reads a type.
   *
   * @param annotation - How the source writes it, if it does: it knows names that the type has lost.
   */
  read(type: ts.Type, annotation: ts.TypeNode | undefined, spot: Spot): TypeModel {
    try {
      return this.#read(type, bareTypeNode(annotation), spot);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return this.bad(
        { code: "MQ9000", reason: `could not be read: internal error: ${text}` },
        { ...spot, quiet: false },
      );
    }
  }

  /**
   * Reads a property or tuple element that may be left out: without the `undefined` that says so.
   * `undefined` if nothing else is left.
   */
  readOptional(
    type: ts.Type,
    annotation: ts.TypeNode | undefined,
    spot: Spot,
  ): TypeModel | undefined {
    // With exactOptionalPropertyTypes the checker has an `undefined` of its own for what is left out.
    const { exactOptionalPropertyTypes } = this.project.program.getCompilerOptions();
    const written = exactOptionalPropertyTypes
      ? this.project.checker.getUndefinedType()
      : undefined;
    return this.#readWithout(type, annotation, spot, (member) => member !== written);
  }

  /** Reads an optional parameter: without `undefined`, whoever wrote that. */
  readParameter(
    type: ts.Type,
    annotation: ts.TypeNode | undefined,
    spot: Spot,
  ): TypeModel | undefined {
    return this.#readWithout(type, annotation, spot, () => true);
  }

  /** What stands in a type's place if it can't travel. */
  bad(problem: TypeProblem, spot: Spot): TypeModel {
    const path = spot.subject.show(spot.path);
    const { code, reason, hint } = spot.subject.inferred ? asInferred(problem) : problem;
    if (!spot.quiet) this.#diagnostics.error(code, spot.node, `${path} ${reason}`, { hint });
    return { kind: "bad", code, reason, path, location: this.project.locator.locate(spot.node) };
  }

  warn(code: string, spot: Spot, message: string, hint: string): void {
    if (!spot.quiet) this.#diagnostics.warn(code, spot.node, message, { hint });
  }

  /** Remembers that a declaration decides what is being read. */
  touch(declaration: ts.Node | undefined): void {
    if (declaration === undefined) return;
    const source = declaration.getSourceFile();
    let file = this.#dependencies.get(source);
    if (file === undefined) {
      const { isLibrary, mqant, locator } = this.project;
      const isFixed = isLibrary(source) || mqant.ownsFile(source.fileName);
      file = isFixed ? "" : locator.fileOf(source);
      this.#dependencies.set(source, file);
    }
    if (file !== "") this.#files.add(file);
  }

  /** Runs something and adds the files it touched to a set. */
  gather<T>(files: Set<string>, run: () => T): T {
    const outer = this.#files;
    this.#files = files;
    try {
      return run();
    } finally {
      this.#files = outer;
    }
  }

  #read(type: ts.Type, node: ts.TypeNode | undefined, spot: Spot): TypeModel {
    if (spot.depth > MAX_DEPTH) return this.bad(tooDeep, spot);
    const missing = node && missingType(this.project, node);
    if (missing !== undefined) return this.bad(missingImport(this.project, missing), spot);
    if (isErrorType(type)) return this.bad(unresolved(this.project, spot.node), spot);
    const fitting = node && this.#fitting(type, node);
    const use = nameUse(this.project, type, fitting);
    if (use === undefined) return readStructure(this, type, fitting, spot);
    if (fitting !== undefined) this.idleConstraints.markHolding(fitting);
    return this.#refer(use, spot);
  }

  /** The node that says how exactly this type is written: generic code is written once for many types. */
  #fitting(type: ts.Type, node: ts.TypeNode): ts.TypeNode | undefined {
    const { checker } = this.project;
    const written = checker.getTypeFromTypeNode(node);
    if (isSame(checker, type, written)) return node;
    if (written.flags & ts.TypeFlags.TypeParameter) {
      const argument = this.#arguments.get(written.symbol);
      return argument?.type === type ? argument.annotation : undefined;
    }
    // What it is made of is held to be the same part by part.
    return isSameForm(type, written, node) ? node : undefined;
  }

  /** How a type argument is written, if that is what a node stands for, or the node itself. */
  writtenOut(node: ts.TypeNode): ts.TypeNode {
    if (this.#arguments.size === 0) return node;
    const { flags, symbol } = this.project.checker.getTypeFromTypeNode(node);
    const isParameter = (flags & ts.TypeFlags.TypeParameter) !== 0;
    return (isParameter ? this.#arguments.get(symbol)?.annotation : undefined) ?? node;
  }

  #refer(use: NameUse, spot: Spot): TypeModel {
    this.touch(use.declaration);
    if (ts.isEnumDeclaration(use.declaration)) return this.enums.whole(use.symbol, spot);
    if (this.project.mqant.declares(use.symbol, "Session")) {
      return this.bad(
        {
          code: "MQ1031",
          reason: "is a Session; only the first parameter of a handler can be one",
          hint: "make it the first parameter, or send its sessionId",
        },
        spot,
      );
    }
    const args = use.args.map(({ type, annotation }) =>
      this.read(type, annotation, { ...spot, depth: spot.depth + 1, quiet: true }),
    );
    // Its structure would only lead deeper.
    if (args.some((arg) => firstBad(arg)?.code === tooDeep.code)) return this.bad(tooDeep, spot);
    const origin = this.#origins.of(use.symbol, use.declaration);
    const id = args.length === 0 ? origin.id : `${origin.id}<${args.map(typeKey).join(",")}>`;
    if (this.named.get(id) === undefined) this.#define(id, use, args, spot);
    return { kind: "ref", id };
  }

  #define(id: string, use: NameUse, args: TypeModel[], spot: Spot): void {
    const { from, exportName, kind } = this.#origins.of(use.symbol, use.declaration);
    const entry: NamedEntry = {
      origin: { from, kind, arguments: args, ...(exportName === undefined ? {} : { exportName }) },
      ownName: ts.getNameOfDeclaration(use.declaration)?.getText() ?? "Default",
      doc: readDoc(use.declaration).lines,
      type: undefined,
      files: new Set(),
    };
    this.named.add(id, entry);
    this.#diagnostics.listen(
      () => (entry.hasProblems = true),
      () => this.#readEntry(entry, use, args, spot),
    );
  }

  #readEntry(entry: NamedEntry, use: NameUse, args: TypeModel[], spot: Spot): void {
    // What is declared was written by somebody, wherever it was met.
    const loud = { ...spot, quiet: false, subject: { ...spot.subject, inferred: false } };
    const outer = this.#arguments;
    this.#arguments = this.#argumentsOf(use);
    this.gather(entry.files, () => {
      for (const declaration of use.symbol.declarations ?? []) {
        this.touch(declaration);
        this.idleConstraints.within(declaration);
      }
      const structure = bareTypeNode(use.structure);
      const within = { ...loud, depth: spot.depth + 1 };
      entry.type =
        structure !== undefined && isConstrainedName(this.project.checker, use, structure)
          ? this.#read(use.type, structure, within)
          : readStructure(this, use.type, structure, within);
      entry.constraints = readConstraints(this, use.declaration, entry.type, loud);
    });
    this.#arguments = outer;
    const broken = [entry.type, ...args].map((type) => type && firstBad(type));
    if (broken[0] === undefined) {
      // What is wrong with an argument shows in the structure, unless nothing there uses it.
      const unused = broken.find((each) => each !== undefined);
      if (unused !== undefined) this.bad(unused, loud);
    }
  }

  #argumentsOf({ declaration, args }: NameUse): ReadonlyMap<ts.Symbol, TypeArgument> {
    const parameters = ts.getEffectiveTypeParameterDeclarations(
      declaration as ts.DeclarationWithTypeParameters, // gives none for others
    );
    const found = new Map<ts.Symbol, TypeArgument>();
    for (const [index, { name }] of parameters.entries()) {
      const symbol = this.project.checker.getSymbolAtLocation(name);
      const argument = args[index];
      if (symbol === undefined || argument?.annotation === undefined) continue;
      // An argument may be written as a parameter of the type around it.
      const annotation = this.#fitting(argument.type, argument.annotation);
      if (annotation !== undefined) found.set(symbol, { type: argument.type, annotation });
    }
    return found;
  }

  #readWithout(
    type: ts.Type,
    annotation: ts.TypeNode | undefined,
    spot: Spot,
    isLeftOut: (undefinedType: ts.Type) => boolean,
  ): TypeModel | undefined {
    const members = type.isUnion() && !(type.flags & ts.TypeFlags.Boolean) ? type.types : [type];
    const present = members.filter(
      (member) => !(member.flags & ts.TypeFlags.Undefined && isLeftOut(member)),
    );
    const [only] = present;
    if (only === undefined || (present.length === 1 && only.flags & ts.TypeFlags.Never)) {
      return undefined;
    }
    if (present.length === members.length) return this.read(type, annotation, spot);
    const node = bareTypeNode(annotation);
    if (node !== undefined) {
      const written = this.project.checker.getTypeFromTypeNode(node);
      // `x?: Alias`: the name stands for exactly what is left.
      if (sameMembers(written, present)) return this.read(written, node, spot);
    }
    return present.length === 1
      ? this.read(only, node, spot)
      : readUnion(this, present, node, spot);
  }
}

interface TypeArgument {
  readonly type: ts.Type;
  readonly annotation: ts.TypeNode;
}

type BadType = Extract<TypeModel, { kind: "bad" }>;

function firstBad(type: TypeModel): BadType | undefined {
  return findPart(type, (part): part is BadType => part.kind === "bad");
}
