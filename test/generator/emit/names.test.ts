import { runInThisContext } from "node:vm";
import * as assert from "uvu/assert";
import {
  isIdentifier,
  kebabCase,
  lowerFirst,
  pascalCase,
  typeKey,
  unlike,
  valueKey,
} from "../../../generator/emit/identifiers.ts";
import { nameModules } from "../../../generator/emit/module-names.ts";
import { suite } from "../../support/suite.ts";
import { contractOf, moduleOf } from "./contract-builder.ts";

suite("identifiers", (test) => {
  test("are told from reserved words and from text", () => {
    for (const name of ["a", "$x", "_", "naïve", "登录", "of", "async"])
      assert.ok(isIdentifier(name), name);
    for (const name of ["", "1a", "a-b", "a b", "class", "await", "eval", "string", "a\u2028"]) {
      assert.not.ok(isIdentifier(name), name);
    }
  });

  test("become members as they are, text becomes quoted members", () => {
    assert.is(typeKey("HD_Login"), "HD_Login");
    assert.is(typeKey("delete"), "delete");
    assert.is(typeKey("new"), '"new"');
    assert.is(typeKey("a-b"), '"a-b"');
    assert.is(typeKey("__proto__"), "__proto__");
  });

  test("that would reach into the prototype are computed in values", () => {
    assert.is(valueKey("__proto__"), '["__proto__"]');
    assert.is(valueKey("constructor"), '["constructor"]');
    assert.is(valueKey("toString"), "toString");
    const made: unknown = runInThisContext(`({ ${valueKey("__proto__")}: 1 })`);
    assert.ok(Object.hasOwn(made as object, "__proto__"));
  });

  test("change their case by whole letters", () => {
    assert.is(lowerFirst("Login"), "login");
    assert.is(lowerFirst("𐐀x"), "𐐨x");
    assert.is(pascalCase("chat-room 2"), "ChatRoom2");
    assert.is(pascalCase("2fa"), "_2fa");
    assert.is(pascalCase("☃"), "");
    assert.is(kebabCase("HTTPServerV2"), "http-server-v2");
  });

  test("get underscores until they are free", () => {
    assert.is(
      unlike("a", (name) => ["a", "a_"].includes(name)),
      "a__",
    );
  });
});

suite("names of modules", (test) => {
  const named = (...types: string[]) => [
    ...nameModules(contractOf({ modules: types.map((type) => moduleOf(type)) })).values(),
  ];

  test("follow the type", () => {
    assert.equal(named("ChatRoom"), [
      { identifier: "ChatRoom", constant: "chatRoom", file: "chat-room", property: "chatRoom" },
    ]);
  });

  test("hide no member of the gate client", () => {
    const properties = named("On", "on_", "ToString").map(({ property }) => property);
    assert.equal(properties, ["on_", "on__", "toString_"]);
  });

  test("are unique even where files don't differ by case", () => {
    const files = named("Login", "login", "log-in", "Log In").map(({ file }) => file);
    assert.is(new Set(files).size, 4, files.join());
    const names = named("Login", "login", "log-in", "Log In").map(({ identifier }) => identifier);
    assert.is(new Set(names).size, 4, names.join());
  });

  test("are usable whatever the type is", () => {
    const types = [
      'a"];process.exit()//',
      "../../etc/passwd",
      "☃",
      "__proto__",
      "登录",
      "x".repeat(500),
    ];
    for (const { identifier, file } of named(...types)) {
      assert.ok(isIdentifier(`${identifier}Client`), identifier);
      assert.match(file, /^[\p{L}\p{N}_-]{1,120}$/u);
    }
  });

  test("are no devices of Windows", () => {
    assert.is(named("Con")[0]?.file, "con-module");
    assert.is(named("Console")[0]?.file, "console");
  });
});
