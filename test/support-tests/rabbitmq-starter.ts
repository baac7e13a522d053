import { RabbitmqNode } from "../support/rabbitmq-node.ts";

// Starts a node, says where it is, and waits to be killed.
const node = await RabbitmqNode.start();
console.log(JSON.stringify({ port: node.port, folder: node.folder }));
process.stdin.resume();
