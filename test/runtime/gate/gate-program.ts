// A program that is a gate and nothing else, run as people run theirs: --conf and --pid say the rest.
import { createApp, Gate } from "mqant";

await createApp().run(new Gate());
