import * as assert from "uvu/assert";
import type { NamedType, TypeOrigin } from "../../../generator/model.ts";
import { emitContext } from "../../../generator/emit/emit-context.ts";
import { ImportList } from "../../../generator/emit/import-list.ts";
import { importPath } from "../../../generator/emit/import-path.ts";
import { suite } from "../../support/suite.ts";
import { contractOf, moduleOf, namedType, object, options, ref, text } from "./contract-builder.ts";

/** How each type is named in one file, and what that file imports. */
function used(
  types: readonly NamedType[],
  ...names: string[]
): { texts: string[]; imports: string[] } {
  const contract = contractOf({ types, modules: [moduleOf("Login")] });
  const imports = new ImportList();
  const server = emitContext(contract, options).types;
  return { texts: names.map((name) => server.text(ref(name), imports)), imports: imports.lines() };
}

function from(origin: Partial<TypeOrigin>): { origin: TypeOrigin } {
  return {
    origin: { from: { file: "src/dto.ts" }, kind: "interface", arguments: [], ...origin },
  };
}

suite("user types in server files", (test) => {
  test("are imported from where they are declared", () => {
    const { texts, imports } = used(
      [namedType("Item", object({})), namedType("User", text)],
      "User",
      "Item",
    );
    assert.equal(texts, ["User", "Item"]);
    assert.equal(imports, ['import type { Item, User } from "../dto.ts";']);
  });

  test("come from the registry if the sources don't export them", () => {
    const { texts, imports } = used([namedType("Hidden", object({}), from({}))], "Hidden");
    assert.equal(texts, ["Hidden"]);
    assert.equal(imports, ['import type { Hidden } from "./registry.js";']);
  });

  test("come from packages by the user's specifier", () => {
    const origin = from({ from: { package: "@shop/types/item" }, exportName: "Item" });
    const { imports } = used([namedType("Item", object({}), origin)], "Item");
    assert.equal(imports, ['import type { Item } from "@shop/types/item";']);
  });

  test("are renamed where files export the same name", () => {
    const other = from({ from: { file: "src/other.ts" }, exportName: "Message" });
    const { texts, imports } = used(
      [namedType("Message", object({})), namedType("OtherMessage", object({}), other)],
      "Message",
      "OtherMessage",
    );
    assert.equal(texts, ["Message", "OtherMessage"]);
    assert.equal(imports, [
      'import type { Message } from "../dto.ts";',
      'import type { Message as OtherMessage } from "../other.ts";',
    ]);
  });

  test("are renamed where emitted code uses their name", () => {
    const names = ["Session", "Promise", "LoginRpc", "z"];
    const { texts } = used(
      names.map((name) => namedType(name, object({}))),
      ...names,
    );
    assert.equal(texts, ["Session_", "Promise_", "LoginRpc_", "z_"]);
  });

  test("are generic with their arguments", () => {
    const page = (name: string, ...args: TypeOrigin["arguments"]): NamedType =>
      namedType(name, object({}), from({ exportName: "Page", arguments: args }));
    const { texts, imports } = used(
      [
        namedType("Item", object({})),
        page("PageOfItem", ref("Item")),
        page("PageOfPageOfItem", ref("PageOfItem")),
      ],
      "PageOfPageOfItem",
    );
    assert.equal(texts, ["Page<Page<Item>>"]);
    assert.equal(imports, ['import type { Item, Page } from "../dto.ts";']);
  });

  test("are told apart by as much of their path as it takes, if several generic ones share a name", () => {
    const files = ["src/chat/dto.ts", "src/login/dto.ts", "src/shop/page.ts"];
    const { texts } = used(
      files.map((file, index) =>
        namedType(
          `Page${index}`,
          object({}),
          from({ from: { file }, exportName: "Page", arguments: [text] }),
        ),
      ),
      "Page0",
      "Page1",
      "Page2",
    );
    assert.equal(texts, ["Page<string>", "DtoPage<string>", "PagePage<string>"]);
  });

  test("may be default exports, or have names that are text", () => {
    const { imports } = used(
      [
        namedType("Config", object({}), from({ exportName: "default" })),
        namedType("Odd", object({}), from({ exportName: "odd name" })),
      ],
      "Config",
      "Odd",
    );
    assert.equal(imports, [
      'import type { default as Config, "odd name" as Odd } from "../dto.ts";',
    ]);
  });
});

suite("paths of imports", (test) => {
  test("end as the project writes them", () => {
    const js = { ...options, extension: ".js" } as const;
    for (const [file, ts, compiled] of [
      ["src/dto.ts", "../dto.ts", "../dto.js"],
      ["src/a/dto.mts", "../a/dto.mts", "../a/dto.mjs"],
      ["src/view.tsx", "../view.tsx", "../view.js"],
      ["types/x.d.ts", "../../types/x.d.ts", "../../types/x.js"],
      ["src/generated/own.ts", "./own.ts", "./own.js"],
    ] as const) {
      assert.is(importPath(file, options), ts);
      assert.is(importPath(file, js), compiled);
    }
  });
});
