/** What the gate is measured against: `net` and mqtt-packet, and nothing else. Prints its port. */
import { createServer, type AddressInfo } from "node:net";
import { generate, parser } from "mqtt-packet";

const CONNACK = Buffer.from([0x20, 2, 0, 0]);

const server = createServer({ noDelay: true }, (socket) => {
  const reader = parser();
  reader.on("packet", (packet) => {
    if (packet.cmd === "connect") socket.write(CONNACK);
    else if (packet.cmd === "publish") {
      const { topic, payload } = packet;
      socket.write(generate({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: false }));
    }
  });
  socket.on("data", (bytes) => reader.parse(bytes));
  socket.on("error", () => {});
});
server.listen(0, "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port); // it listens on a port
});
