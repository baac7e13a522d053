import type { ValidateFunction } from "ajv";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { Session } from "mqant";
import type { ModuleSchemas, RpcCaller } from "mqant";
import * as assert from "uvu/assert";
import { asyncapiDocument } from "../../../../generator/emit/asyncapi/asyncapi-document.ts";
import { callableModules } from "../../../../generator/emit/callable-modules.ts";
import { nameModules } from "../../../../generator/emit/module-names.ts";
import { TypeGraph } from "../../../../generator/emit/type-graph.ts";
import type { Contract, HandlerModel, ModuleModel } from "../../../../generator/model.ts";
import { suite } from "../../../support/suite.ts";
import { goldenSchemas } from "../golden-module.ts";
import { goldenContract } from "./golden-contracts.ts";
import { ValueDice } from "./value-dice.ts";

/** Cases whose types differ most; without templates, for which the dice know no texts. */
const cases = [
  "enums",
  "generics",
  "login",
  "parameters",
  "records",
  "recursion",
  "unions",
  "wire-types",
];

const ROUNDS = 200;

// No verb is called, so nothing is ever asked of the caller.
const session = new Session(
  { sessionId: "1", userId: "ann", serverId: "Gate001", network: "ws", ip: "::1", settings: {} },
  "Gate@Gate001",
  {} as RpcCaller,
);

/** The payloads of a document, as validators. */
class Payloads {
  readonly #ajv: Ajv;

  constructor(contract: Contract) {
    const info = { title: "", version: "", servers: {}, internal: true, refusesUnknownKeys: true };
    const document = asyncapiDocument(contract, info);
    this.#ajv = new Ajv({ strict: false, schemas: [{ $id: "doc", ...document }] });
    addFormats.default(this.#ajv);
  }

  /** The check of what a handler is sent: a body, or the list of arguments. */
  of({ type }: ModuleModel, { name, exposure }: HandlerModel): ValidateFunction {
    const place =
      exposure === "gate" ? `${type}.${name}/messages/request` : `${type}.calls/messages/${name}`;
    return this.#ajv.compile({ $ref: `doc#/channels/${place}/payload` });
  }
}

suite("the schemas of an AsyncAPI document", (test) => {
  for (const name of cases) {
    test(`take and refuse what the validators of ${name} take and refuse`, async () => {
      const contract = goldenContract(name);
      const payloads = new Payloads(contract);
      const dice = new ValueDice(new TypeGraph(contract), 1);
      const modules = nameModules(contract);
      for (const module of callableModules(contract)) {
        const schemas = await goldenSchemas(name, modules.get(module.type)?.file ?? "");
        for (const handler of module.handlers) {
          compare(schemas, payloads.of(module, handler), handler, dice);
        }
      }
    });
  }

  test("take and refuse what constraints take and refuse", async () => {
    const contract = goldenContract("constraints");
    const [market] = callableModules(contract);
    const offer = market?.handlers.find(({ name }) => name === "HD_Offer");
    if (market === undefined || offer === undefined) throw new Error("there is no HD_Offer");
    const describes = new Payloads(contract).of(market, offer);
    const schema = (await goldenSchemas("constraints", "market"))["HD_Offer"];
    const right = {
      item: "ab-1",
      shop: "shop",
      price: 1000.5,
      count: 1,
      note: null,
      hint: null,
      contact: "ann@example.com",
      until: "2024-02-29T23:59:59Z",
      tags: ["a tag"],
      code: "SALE-1",
    };
    const wrong: Partial<Record<keyof typeof right, unknown[]>> = {
      item: ["ab-", "abcd-1", " ab-1"],
      shop: ["ab", "a".repeat(21)],
      price: [-1, 1001],
      count: [0, 1.5],
      note: ["ab", "abcdef"],
      hint: ["ab", "abcdef"],
      contact: ["ann"],
      until: ["today"],
      tags: [[], ["one", "two", "tri", "four"], ["ab"], ["a".repeat(11)]],
      code: ["SOLD-1", `SALE-${"1".repeat(8)}`],
    };
    const take = (value: unknown): [boolean, boolean | undefined] => [
      describes(value),
      schema?.args().safeParse([session, value]).success,
    ];
    assert.equal(take(right), [true, true]);
    assert.equal(take({ ...right, note: "abcde", contact: null }), [true, true]);
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        assert.equal(
          take({ ...right, [name]: value }),
          [false, false],
          `${name} ${JSON.stringify(value)}`,
        );
      }
    }
  });
});

function compare(
  schemas: ModuleSchemas,
  describes: ValidateFunction,
  handler: HandlerModel,
  dice: ValueDice,
): void {
  const schema = schemas[handler.name];
  if (schema === undefined) throw new Error(`there is no schema for ${handler.name}`);
  let refused = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const args = argumentsOf(handler, dice);
    const right = handler.exposure === "gate" ? args[0] : args;
    const sent = round % 2 === 0 ? right : dice.spoilt(right);
    if (sent === undefined) continue;
    // A body that a handler does not take is dropped.
    const list = handler.exposure === "gate" ? [sent].slice(0, handler.parameters.length) : sent;
    const isTaken =
      Array.isArray(list) &&
      schema.args().safeParse([...(handler.session ? [session] : []), ...(list as unknown[])])
        .success;
    const shown = `${handler.name} ${JSON.stringify(sent)}`;
    assert.is(describes(sent), isTaken, shown);
    if (round % 2 === 0) assert.ok(isTaken, shown);
    else if (!isTaken) refused++;
  }
  const takesAnything =
    handler.exposure === "gate" && handler.parameters.every(({ type }) => type.kind === "unknown");
  assert.ok(refused > 0 || takesAnything, `${handler.name} never refused anything`);
}

/** Arguments by the dice, rests and what may be left out included. */
function argumentsOf({ parameters }: HandlerModel, dice: ValueDice): unknown[] {
  return parameters.flatMap(({ type, optional, rest }) => {
    if (rest) return dice.value(type) as unknown[]; // a list, as rests are
    return optional && dice.chance(3) ? [null] : [dice.value(type) ?? null];
  });
}
