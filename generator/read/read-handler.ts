import { ts } from "./compiler/compiler.ts";
import type { HandlerModel, ParameterModel, TypeModel } from "../model.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import type { HandlerFunction } from "./registrations/handler-function.ts";
import type { OpenProject } from "./project/open-project.ts";
import { generatedSource } from "./types/inferred-result.ts";
import { readParameters } from "./read-parameters.ts";
import { readDoc } from "./read-doc.ts";
import { readErrors } from "./read-errors.ts";
import { readExamples } from "./read-examples.ts";
import { spotOf } from "./read-spot.ts";
import { bareTypeNode } from "./types/bare-type-node.ts";
import { compilerSays } from "./types/compiler-says.ts";
import { isErrorType } from "./types/missing-type.ts";
import type { TypeReader } from "./types/type-reader.ts";

/** A handler whose name and function are known. */
export interface NamedHandler {
  readonly moduleType: string;
  readonly name: string;
  readonly order: HandlerModel["order"];
  readonly presence: HandlerModel["presence"];
  /** The registration's name argument, or the tag that stands for it. */
  readonly registeredAt: ts.Node;
  readonly handler: HandlerFunction;
}

/** Reads a handler's signature; `undefined` if it has none that a contract could hold. */
export function readHandler(
  reader: TypeReader,
  diagnostics: DiagnosticList,
  named: NamedHandler,
): HandlerModel | undefined {
  const { checker, locator } = reader.project;
  const { handler, name } = named;
  reader.touch(handler.declaration);
  reader.idleConstraints.within(handler.declaration);
  const type = checker.getNonNullableType(handler.type);
  const signatures = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
  const [signature] = signatures;
  const nameNode = nameOf(handler.declaration);
  const shown = JSON.stringify(name);
  const refuse = (
    code: string,
    message: string,
    hint: string,
    others: { message: string; node: ts.Node }[] = [],
  ): undefined => {
    const related =
      nameNode === named.registeredAt
        ? others
        : [...others, { message: "registered here", node: named.registeredAt }];
    diagnostics.error(code, nameNode, message, { hint, related });
  };
  if (signature === undefined) {
    const refused = isErrorType(type) ? compilerSays(reader.project, nameNode) : undefined;
    return refuse(
      "MQ1020",
      `the handler of ${shown} is no function: ${refused ?? `its type is ${checker.typeToString(type)}`}`,
      "pass a method, such as this.login",
    );
  }
  if (signatures.length > 1) {
    const overloads = signatures.map((overload) => ({
      message: checker.signatureToString(overload),
      node: overload.getDeclaration(),
    }));
    return refuse(
      "MQ1022",
      `the handler of ${shown} has ${signatures.length} overloads: ` +
        overloads.map(({ message }) => message).join(" and "),
      "give it one signature, with a union type for what varies",
      overloads,
    );
  }
  const generic = (signature.typeParameters ?? [])[0];
  if (generic !== undefined) {
    return refuse(
      "MQ1023",
      `the handler of ${shown} is generic in ${generic.symbol.name}`,
      "use the types that it is called with: a call over the wire can't choose them",
    );
  }
  const parameters = readParameters(reader, diagnostics, signature, named);
  if (parameters === undefined) return undefined;
  const doc = readDoc(handler.declaration);
  const examples = readExamples(handler.declaration, locator);
  const errors = readErrors(handler.declaration);
  return {
    name,
    exposure: name.startsWith("HD_") ? "gate" : "internal",
    order: named.order,
    presence: named.presence,
    session: parameters.session,
    parameters: parameters.rest satisfies ParameterModel[],
    ...(reader.project.mqant.declares(type.symbol, "SchemaHandler") ? { ownSchema: true } : {}),
    result: readResult(reader, signature, named, nameNode),
    async: mayBePromise(reader.project, checker.getReturnTypeOfSignature(signature)),
    doc: doc.lines,
    ...(doc.deprecated === undefined ? {} : { deprecated: doc.deprecated }),
    ...(examples.length === 0 ? {} : { examples }),
    ...(errors.length === 0 ? {} : { errors }),
    registeredAt: locator.locate(named.registeredAt),
    declaredAt: locator.locate(nameNode),
  };
}

function readResult(
  reader: TypeReader,
  signature: ts.Signature,
  { moduleType, name, handler }: NamedHandler,
  nameNode: ts.Node,
): TypeModel {
  const { checker } = reader.project;
  const annotation = signature.getDeclaration()?.type as ts.TypeNode | undefined; // none on synthesised ones
  const subject = {
    show: (path: string) => `${moduleType}.${name}()${path}`,
    inferred: annotation === undefined,
  };
  const spot = spotOf(subject, "", bareTypeNode(annotation) ?? nameNode);
  if (
    annotation === undefined &&
    generatedSource(reader.project, handler.declaration) !== undefined
  ) {
    return reader.bad(
      {
        code: "MQ1024",
        reason: "is concluded from generated code, which does not count while it is generated",
        hint: "annotate the handler's result type",
      },
      spot,
    );
  }
  const returned = checker.getReturnTypeOfSignature(signature);
  const type = awaited(reader.project, returned);
  if (type.flags & ts.TypeFlags.Never) {
    if (annotation !== undefined) return { kind: "void" };
    return reader.bad(
      {
        code: "MQ1024",
        reason: "can't be concluded from the handler's code, which seems never to return",
        hint: "annotate the handler's result type",
      },
      spot,
    );
  }
  return reader.read(type, promised(checker, annotation), spot);
}

/** What a call that returns this resolves with. */
function awaited({ checker, isLibrary }: OpenProject, returned: ts.Type): ts.Type {
  // `Promise<T>` is what nearly all handlers return, and the checker takes long to be sure of any type.
  const symbol = returned.symbol as ts.Symbol | undefined; // primitives have none
  if (
    symbol?.name === "Promise" &&
    symbol.declarations?.every((one) => isLibrary(one.getSourceFile()))
  ) {
    const [promised] = checker.getTypeArguments(returned as ts.TypeReference); // as its symbol says
    if (promised !== undefined && isSettled(checker, promised)) return promised;
  } else if (isSettled(checker, returned)) return returned;
  return checker.getAwaitedType(returned) ?? returned;
}

const plainFlags: ts.TypeFlags =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Void;

/** Whether a type is seen at a glance to promise nothing. */
function isSettled(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every((member) => isSettled(checker, member));
  if (type.flags & plainFlags) return true;
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    checker.getPropertyOfType(type, "then") === undefined
  );
}

/** A function whose type says `void` may be an `async` one all the same. */
function mayBePromise(project: OpenProject, returned: ts.Type): boolean {
  const { Any, Unknown, Never, Void } = ts.TypeFlags;
  if (returned.flags & (Any | Unknown | Never | Void)) return true;
  return awaited(project, returned) !== returned;
}

/** What a written `Promise<…>` promises. */
function promised(
  checker: ts.TypeChecker,
  annotation: ts.TypeNode | undefined,
): ts.TypeNode | undefined {
  const node = bareTypeNode(annotation);
  if (node === undefined || !ts.isTypeReferenceNode(node)) return node;
  const { symbol } = checker.getTypeFromTypeNode(node);
  const isPromise = (symbol as ts.Symbol | undefined)?.name === "Promise"; // primitives have none
  return isPromise ? node.typeArguments?.[0] : node;
}

function nameOf(declaration: ts.Node): ts.Node {
  const name = ts.getNameOfDeclaration(declaration as ts.Declaration); // gives nothing for other nodes
  return name ?? declaration;
}
