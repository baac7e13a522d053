import type { ts } from "../compiler/compiler.ts";
import type { CallModel } from "../../call-model.ts";
import { calledMethod } from "../registrations/called-method.ts";
import type { Evaluator } from "../registrations/constant-value.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { ClientMethods } from "./client-methods.ts";
import { invokeNames, type MethodCall } from "./find-calls.ts";
import { knownTargets, knownTexts } from "./known-texts.ts";

/** What one call says by itself, with the node that stands for its place. */
export interface ReadCall extends Omit<CallModel, "from" | "location"> {
  readonly location: ts.Node;
}

/** `rpcInvoke(target, handler, …)` and its like; `undefined` for what isn't mqant's method. */
export function readInvoke(
  project: OpenProject,
  evaluator: Evaluator,
  clients: ClientMethods,
  { call, name }: MethodCall,
): ReadCall[] | undefined {
  const method = invokeNames.get(name.text);
  if (method === undefined) return undefined;
  const declaration = calledMethod(project.checker, call);
  if (declaration === undefined || !project.mqant.owns(declaration)) return undefined;
  const [targetNode, handlerNode] = call.arguments;
  const possible = knownTargets(project.checker, evaluator, targetNode);
  // Code that may call any module at all says nothing about whom it calls.
  const targets = possible.length > 1 && possible.length >= clients.moduleCount ? [] : possible;
  const handlers = knownTexts(project.checker, evaluator, handlerNode).map((handler) => ({
    handler,
  }));
  const common = { oneWay: method.oneWay, location: handlerNode ?? call };
  // One call at least: that something is called here is worth knowing, even if not what.
  return orOne(targets).flatMap((target) =>
    orOne(handlers).map((handler) => ({ ...target, ...handler, ...common })),
  );
}

/** `new LoginClient(this).getRand(…)`; `undefined` for methods of anything else. */
export function readClientCall(
  { checker }: OpenProject,
  clients: ClientMethods,
  { name }: MethodCall,
): ReadCall[] | undefined {
  const method = checker.getSymbolAtLocation(name);
  const target = clients.moduleOf(checker, method?.declarations?.[0]);
  if (method === undefined || target === undefined) return undefined;
  return [{ target, handler: method.name, oneWay: false, location: name }];
}

function orOne<T extends object>(list: readonly T[]): readonly (T | Record<never, never>)[] {
  return list.length === 0 ? [{}] : list;
}
