// A gate in a process of its own. Arguments: its process id, and the text of the configuration. Prints
// `listens on <port>`.
import { createApp, Gate, parseConfig } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";

const [processId = "", text = ""] = process.argv.slice(2);
const gate = new Gate();
const app = createApp({ log: new MemoryLog(), processId });
await app.configure(parseConfig(text, "gates.json")).start(gate);
console.log(`listens on ${gate.addresses()[0]?.port}`);
