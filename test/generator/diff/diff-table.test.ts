import * as assert from "uvu/assert";
import type { Change } from "../../../generator/diff/change.ts";
import { diffContracts } from "../../../generator/diff/diff-contracts.ts";
import type { Contract } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { readSources, show, type Sources } from "../read/sources.ts";
import { handlerRows, typeRows, type Row } from "./change-table.ts";

/** All rows are modules of one project: the compiler is started twice, not two hundred times. */
const old: Contract = contractOf("old");
const now: Contract = contractOf("now");
const changes: Change[] = diffContracts(old, now);

function contractOf(side: "old" | "now"): Contract {
  const sources: Sources = {};
  for (const [index, row] of handlerRows.entries()) {
    sources[`src/handler${index}.ts`] = moduleSource(`H${index}`, row, side);
  }
  for (const [index, row] of typeRows.entries()) {
    sources[`src/type${index}.ts`] = typeSource(`T${index}`, row[side]);
  }
  const { contract, diagnostics } = readSources(sources);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert.equal(show(errors), [], side);
  return contract;
}

function moduleSource(type: string, row: Row, side: "old" | "now"): string {
  const members = row[side];
  const names = [...members.matchAll(/^(?:async )?(\w+)\(/gm)].map(([, name = ""]) => name);
  const statements =
    row.registers?.[side === "old" ? 0 : 1] ??
    names.map((name) => `this.server.registerGO("${name}", this.${name});`).join("\n");
  return classSource(type, statements, members);
}

/** A type as a parameter, a result and the body of a push. */
function typeSource(type: string, text: string): string {
  return (
    classSource(
      type,
      `this.server.registerGO("f", this.f);
this.server.registerGO("g", this.g);
this.server.registerGO("h", this.h);`,
      `f(x: Value): void { void x; }
g(): Value { throw new Error(); }
async h(session: Session): Promise<void> { await session.send("on${type}", this.g()); }`,
    ) +
    `
export type Value = ${text};
export enum E1 { A = "a", B = "b" }
export enum E2 { A = "a", B = "b", C = "c" }
export enum E3 { A = "a", Bee = "b" }
`
  );
}

function classSource(type: string, statements: string, members: string): string {
  return `import { BaseModule, type App, type ModuleSettings, type Session } from "mqant";
export class ${type} extends BaseModule {
  override getType() { return "${type}"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    ${statements}
  }
${members}
}
`;
}

const letters = { breaking: "B", dangerous: "D", compatible: "C", documentation: "-" };

/** A change as a row tells it. */
function told({ code, path, oldCaller, newCaller }: Change, prefix: string): string {
  const at = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  return `${code} ${at} ${letters[oldCaller.verdict]} ${letters[newCaller.verdict]}`;
}

suite("what changed in a handler", (test) => {
  for (const [index, { is, tells }] of handlerRows.entries()) {
    test(`is told: ${is}`, () => {
      const type = `H${index}`;
      const found = changes.filter(({ module }) => module === type);
      assert.equal(found.map((change) => told(change, `${type}.`)).toSorted(), tells.toSorted());
    });
  }
});

suite("what changed in a type", (test) => {
  for (const [index, { is, tells, request, reply }] of typeRows.entries()) {
    test(`is told of request, reply and push: ${is}`, () => {
      const type = `T${index}`;
      const expected = (path: (inside: string) => string, verdicts: string): string[] => {
        if (tells === "") return [];
        const [code = "", inside = ""] = tells.split(" ");
        return [`${code} ${path(inside)} ${verdicts}`];
      };
      const inPlace = (where: Change["where"], prefix: string): string[] =>
        changes
          .filter((change) => change.where === where)
          .filter(
            ({ module, topic }) => (module ?? topic) === (where === "push" ? `on${type}` : type),
          )
          .map((change) => told(change, prefix));
      assert.equal(
        inPlace("request", `${type}.`),
        expected((at) => `f(x${at})`, request),
      );
      assert.equal(
        inPlace("reply", `${type}.`),
        expected((at) => `g()${at}`, reply),
      );
      assert.equal(
        inPlace("push", ""),
        expected((at) => `push(on${type})${at}`, reply),
      );
    });
  }
});

suite("changes", (test) => {
  test("are none between a contract and itself", () => {
    assert.equal(diffContracts(old, old), []);
    assert.equal(diffContracts(now, now), []);
  });

  test("have ids of their own, and say what they hurt and what to do", () => {
    assert.is(new Set(changes.map(({ id }) => id)).size, changes.length);
    for (const { id, oldCaller, newCaller, cure, verdict } of changes) {
      for (const effect of [oldCaller, newCaller]) {
        const isHurt = effect.verdict === "breaking" || effect.verdict === "dangerous";
        assert.is(effect.why !== undefined, isHurt, id);
      }
      assert.is(cure !== undefined, verdict === "breaking" || verdict === "dangerous", id);
    }
  });
});
