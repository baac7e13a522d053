import * as assert from "uvu/assert";
import type { HandlerModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, readSources } from "./sources.ts";

/** What is read of a module with one handler, and what is found wrong. */
function read(registration: string, member: string): { handler: HandlerModel; found: string[] } {
  const source = moduleSource(`this.server.registerGO(${registration});`, member);
  const { contract, diagnostics } = readSources({ "src/login.ts": source });
  const handler = contract.modules[0]?.handlers[0];
  if (handler === undefined) throw new Error(JSON.stringify(diagnostics));
  return { handler, found: diagnostics.map(({ code, message }) => `${code} ${message}`) };
}

suite("examples of handlers", (test) => {
  test("are the code blocks that are JSON: what is sent, and the reply", () => {
    const { handler, found } = read(
      `"double", this.double`,
      `/**
   * Doubles it.
   *
   * @example Small numbers.
   * \`\`\`json
   * [3]
   * \`\`\`
   * gives
   * \`\`\`json
   * 6
   * \`\`\`
   * @example
   * \`\`\`ts
   * await client.double(3);
   * \`\`\`
   */
  double(x: number): number { return 2 * x; }`,
    );
    assert.equal(found, []);
    assert.equal(handler.doc, ["Doubles it."]);
    const [{ location, ...example } = { location: undefined }, ...others] = handler.examples ?? [];
    assert.equal(example, { doc: ["Small numbers."], sent: "[3]", reply: "6" });
    assert.is(location?.file, "src/login.ts");
    assert.equal(others, []);
  });

  test("that do not fit are told with what does not", () => {
    const example = (sent: string, reply: string): string[] =>
      read(
        `"HD_Double", this.double`,
        `/**
   * @example
   * \`\`\`json
   * ${sent}
   * \`\`\`
   * \`\`\`json
   * ${reply}
   * \`\`\`
   */
  double(_session: Session, msg: { x: number; /** @maxLength 3 */ note?: string }): Date { return new Date(msg.x); }`,
      ).found;
    const reply = `"2030-01-31T12:00:00.000Z"`;
    assert.equal(example(`{ "x": 3, "note": "abc" }`, reply), []);
    const [wrong = ""] = example(`{ "x": "3" }`, reply);
    assert.match(
      wrong,
      "MQ2020 an example of Login/HD_Double sends what does not fit the body: x:",
    );
    assert.match(example(`{ "x": 3, "note": "abcd" }`, reply)[0] ?? "", "note: Too big");
    assert.match(example(`{ "x": 3 }`, "3")[0] ?? "", "replies what does not fit the result");
    assert.match(example(`{ x: 3 }`, reply)[0] ?? "", "sends what is no JSON");
  });
});

suite("errors of handlers", (test) => {
  test("are what @throws says, and the codes that the handler's code throws", () => {
    const { handler } = read(
      `"find", this.find`,
      `/**
   * @throws {RpcError} not_found if nobody is called so.
   * @throws when the moon is full
   */
  find(name: string): string {
    if (name === "") throw new RpcError("invalid_argument", "a name is needed");
    if (name === "x") throw new RpcError("not_found", "no x");
    throw new RpcError("lost", \`\${name} is lost in \${name}'s room\`);
  }`,
    );
    assert.equal(handler.errors, [
      { code: "not_found", text: "if nobody is called so." },
      { code: "", text: "when the moon is full" },
      { code: "invalid_argument", text: "a name is needed" },
      { code: "lost", text: "… is lost in …'s room" },
    ]);
  });
});
