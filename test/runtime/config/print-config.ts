// A program for load-config.test.ts: prints the name of the file that was loaded.
import { loadConfig } from "../../../runtime/config/load-config.ts";

const { file } = await loadConfig();
console.log(file);
