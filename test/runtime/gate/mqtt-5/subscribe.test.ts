import { closesBy, framed } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { everyWay } from "../../../support/every-way.ts";
import { suite } from "../../../support/suite.ts";
import { exchange, MQTT_5, subscribe, unsubscribe } from "../both-versions.ts";

const { packet } = MQTT_5;

suite("MQTT 5: SUBSCRIBE and UNSUBSCRIBE", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("SUBACK and UNSUBACK", "openssl is missing");
    return;
  }

  test("[MQTT-3.8.3-2] [MQTT-3.10.3-2] no filter at all is a protocol error", async () => {
    await everyWay((way) =>
      closesBy(way, [framed("82", "0001 00"), framed("a2", "0001 00")], {
        packet,
        answer: "e00182",
      }),
    );
  });

  test("[MQTT-3.8.3-5] reserved options are malformed", async () => {
    const options = [0x03, 0x30, 0x40, 0x80];
    await everyWay((way) =>
      closesBy(
        way,
        options.map((each) => subscribe(MQTT_5, "0001", [["a", each]])),
        { packet, answer: "e00181" },
      ),
    );
  });

  test("[MQTT-4.7.1-1] [MQTT-4.7.1-2] [MQTT-4.7.3-1] filters with wildcards in the wrong place, or none at all, are answered with 8f", async () => {
    const filters = ["", "a#", "a/#/b", "+a", "a/b+"];
    await everyWay((way) =>
      closesBy(
        way,
        filters.flatMap((filter) => [
          subscribe(MQTT_5, "0001", [[filter, 0]]),
          unsubscribe(MQTT_5, "0001", [filter]),
        ]),
        { packet, answer: "e0018f" },
      ),
    );
  });

  test("what CONNACK said is not there is answered with its reason: 9e, a1", async () => {
    await everyWay(async (way) => {
      await closesBy(way, [subscribe(MQTT_5, "0001", [["$share/g/a", 0]])], {
        packet,
        answer: "e0019e",
      });
      await closesBy(way, [framed("82", "0001 02 0b 01 0001 61 00")], { packet, answer: "e001a1" });
    });
  });

  test("[MQTT-3.8.4-1] [MQTT-3.8.4-2] [MQTT-3.8.4-5] [MQTT-3.8.4-6] [MQTT-3.8.4-7] [MQTT-3.9.3-1] [MQTT-3.9.3-2] [MQTT-2.2.1-6] SUBACK has its id and a code for each filter, in their order", async () => {
    await exchange(
      MQTT_5,
      [
        subscribe(MQTT_5, "abcd", [
          ["a/+", 2],
          ["b", 0x2c],
          ["c", 1],
          ["d", 0],
        ]),
      ],
      [framed("90", "abcd 00 01 00 01 97")],
      { maxSubscriptions: 3 },
    );
  });

  test("[MQTT-3.8.4-3] an equal filter takes the place of the former", async () => {
    await exchange(
      MQTT_5,
      [
        subscribe(MQTT_5, "0001", [["a", 0]]),
        subscribe(MQTT_5, "0002", [["a", 1]]),
        subscribe(MQTT_5, "0003", [["b", 0]]),
      ],
      [framed("90", "0001 00 00"), framed("90", "0002 00 01"), framed("90", "0003 00 97")],
      { maxSubscriptions: 1 },
    );
  });

  test("[MQTT-3.10.4-1] [MQTT-3.10.4-4] [MQTT-3.10.4-5] [MQTT-3.10.4-6] [MQTT-3.11.3-1] [MQTT-3.11.3-2] UNSUBACK has its id and says of each filter whether it was there", async () => {
    await exchange(
      MQTT_5,
      [
        subscribe(MQTT_5, "0001", [
          ["a/b", 0],
          ["a/+", 0],
        ]),
        unsubscribe(MQTT_5, "0002", ["a/#", "a/b", "A/b", "a/+", "a/b"]),
      ],
      [framed("90", "0001 00 00 00"), framed("b0", "0002 00 11 00 11 00 11")],
    );
  });
});
