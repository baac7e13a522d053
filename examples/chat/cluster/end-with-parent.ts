// Loaded into each process of a cluster before its program. A terminal's Ctrl-C does not reach it, so it has
// to notice by itself when whoever started it is gone without a word.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// A program that is at its end ends, whoever listens.
process.channel?.unref();
