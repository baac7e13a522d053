import * as assert from "uvu/assert";
import { CallTable, type NumberedCall } from "../../../runtime/wire/call-table.ts";
import { suite } from "../../support/suite.ts";

/** As much of a call as the table looks at. */
const call = (): NumberedCall => ({ number: 0 }) as NumberedCall;

suite("the table of calls", (test) => {
  test("finds each call by its number, until it is removed", () => {
    const table = new CallTable();
    const calls = Array.from({ length: 100 }, call);
    for (const each of calls) table.add(each);
    for (const each of calls) assert.is(table.get(each.number), each);
    const [first] = calls;
    if (first !== undefined) table.remove(first);
    assert.is(table.get(first?.number ?? 0), undefined);
    assert.is([...table].length, 99);
  });

  test("a number is not another call's, though its place is used again", () => {
    const table = new CallTable();
    const numbers = new Set<number>();
    for (let turn = 0; turn < 5000; turn++) {
      const each = call();
      table.add(each);
      numbers.add(each.number);
      table.remove(each);
      table.remove(each); // twice is fine
    }
    assert.is(numbers.size, 5000);
    const last = call();
    table.add(last);
    for (const number of numbers) assert.is(table.get(number), undefined);
    assert.is(table.get(last.number), last);
  });

  test("numbers that were made up find nothing", () => {
    const table = new CallTable();
    table.add(call());
    for (const number of [0, -1, 0.5, 2 ** 53, Number.NaN]) {
      assert.is(table.get(number), undefined);
    }
  });
});
