import picocolors from "picocolors";
import * as assert from "uvu/assert";
import { diffContracts } from "../../../generator/diff/diff-contracts.ts";
import { reviewChanges } from "../../../generator/diff/review.ts";
import type { Contract, TypeModel } from "../../../generator/model.ts";
import { diffGithub } from "../../../generator/terminal/diff-github.ts";
import { diffText } from "../../../generator/terminal/diff-text.ts";
import { suite } from "../../support/suite.ts";
import {
  at,
  contractOf,
  handler,
  moduleOf,
  number,
  namedType,
  object,
  ref,
  text,
  union,
} from "../emit/contract-builder.ts";

/** A chat whose clients send one body and get another. */
function chat(body: TypeModel, pushed: TypeModel, others: readonly string[] = []): Contract {
  const say = handler("HD_Say", {
    session: true,
    parameters: [{ name: "msg", type: body, optional: false, rest: false }],
  });
  return contractOf({
    modules: [moduleOf("Chat", [say, ...others.map((name) => handler(name))])],
    pushes: [{ topic: "Chat/OnSay", body: pushed, sites: [at(9)] }],
  });
}

const old: Contract = chat(object({ text, "to?": text }), object({ text }), ["count"]);
const now: Contract = chat(object({ text, to: text }), object({ text, at: number }));
const changes = diffContracts(old, now);
const view = { root: "/project", cwd: "/project", baseline: "git:main" };

suite("changes under review", (test) => {
  test("fail by what is breaking, or by what is dangerous if that is asked for", () => {
    const codes = (failOn: "breaking" | "dangerous"): string[] =>
      reviewChanges(changes, [], failOn).failing.map(({ id }) => id);
    const breaking = ["MQ3005 Chat.count", "MQ3044 Chat.HD_Say(msg.to)"];
    assert.equal(codes("breaking"), breaking);
    assert.equal(codes("dangerous"), [...breaking, "MQ3040 push(Chat/OnSay).at"]);
  });

  test("pass where they are allowed, and what is allowed in vain is told", () => {
    const allow = [
      { change: "MQ3005 Chat.count", reason: "nobody calls it" },
      { change: "MQ3005 Chat.who", reason: "gone for long" },
    ];
    const review = reviewChanges(changes, allow, "breaking");
    assert.equal(
      review.failing.map(({ id }) => id),
      ["MQ3044 Chat.HD_Say(msg.to)"],
    );
    assert.equal(review.unused, [allow[1]]);
    assert.equal(review.counts, {
      breaking: 2,
      dangerous: 1,
      compatible: 0,
      documentation: 0,
      allowed: 1,
    });
  });

  test("are told by module, with both pairings, the cure and the place", () => {
    const allow = [
      { change: "MQ3005 Chat.count", reason: "nobody calls it" },
      { change: "MQ3005 Chat.who", reason: "gone for long" },
    ];
    const colors = picocolors.createColors(false);
    const told = diffText(reviewChanges(changes, allow, "breaking"), { ...view, colors });
    assert.is(
      told,
      `Chat
  breaking, allowed MQ3005 Chat.count a handler was removed
    because nobody calls it
  breaking MQ3044 Chat.HD_Say(msg.to) a property became required
    old callers, new callees: breaking: what lacks it is refused: invalid_argument
    cure: keep it optional, and let the handler fill it in, until everybody sends it
    src/chat.ts:2:3

Pushes
  dangerous MQ3040 push(Chat/OnSay).at a required property was added
    new clients, old servers: dangerous: they read what those that aren't updated yet don't send
    cure: update all callees before the first caller
    src/chat.ts:9:3

Allowed, but not among the changes (mqant-gen diff --prune forgets them):
  MQ3005 Chat.who: gone for long

2 breaking, 1 dangerous, 0 compatible, 0 documentation since git:main; 1 change allowed

To let one pass: mqant-gen diff --allow 'MQ3044 Chat.HD_Say(msg.to)' --reason "…"`,
    );
  });

  test("of a named type are told once, with all that they reach", () => {
    const users = (profile: TypeModel): Contract => {
      const types = [namedType("Profile", profile)];
      const own = ref("Profile");
      const save = (name: string): ReturnType<typeof handler> =>
        handler(name, {
          parameters: [{ name: "of", type: object({ own }), optional: false, rest: false }],
          result: name === "find" ? own : text,
        });
      return contractOf({
        modules: [moduleOf("Users", [save("find"), save("save"), save("touch")])],
        types,
      });
    };
    const found = diffContracts(users(object({ "nick?": text })), users(object({ nick: text })));
    const requests = ["find", "save", "touch"].map((name) => `Users.${name}(of.own.nick)`);
    assert.equal(
      found.map(({ path, type }) => `${path} ${type}`),
      [...requests, "Users.find().nick"].map((path) => `${path} Profile.nick`),
    );
    const colors = picocolors.createColors(false);
    const told = diffText(reviewChanges(found, [], "breaking"), { ...view, colors });
    assert.is(
      told,
      `Named types
  breaking MQ3044 Profile.nick a property became required
    old callers, new callees: breaking: what lacks it is refused: invalid_argument
    cure: keep it optional, and let the handler fill it in, until everybody sends it
    reaches ${requests.join(", ")}

Users
  dangerous MQ3044 Users.find().nick a property became required
    new callers, old callees: dangerous: those that aren't updated yet may leave it out
    cure: update all callees before the first caller
    src/chat.ts:2:3

3 breaking, 1 dangerous, 0 compatible, 0 documentation since git:main

To let one pass: mqant-gen diff --allow 'MQ3044 Profile.nick' --reason "…"`,
    );
    const [annotation, ...others] = diffGithub(reviewChanges(found, [], "breaking"), view).split(
      "\n",
    );
    assert.is(others.length, 1);
    assert.match(annotation ?? "", "Profile.nick: a property became required");
    assert.match(annotation ?? "", `%0Areaches ${requests[0]}`);
    // One that is allowed is no longer like the others.
    const [first] = found;
    const allow = [{ change: first?.id ?? "", reason: "unused" }];
    const rest = diffText(reviewChanges(found, allow, "breaking"), { ...view, colors });
    assert.match(rest, `reaches ${requests.slice(1).join(", ")}`);
  });

  test("are one line where there are none", () => {
    const review = reviewChanges(diffContracts(old, old), [], "breaking");
    const colors = picocolors.createColors(false);
    assert.is(diffText(review, { ...view, colors }), "nothing changed since git:main");
    assert.is(diffGithub(review, view), "");
  });

  test("annotate the handlers of a pull request", () => {
    const allow = [{ change: "MQ3005 Chat.count", reason: "nobody calls it" }];
    const lines = diffGithub(reviewChanges(changes, allow, "breaking"), view).split("\n");
    assert.equal(
      lines.map((line) => line.replace(/::[^:]*$/, "").split("::")[1]),
      [
        "notice file=src/chat.ts,line=1,col=3,title=breaking MQ3005",
        "error file=src/chat.ts,line=2,col=3,title=breaking MQ3044",
        "warning file=src/chat.ts,line=9,col=3,title=dangerous MQ3040",
      ],
    );
    assert.match(lines[0] ?? "", "%0Aallowed because nobody calls it");
  });

  test("depend on what becomes of keys that a callee doesn't know", () => {
    const wider = chat(object({ text, "to?": text, "more?": text }), object({ text }), ["count"]);
    const verdicts = (from: Contract, to: Contract, keys: "strip" | "reject") =>
      diffContracts(from, to, { unknownKeys: { old: keys, now: keys } }).map(
        ({ code, verdict }) => `${code} ${verdict}`,
      );
    assert.equal(verdicts(old, wider, "strip"), ["MQ3041 compatible"]);
    assert.equal(verdicts(old, wider, "reject"), ["MQ3041 dangerous"]);
    assert.equal(verdicts(wider, old, "strip"), ["MQ3043 compatible"]);
    assert.equal(verdicts(wider, old, "reject"), ["MQ3043 breaking"]);
  });

  test("tell modules that came, went, and got another name", () => {
    const one = contractOf({ modules: [moduleOf("Chat", [handler("say"), handler("who")])] });
    const renamed = contractOf({ modules: [moduleOf("Chats", [handler("say"), handler("who")])] });
    const other = contractOf({ modules: [moduleOf("Room", [handler("say"), handler("who")])] });
    const told = (to: Contract): string[] => diffContracts(one, to).map(({ id }) => id);
    assert.equal(told(renamed), ["MQ3003 Chat"]);
    assert.equal(told(other), ["MQ3001 Chat", "MQ3002 Room"]);
  });

  test("tell when other keys are refused, and judge each side by its own setting", () => {
    const wider = chat(object({ text, "to?": text, "more?": text }), object({ text }), ["count"]);
    const told = (before: "strip" | "reject", after: "strip" | "reject"): string[] =>
      diffContracts(wider, wider, { unknownKeys: { old: before, now: after } }).map(
        ({ id, oldCaller, newCaller }) => `${id} ${oldCaller.verdict} ${newCaller.verdict}`,
      );
    assert.equal(told("strip", "reject"), ["MQ3022 unknownKeys dangerous compatible"]);
    assert.equal(told("reject", "strip"), ["MQ3023 unknownKeys compatible dangerous"]);
    const removed = diffContracts(wider, old, { unknownKeys: { old: "strip", now: "reject" } });
    assert.equal(
      removed.map(({ code, verdict }) => `${code} ${verdict}`),
      ["MQ3043 breaking", "MQ3022 dangerous"],
    );
    const added = diffContracts(old, wider, { unknownKeys: { old: "strip", now: "reject" } });
    assert.equal(
      added.map(({ code, verdict }) => `${code} ${verdict}`),
      ["MQ3022 dangerous", "MQ3041 compatible"],
    );
  });

  test("tell schemas of handlers' own, whose demands nobody knows", () => {
    const own = (ownSchema: boolean): Contract =>
      contractOf({
        modules: [moduleOf("Chat", [handler("f", ownSchema ? { ownSchema } : {})])],
      });
    const told = (from: Contract, to: Contract): string[] =>
      diffContracts(from, to).map(({ id, verdict }) => `${id} ${verdict}`);
    assert.equal(told(own(false), own(true)), ["MQ3024 Chat.f dangerous"]);
    assert.equal(told(own(true), own(false)), ["MQ3025 Chat.f dangerous"]);
  });

  test("tell the version of a module", () => {
    const versioned = (version: string): Contract =>
      contractOf({ modules: [{ ...moduleOf("Chat"), version }] });
    const [change, ...others] = diffContracts(versioned("1.0.0"), versioned("1.1.0"));
    assert.equal(others, []);
    assert.is(change?.id, "MQ3004 Chat");
    assert.is(change?.verdict, "documentation");
    assert.is(change?.message, "a module's version changed: 1.0.0 → 1.1.0");
  });

  test("are found where each type mentions the next one twice, forty deep", () => {
    const deep = (leaf: TypeModel): Contract => {
      const types = Array.from({ length: 40 }, (_, index) => {
        const next = index === 39 ? leaf : ref(`T${index + 1}`);
        const one = object({ a: next, b: next });
        return namedType(`T${index}`, index === 0 ? union(one, object({ c: number })) : one);
      });
      return { ...chat(ref("T0"), text), types: contractOf({ types }).types };
    };
    const told = diffContracts(deep(text), deep(number)).map(({ id }) => id);
    const path = `MQ3060 Chat.HD_Say(msg[0]${".a".repeat(39)}`;
    assert.equal(told, [`${path}.a)`, `${path}.b)`]);
  });

  test("tell pushes that came and went", () => {
    const quiet = { ...old, pushes: [] };
    const told = (from: Contract, to: Contract): string[] =>
      diffContracts(from, to).map(({ id, verdict }) => `${id} ${verdict}`);
    assert.equal(told(old, quiet), ["MQ3019 push(Chat/OnSay) breaking"]);
    assert.equal(told(quiet, old), ["MQ3018 push(Chat/OnSay) compatible"]);
  });
});
