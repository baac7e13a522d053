import type { HandlerModel, ModuleModel } from "../model.ts";
import type { Evaluator } from "./registrations/constant-value.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import { constantResult, type FoundModule } from "./find-modules.ts";
import { mergeAlternatives, nameOf, type ReadRegistration } from "./registrations/alternatives.ts";
import { handlerFunction } from "./registrations/handler-function.ts";
import { compareLocations, compareText } from "./location.ts";
import { cutInStart } from "./module-start.ts";
import { readDoc } from "./read-doc.ts";
import { type NamedHandler, readHandler } from "./read-handler.ts";
import { type RpcTag, rpcTags } from "./registrations/rpc-tags.ts";
import { registrationName } from "./registrations/registration-name.ts";
import type { TypeReader } from "./types/type-reader.ts";
import type { Registration } from "./registrations/walk-registrations.ts";

/** A module with all that registers handlers for it. */
export interface ModuleParts extends FoundModule {
  readonly registrations: readonly Registration[];
}

/** Reads one module: its registrations become handlers with types. */
export function readModule(
  reader: TypeReader,
  evaluator: Evaluator,
  diagnostics: DiagnosticList,
  { type, module, registrations, files }: ModuleParts,
): ModuleModel {
  const { locator } = reader.project;
  const own = evaluator.within(module);
  return reader.gather(files, () => {
    for (const owner of module.chain) reader.touch(owner);
    const cut = cutInStart(module);
    if (cut !== undefined) {
      diagnostics.warn("MQ2003", cut.name ?? cut, "onInit does not call super.onInit", {
        hint: "begin with await super.onInit(app, settings)",
      });
    }
    const tags = rpcTags(module, diagnostics);
    const merged = mergeAlternatives(
      registrations.flatMap((one) => registered(one, tags) ?? []),
      type,
      diagnostics,
    );
    for (const one of merged) warnOfAbsence(one);
    const handlers = [
      ...merged.map(({ handler }) => handler),
      ...tags.flatMap((tag) => declared(tag) ?? []),
    ].sort(
      (a, b) => compareText(a.name, b.name) || compareLocations(a.registeredAt, b.registeredAt),
    );
    const version = readVersion();
    return {
      type,
      className: module.name,
      ...(version === undefined ? {} : { version }),
      doc: readDoc(module.node).lines,
      location: locator.locate(module.node.name ?? module.node),
      handlers: withoutRepeatedTags(
        handlers,
        tags.map(({ node }) => locator.locate(node)),
      ),
      // Filled when all types are read: what they mention counts too.
      reads: [],
    };
  });

  function readVersion(): string | undefined {
    const member = module.member("version");
    if (member === undefined) return undefined;
    const version = constantResult(member, module, evaluator);
    if (version === undefined) {
      diagnostics.warn(
        "MQ2004",
        member.name ?? member,
        `the version of ${type} is not known before the program runs`,
        { hint: 'let version() return a literal or a constant, such as return "1.0.0"' },
      );
    }
    return version;
  }

  function registered(
    registration: Registration,
    tags: readonly RpcTag[],
  ): ReadRegistration | undefined {
    const { call, order, values, presence, types } = registration;
    reader.touch(call);
    // Whoever writes tags answers for names that can't be read.
    const name = registrationName(registration, tags.length > 0 ? undefined : diagnostics, own);
    if (name === undefined) return undefined;
    const found = handlerFunction(reader.project, module, values?.[1], own, types);
    if (found === undefined) {
      diagnostics.error(
        "MQ1020",
        call.arguments[1] ?? call,
        `the handler of ${JSON.stringify(name)} is no function`,
        {
          hint: "pass a method, such as this.login",
        },
      );
      return undefined;
    }
    const handler = read({
      moduleType: type,
      name,
      order,
      presence: presence === "always" ? "always" : "conditional",
      registeredAt: nameOf(registration),
      handler: found,
    });
    return handler && { registration, handler };
  }

  function warnOfAbsence({ registration, handler: { name, presence } }: ReadRegistration): void {
    if (presence === "always") return;
    const at = nameOf(registration);
    const shown = `${type} registers ${JSON.stringify(name)}`;
    if (registration.presence === "late") {
      diagnostics.warn("MQ2002", at, `${shown} at a time that nobody knows`, {
        hint: "register it in onInit",
      });
    } else {
      diagnostics.warn("MQ2001", at, `${shown} only on a condition`, {
        hint: "callers can't know; register it always and let the handler refuse",
      });
    }
  }

  function declared({ name, order, node, member }: RpcTag): HandlerModel | undefined {
    const { checker } = reader.project;
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    if (symbol === undefined) return undefined;
    const own = module.memberSymbol(checker, symbol);
    const handler = { type: checker.getTypeOfSymbol(own), declaration: member };
    return read({ moduleType: type, name, order, presence: "always", registeredAt: node, handler });
  }

  function read(named: NamedHandler): HandlerModel | undefined {
    try {
      return readHandler(reader, diagnostics, named);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      diagnostics.error(
        "MQ9000",
        named.registeredAt,
        `${type}.${named.name} could not be read: internal error: ${text}`,
        { hint: "please report it, with this code" },
      );
      return undefined;
    }
  }
}

/** A tag may repeat what was found in the code; the registration itself knows more. */
function withoutRepeatedTags(
  handlers: readonly HandlerModel[],
  tags: readonly HandlerModel["registeredAt"][],
): HandlerModel[] {
  const isTag = ({ registeredAt }: HandlerModel): boolean =>
    tags.some((tag) => compareLocations(tag, registeredAt) === 0);
  return handlers.filter(
    (handler) =>
      !isTag(handler) ||
      !handlers.some(
        (other) =>
          other.name === handler.name &&
          !isTag(other) &&
          compareLocations(other.declaredAt, handler.declaredAt) === 0,
      ),
  );
}
