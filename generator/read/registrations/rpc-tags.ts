import type { ts } from "../compiler/compiler.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import { memberFunction, memberName, type ModuleClass } from "../module-class.ts";
import { readTags } from "../read-doc.ts";
import type { HandlerOrder } from "./registration-sites.ts";

/** `@rpc HD_Foo` in the comment above a method: a handler whose registration can't be read. */
export interface RpcTag {
  readonly name: string;
  /** `serial` if the tag says so: `@rpc HD_Foo serial`. */
  readonly order: HandlerOrder;
  /** The tag. */
  readonly node: ts.Node;
  readonly member: ts.ClassElement;
}

/** The tags of a module's methods, its base classes' included. Tags without a name are MQ1010. */
export function rpcTags(module: ModuleClass, diagnostics: DiagnosticList): RpcTag[] {
  const members = module.chain
    .flatMap(({ members: own }) => [...own])
    .filter((member) => {
      const name = memberName(member);
      // An overridden method's tag is not the subclass's.
      return (
        name !== undefined && memberFunction(member) !== undefined && module.member(name) === member
      );
    });
  return members.flatMap((member) =>
    readTags(member, "rpc").flatMap(({ tag, text }) => {
      const [name, order, ...others] = text.split(/\s+/);
      const isOrder = order === undefined || order === "serial" || order === "concurrent";
      if (name !== undefined && name !== "" && isOrder && others.length === 0) {
        return [{ name, order: order ?? "concurrent", node: tag.tagName, member }];
      }
      diagnostics.error("MQ1010", tag.tagName, `@rpc ${text}`.trim() + " names no handler", {
        hint: "write @rpc name, or @rpc name serial",
      });
      return [];
    }),
  );
}
