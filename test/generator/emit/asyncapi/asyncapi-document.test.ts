import * as assert from "uvu/assert";
import { asyncapiDocument } from "../../../../generator/emit/asyncapi/asyncapi-document.ts";
import type { AsyncapiInfo } from "../../../../generator/emit/asyncapi/asyncapi-document.ts";
import { asyncapiText } from "../../../../generator/emit/asyncapi/asyncapi-text.ts";
import { suite } from "../../../support/suite.ts";
import {
  at,
  contractOf,
  handler,
  moduleOf,
  namedType,
  number,
  object,
  ref,
  text,
  union,
} from "../contract-builder.ts";

const info: AsyncapiInfo = {
  title: "Chat",
  version: "1.0.0",
  servers: {},
  internal: true,
  refusesUnknownKeys: true,
};

const contract = contractOf({
  modules: [
    moduleOf("Chat", [
      handler("HD_Say", {
        session: true,
        parameters: [{ name: "message", type: ref("Message"), optional: true, rest: false }],
        result: { kind: "bigint" },
        doc: ["Says it.", "", "To everyone."],
        deprecated: "use HD_Tell",
      }),
      handler("count", {
        parameters: [
          { name: "by", type: number, optional: true, rest: false },
          {
            name: "of",
            type: { kind: "array", of: text, readonly: false },
            optional: false,
            rest: true,
          },
        ],
      }),
    ]),
  ],
  pushes: [{ topic: "Chat/OnSay", body: ref("Message"), sites: [at(3)] }],
  types: [
    namedType("Message", object({ text, at: { kind: "date" }, "__proto__?": number }), {
      doc: ["What is said."],
    }),
  ],
});

/** What stands at a path of the document. */
function part(document: unknown, ...path: string[]): unknown {
  let found = document;
  for (const key of path) found = (found as Record<string, unknown>)[key]; // plain data
  return found;
}

suite("AsyncAPI documents", (test) => {
  test("say that a reply comes on the topic of its request", () => {
    const document = asyncapiDocument(contract, info);
    const channel = ["channels", "Chat.HD_Say"];
    assert.is(part(document, ...channel, "address"), "Chat/HD_Say/{msgId}");
    assert.equal(part(document, ...channel, "messages", "request", "payload"), {
      anyOf: [{ $ref: "#/components/schemas/MessageRequest" }, { type: "null" }],
    });
    assert.equal(part(document, ...channel, "messages", "reply", "payload"), {
      type: "object",
      required: ["Error", "Result"],
      properties: {
        Error: { const: "" },
        Result: { type: "string", pattern: "^-?\\d{1,1234}$" },
      },
    });
    const operation = part(document, "operations", "Chat.HD_Say");
    assert.is(part(operation, "action"), "receive");
    assert.is(part(operation, "summary"), "Says it.");
    assert.is(
      part(operation, "description"),
      "Says it.\n\nTo everyone.\n\nDeprecated. use HD_Tell",
    );
    assert.equal(part(operation, "reply", "channel"), { $ref: "#/channels/Chat.HD_Say" });
  });

  test("have a push as what the server sends", () => {
    const document = asyncapiDocument(contract, info);
    assert.is(part(document, "channels", "Chat.OnSay", "address"), "Chat/OnSay");
    assert.is(part(document, "operations", "Chat.OnSay", "action"), "send");
  });

  test("describe types by their JSON, and names that every object has by a pattern", () => {
    const document = asyncapiDocument(contract, info);
    assert.equal(part(document, "components", "schemas", "Message"), {
      type: "object",
      properties: { text: { type: "string" }, at: { type: "string", format: "date-time" } },
      patternProperties: { "^__proto__$": { type: "number" } },
      required: ["text", "at"],
      description: "What is said.",
    });
  });

  test("describe calls between modules by the list of their arguments, unless they shall not", () => {
    const document = asyncapiDocument(contract, info);
    assert.equal(part(document, "channels", "Chat.calls", "messages", "count", "payload"), {
      type: "array",
      items: [{ title: "by", anyOf: [{ type: "number" }, { type: "null" }] }],
      minItems: 0,
      additionalItems: { type: "string" },
    });
    const forClients = asyncapiDocument(contract, {
      ...info,
      internal: false,
      refusesUnknownKeys: true,
    });
    assert.equal(Object.keys(part(forClients, "operations") as object), [
      "Chat.HD_Say",
      "Chat.OnSay",
    ]);
  });

  test("take values of enums by their names in the sources", () => {
    const level = namedType(
      "Level",
      union({ kind: "literal", value: 0 }, { kind: "literal", value: 9 }),
      {
        origin: {
          from: { file: "src/dto.ts" },
          exportName: "Level",
          kind: "enum",
          arguments: [],
          members: [
            { name: "Low", value: 0 },
            { name: "High", value: 9 },
          ],
        },
      },
    );
    const pushes = [{ topic: "OnLevel", body: ref("Level"), sites: [] }];
    const document = asyncapiDocument(contractOf({ pushes, types: [level] }), info);
    assert.equal(part(document, "components", "schemas", "Level"), {
      enum: [0, 9],
      "x-enum-varnames": ["Low", "High"],
    });
  });

  test("close what clients send, and leave open what they get", () => {
    const move = handler("HD_Move", {
      parameters: [{ name: "to", type: ref("Move"), optional: false, rest: false }],
      result: ref("Move"),
    });
    const both = contractOf({
      modules: [moduleOf("Chat", [move])],
      types: [namedType("Move", object({ x: number }))],
    });
    const open = { type: "object", properties: { x: { type: "number" } }, required: ["x"] };
    const document = asyncapiDocument(both, info);
    assert.equal(part(document, "components", "schemas"), {
      Move: open,
      MoveRequest: { ...open, additionalProperties: false },
    });
    const lenient = asyncapiDocument(both, { ...info, refusesUnknownKeys: false });
    assert.equal(part(lenient, "components", "schemas"), { Move: open });
  });

  test("give no address that would be read as a pattern", () => {
    const modules = [moduleOf("Chat", [handler("HD_{x}")])];
    const document = asyncapiDocument(contractOf({ modules }), info);
    const channel = part(document, "channels", "Chat.HD__7bx_7d");
    assert.is(part(channel, "address"), null);
    assert.match(String(part(channel, "description")), "Chat/HD_{x}/{msgId}");
  });

  test("carry the generator's mark, whatever their format", () => {
    const document = asyncapiDocument(contract, info);
    assert.match(asyncapiText(document, "a.yaml", "1.2.3"), /^# Generated by mqant-gen 1\.2\.3\./);
    const json = JSON.parse(asyncapiText(document, "a.json", "1.2.3")) as Record<string, unknown>;
    assert.match(String(json["x-generated"]), "Generated by mqant-gen 1.2.3.");
    assert.is(json["asyncapi"], "3.0.0");
  });
});
