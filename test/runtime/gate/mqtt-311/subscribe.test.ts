import { closesBy, framed } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { everyWay } from "../../../support/every-way.ts";
import { suite } from "../../../support/suite.ts";
import { exchange, MQTT_311, subscribe, unsubscribe } from "../both-versions.ts";

suite("MQTT 3.1.1: SUBSCRIBE and UNSUBSCRIBE", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("SUBACK and UNSUBACK", "openssl is missing");
    return;
  }

  test("[MQTT-3.8.3-3] [MQTT-3.10.3-2] no filter at all closes", async () => {
    await everyWay((way) => closesBy(way, [framed("82", "0001"), framed("a2", "0001")]));
  });

  test("[MQTT-3.8.3-4] QoS 3 and reserved bits close", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["03", "04", "08", "10", "20", "40", "80"].map((qos) =>
          framed("82", `0001 0001 61 ${qos}`),
        ),
      ),
    );
  });

  test("[MQTT-4.7.1-2] [MQTT-4.7.1-3] [MQTT-4.7.3-1] filters with wildcards in the wrong place, or none at all, close", async () => {
    const filters = ["", "a#", "#/a", "a/#/b", "a/b#", "+a", "a+/b", "a/b+", "##"];
    await everyWay((way) =>
      closesBy(
        way,
        filters.flatMap((filter) => [
          subscribe(MQTT_311, "0001", [[filter, 0]]),
          unsubscribe(MQTT_311, "0001", [filter]),
        ]),
      ),
    );
  });

  test("[MQTT-3.8.3-2] [MQTT-3.8.4-1] [MQTT-3.8.4-2] filters with wildcards are granted, by a SUBACK with their id", async () => {
    const filters = ["#", "+", "a/#", "+/+", "/", "/+", "$SYS/#", "a//b", "é/\u{1F600}"];
    const grants = filters.map((filter) => [filter, 0] as const);
    await exchange(
      MQTT_311,
      [subscribe(MQTT_311, "abcd", grants)],
      [framed("90", `abcd${"00".repeat(filters.length)}`)],
    );
  });

  test("[MQTT-3.8.4-4] [MQTT-3.8.4-5] [MQTT-3.8.4-6] [MQTT-3.9.3-1] [MQTT-3.9.3-2] SUBACK has a code for each filter, in their order: at most QoS 1, or 80 where there is no room", async () => {
    await exchange(
      MQTT_311,
      [
        subscribe(MQTT_311, "0001", [
          ["a", 2],
          ["b", 0],
          ["c", 1],
          ["d", 0],
        ]),
      ],
      ["9006000101000180"],
      { maxSubscriptions: 3 },
    );
  });

  test("[MQTT-3.8.4-3] an equal filter takes the place of the former", async () => {
    await exchange(
      MQTT_311,
      [
        subscribe(MQTT_311, "0001", [["a", 0]]),
        subscribe(MQTT_311, "0002", [["a", 1]]),
        subscribe(MQTT_311, "0003", [["b", 0]]),
        subscribe(MQTT_311, "0004", [["c", 0]]),
      ],
      ["9003000100", "9003000201", "9003000300", "9003000480"],
      { maxSubscriptions: 2 },
    );
  });

  test("[MQTT-3.10.4-1] [MQTT-3.10.4-6] UNSUBSCRIBE takes away what is equal to the character, and nothing else", async () => {
    await exchange(
      MQTT_311,
      [
        subscribe(MQTT_311, "0001", [
          ["a/b", 0],
          ["a/+", 0],
        ]),
        unsubscribe(MQTT_311, "0002", ["a/#", "A/b", "a/b/", "+/b"]),
        subscribe(MQTT_311, "0003", [["c", 0]]),
        unsubscribe(MQTT_311, "0004", ["a/b", "a/+"]),
        subscribe(MQTT_311, "0005", [
          ["c", 0],
          ["d", 0],
          ["e", 0],
        ]),
      ],
      ["900400010000", "b0020002", "9003000380", "b0020004", "90050005000080"],
      { maxSubscriptions: 2 },
    );
  });

  test("[MQTT-3.10.4-4] [MQTT-3.10.4-5] UNSUBACK has the id, also where nothing was subscribed", async () => {
    await exchange(MQTT_311, [unsubscribe(MQTT_311, "beef", ["never"])], ["b002beef"]);
  });
});
