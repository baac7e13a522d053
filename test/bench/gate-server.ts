/** The gate with an echo handler in the same process. Prints its port. */
import type { Session } from "mqant";
import { RunningGate } from "../support/running-gate.ts";

const running = await RunningGate.start({
  handlers: { Echo: { HD_Echo: (_session: Session, body: unknown) => body } },
});
console.log(running.port());
