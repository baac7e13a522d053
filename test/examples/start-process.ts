import { ClusterProcess } from "../../examples/chat/cluster/cluster-process.ts";

// Starts the program that is named on the command line as a process of a cluster.
const [program = ""] = process.argv.slice(2);
await new ClusterProcess([program], console.log).ended;
