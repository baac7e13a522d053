import * as assert from "uvu/assert";
import { planDocs } from "../../../../generator/emit/docs/plan-docs.ts";
import type { Contract } from "../../../../generator/model.ts";
import { suite } from "../../../support/suite.ts";
import { goldenContract } from "../asyncapi/golden-contracts.ts";
import {
  at,
  contractOf,
  handler,
  literalOf,
  moduleOf,
  namedType,
  number,
  object,
  options,
  ref,
  text,
} from "../contract-builder.ts";

const info = {
  title: "Chat <1>",
  version: "1.0.0",
  servers: { web: "ws://a" },
  internal: true,
  refusesUnknownKeys: true,
};

function pageOf(contract: Contract, changes: Partial<typeof info> = {}): string {
  const [page] = planDocs(contract, { ...info, ...changes }, { ...options, folder: "/docs" });
  assert.is(page?.path, "/docs/index.html");
  return String(page?.text);
}

const message = namedType("Message", object({ text, "next?": ref("Message") }), {
  recursive: true,
  doc: ["What is said."],
});

const chat = moduleOf("Chat", [
  handler("HD_Say", {
    session: true,
    parameters: [{ name: "message", type: ref("Message"), optional: false, rest: false }],
    result: number,
    doc: ["Says `it`."],
    errors: [{ code: "not_found", text: "nobody is there" }],
    examples: [
      { doc: ["Short."], sent: '{"text":"hi"}', reply: "2", location: at(4) },
      { doc: [], sent: '{"txt":"hi"}', location: at(9) },
    ],
  }),
  handler("count", { deprecated: "use `size`", order: "serial", presence: "conditional" }),
]);

suite("the documentation page", (test) => {
  test("has handlers with types that link to what they name, errors and examples", () => {
    const page = pageOf(contractOf({ modules: [chat], types: [message] }));
    assert.match(page, '<code>HD_Say(message: <a href="#type-Message">Message</a>): number</code>');
    assert.match(page, 'id="type-Message"');
    assert.match(page, "<dt>not_found</dt><dd>nobody is there</dd>");
    assert.match(page, '<figcaption>Short.<span class="proof checked"');
    assert.match(page, '<figcaption>Example<span class="proof wrong"');
    assert.match(page, "&quot;Result&quot;: 2");
    assert.match(page, "Says <code>it</code>.");
    for (const badge of ["clients", "modules", "in turn", "conditional", "deprecated"]) {
      assert.match(page, `>${badge}</span>`);
    }
  });

  test("leaves out what clients can't call if it shall", () => {
    const contract = contractOf({ modules: [chat], types: [message] });
    assert.match(pageOf(contract), 'id="Chat.count"');
    assert.not.match(
      pageOf(contract, { internal: false, refusesUnknownKeys: true }),
      'id="Chat.count"',
    );
  });

  test("shows values made from the types where nobody wrote an example", () => {
    const pushes = [{ topic: "Chat/OnSay", body: ref("Message"), sites: [at(3)] }];
    const page = pageOf(contractOf({ pushes, types: [message] }));
    assert.match(page, "made from the types");
    assert.match(page, "&quot;text&quot;: &quot;text&quot;");
  });

  test("lets nothing out of the sources become markup, and loads nothing", () => {
    const evil = `"><script>alert(1)</script>{{x}}<!--`;
    const page = pageOf(
      contractOf({
        modules: [
          moduleOf(evil, [
            handler(`HD_${evil}`, {
              doc: [evil],
              deprecated: evil,
              parameters: [
                {
                  name: "x",
                  type: object({ [evil]: literalOf(evil) }),
                  optional: false,
                  rest: false,
                },
              ],
              errors: [{ code: evil, text: evil }],
              examples: [{ doc: [evil], sent: evil, reply: JSON.stringify(evil), location: at(1) }],
            }),
          ]),
        ],
        pushes: [{ topic: evil, body: literalOf(evil), sites: [at(1)] }],
        types: [namedType("T", literalOf(evil), { doc: [evil] })],
      }),
      { title: evil, version: evil },
    );
    assert.is(page.split("<script").length, 2);
    assert.not.match(page, "alert(1)</script>");
    assert.is(page.split("<!--").length, 2);
    // What makes a request is none of it: no source, no import, no address of the page's own.
    assert.not.match(page, /\s(?:src|srcset|action)=|@import|url\(|href="(?!#)/);
  });

  for (const name of ["hostile", "recursion", "same-names", "unions"]) {
    test(`is made for the golden case ${name}, the same each time`, () => {
      const contract = goldenContract(name);
      const page = pageOf(contract);
      assert.is(pageOf(contract), page);
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      assert.is(new Set(ids).size, ids.length);
      const missing = [...page.matchAll(/href="#([^"]+)"/g)].filter(([, id]) => !ids.includes(id));
      assert.equal(missing, []);
    });
  }
});
