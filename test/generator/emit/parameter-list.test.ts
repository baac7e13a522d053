import * as assert from "uvu/assert";
import type { ParameterModel, TypeModel } from "../../../generator/model.ts";
import {
  argumentText,
  handlerDoc,
  parameterList,
  parameterText,
} from "../../../generator/emit/parameter-list.ts";
import { typeText } from "../../../generator/emit/type-text.ts";
import { suite } from "../../support/suite.ts";
import { handler, number, text } from "./contract-builder.ts";

const naming = { name: (id: string) => id, member: () => undefined };
const print = (type: TypeModel | "session"): string =>
  type === "session" ? "Session" : typeText(type, naming);

function parameter(name: string, changes: Partial<ParameterModel> = {}): ParameterModel {
  return { name, type: number, optional: false, rest: false, ...changes };
}

function signature(session: boolean, ...parameters: ParameterModel[]): string {
  return parameterText(parameterList(handler("x", { session, parameters })), print);
}

suite("parameters", (test) => {
  test("begin with the session", () => {
    assert.is(signature(true, parameter("a")), "session: Session, a: number");
    assert.is(signature(true), "session: Session");
    assert.is(signature(false), "");
  });

  test("may be left out at the end only", () => {
    assert.is(
      signature(
        false,
        parameter("a", { optional: true }),
        parameter("b"),
        parameter("c", { optional: true }),
      ),
      "a: number | undefined, b: number, c?: number",
    );
  });

  test("may be left out before a rest", () => {
    const rest = parameter("r", { rest: true, type: { kind: "array", of: text, readonly: false } });
    assert.is(
      signature(false, parameter("a", { optional: true }), rest),
      "a?: number, ...r: string[]",
    );
  });

  test("have names that can be written, and each its own", () => {
    assert.is(
      signature(
        true,
        parameter("session"),
        parameter("{ a, b }"),
        parameter("class"),
        parameter("session"),
      ),
      "session: Session, session_: number, arg3: number, arg4: number, session__: number",
    );
  });

  test("are passed on by name", () => {
    const rest = parameter("r", { rest: true, type: { kind: "array", of: text, readonly: false } });
    const list = parameterList(handler("x", { session: true, parameters: [parameter("a"), rest] }));
    assert.is(argumentText(list), "session, a, ...r");
  });

  test("leave names to the signature that needs them", () => {
    const list = parameterList(handler("x", { parameters: [parameter("options")] }), ["options"]);
    assert.is(list[0]?.name, "options_");
  });

  test("come behind the documentation, and behind what callers of a conditional handler have to know", () => {
    const condition =
      "Registered only on a condition: where that does not hold, callers get `unimplemented`.";
    const said = handler("x", { doc: ["Says x."], presence: "conditional" });
    assert.equal(handlerDoc(said, []), ["Says x.", "", condition]);
    assert.equal(handlerDoc({ ...said, doc: [] }, []), [condition]);
    assert.equal(handlerDoc({ ...said, presence: "always" }, []), ["Says x."]);
  });
});
