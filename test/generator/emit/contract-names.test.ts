import fc from "fast-check";
import * as assert from "uvu/assert";
import {
  type ContractNames,
  nameContract,
  type NamedContract,
} from "../../../generator/emit/contract-names.ts";
import { suite } from "../../support/suite.ts";
import { contractOf, handler, moduleOf, namedType, number } from "./contract-builder.ts";

/** Some are what is declared for modules, or what is left of that. */
const typeNames = [
  ..."Order Page LoginRpc LoginRpc_ Login_Rpc loginSchemas ChatClient OrderGate OrderGate_".split(
    " ",
  ),
  ..."LoginSchemasProof RoomGate RoomGate__".split(" "),
];
const files = ["src/dto.ts", "src/login.ts"];

const types = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...typeNames),
    exportName: fc.constantFrom(undefined, "Order", "ChatRpc"),
    file: fc.constantFrom(...files),
    isGeneric: fc.boolean(),
  }),
  { selector: ({ name }) => name },
);
const modules = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom("Login", "login", "Chat", "Room", "Order", "On"),
    exposure: fc.constantFrom("gate" as const, "internal" as const),
  }),
  { selector: ({ type }) => type },
);
const contracts = fc
  .tuple(types, fc.array(modules, { minLength: 2, maxLength: 5 }))
  .map(([ofAll, lists]) => {
    const named = ofAll.map(({ name, exportName, file, isGeneric }) =>
      namedType(name, number, {
        origin: {
          from: { file },
          ...(exportName === undefined ? {} : { exportName }),
          kind: "interface",
          arguments: isGeneric ? [number] : [],
        },
      }),
    );
    return lists.map((list) =>
      contractOf({
        types: named,
        modules: list.map(({ type, exposure }) => moduleOf(type, [handler("HD_Do", { exposure })])),
      }),
    );
  });

/** Names without their order, which says nothing. */
function plain(names: ContractNames): object {
  const of = (some: ReadonlyMap<string, unknown>) => Object.fromEntries(some);
  const { modules: byType, server, schemas, gate } = names;
  return { modules: of(byType), server: of(server), schemas: of(schemas), gate: of(gate) };
}

suite("names in a contract", (test) => {
  test("are those that it gets by itself, whatever modules came and went before", () => {
    let takenOver = 0;
    fc.assert(
      fc.property(contracts, (successive) => {
        let last: NamedContract | undefined;
        for (const contract of successive) {
          const names = nameContract(contract, last);
          assert.equal(plain(names), plain(nameContract(contract)));
          if (names !== last?.names && names.server === last?.names.server) takenOver++;
          last = { contract, names };
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(takenOver > 100, String(takenOver));
  });
});
