import * as assert from "uvu/assert";
import { Session } from "mqant";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import type { OpenStage } from "./stage.ts";

/** What arrives of what was sent, wherever the callee runs. */
export function describeValues(where: string, open: OpenStage): void {
  const keeper = () => {
    const kept: Record<string, unknown>[] = [];
    const module = new TestModule("Keeper", (server) => {
      server.registerGO("keep", (value: Record<string, unknown>) => {
        kept.push(value);
        return value;
      });
      server.registerGO("echo", (value: unknown) => value);
    });
    return { kept, module };
  };

  suite(`values ${where}`, (test) => {
    test("neither side sees later changes made by the other", async () => {
      const { kept, module } = keeper();
      await using stage = await open([module]);
      const sent = { list: [1], bytes: new Uint8Array([1]), at: new Date(0), deep: { text: "a" } };
      const reply = (await stage.caller.invoke("Keeper", "keep", [sent])) as typeof sent;
      sent.list.push(2);
      sent.bytes[0] = 9;
      sent.deep.text = "changed by the caller";
      sent.at.setTime(5);
      reply.deep.text = "changed in the reply";
      reply.bytes[0] = 8;
      assert.equal(kept[0], {
        list: [1],
        bytes: new Uint8Array([1]),
        at: new Date(0),
        deep: { text: "a" },
      });
    });

    test("every value that can cross arrives as it was", async () => {
      await using stage = await open([keeper().module]);
      const values: unknown[] = [
        null,
        undefined,
        true,
        "",
        "naïve 漢字 🐱 \u0000 \u2028",
        0,
        -0.5,
        1e300,
        2 ** 53 - 1,
        -(2 ** 53 - 1),
        12345678901234567890n,
        [],
        {},
        [[], [null, [undefined, 1]]],
        { constructor: "c", toString: "t", hasOwnProperty: 1, "a b": { "": 0 } },
        new Date(1_700_000_000_123),
        new Uint8Array(0),
        new Uint8Array(1024 * 1024).map((_, index) => index % 251),
        { mixed: [new Date(1), { bytes: new Uint8Array([0, 255]) }, 7n] },
      ];
      for (const value of values) {
        assert.equal(await stage.caller.invoke("Keeper", "echo", [value]), value);
      }
      assert.ok(Object.is(await stage.caller.invoke("Keeper", "echo", [-0]), -0));
    });

    test("a Buffer arrives as a Uint8Array of the same bytes", async () => {
      await using stage = await open([keeper().module]);
      const reply = await stage.caller.invoke("Keeper", "echo", [Buffer.from("bytes")]);
      assert.is(Object.getPrototypeOf(reply), Uint8Array.prototype);
      assert.equal(reply, new Uint8Array(Buffer.from("bytes")));
    });

    test("undefined properties, symbols' and methods of classes do not cross", async () => {
      class Point {
        x = 1;
        y = undefined;
        [Symbol.iterator] = undefined;
        length(): number {
          return this.x;
        }
      }
      await using stage = await open([keeper().module]);
      const reply = await stage.caller.invoke("Keeper", "echo", [new Point()]);
      assert.equal(reply, { x: 1 });
      assert.is(Object.getPrototypeOf(reply), Object.prototype);
    });

    test("a key named __proto__ never crosses and changes no prototype", async () => {
      await using stage = await open([keeper().module]);
      const hostile: unknown = JSON.parse(
        '{"__proto__":{"admin":true},"deep":{"__proto__":1,"a":2}}',
      );
      const reply = (await stage.caller.invoke("Keeper", "echo", [hostile])) as object;
      assert.equal(reply, { deep: { a: 2 } });
      assert.not("admin" in reply);
      assert.not("admin" in {});
    });

    test("a session arrives as a session of the callee's own", async () => {
      const module = new TestModule("Keeper", (server) => {
        server.registerGO("rename", (session: Session) => {
          session.set("name", "changed");
          return [session instanceof Session, session.userId, session.get("room")];
        });
      });
      await using stage = await open([module]);
      const snapshot = {
        sessionId: "s1",
        userId: "ann",
        serverId: "Gate001",
        network: "tcp",
        ip: "127.0.0.1",
        settings: { room: "lobby" },
      };
      const session = new Session(snapshot, "Gate@Gate001", stage.caller);
      const reply = await stage.caller.invoke("Keeper", "rename", [session]);
      assert.equal(reply, [true, "ann", "lobby"]);
      assert.is(session.get("name"), undefined, "the caller's session is another one");
    });
  });
}
