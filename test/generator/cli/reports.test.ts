import { clearLine, cursorTo, moveCursor } from "node:readline";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import type { Diagnostic } from "../../../generator/diagnostic.ts";
import type { GenerateResult } from "../../../generator/generate.ts";
import { githubReport } from "../../../generator/terminal/github-report.ts";
import { jsonReport } from "../../../generator/terminal/json-report.ts";
import { prettyReport } from "../../../generator/terminal/pretty-report.ts";
import { Progress } from "../../../generator/terminal/progress.ts";
import { reportOf, reportOfFailure } from "../../../generator/terminal/run-report.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder } from "./project-folder.ts";

const plain = { cwd: "/project", color: false, profile: false, stacks: false };

function diagnostic(changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "MQ2010",
    severity: "warning",
    message: "something, with 100% of details: all",
    location: { file: "src/a.ts", line: 2, column: 7, endLine: 2, endColumn: 10 },
    ...changes,
  };
}

function resultOf(changes: Partial<GenerateResult> = {}): GenerateResult {
  const { diagnostics = [] } = changes;
  const count = (severity: string): number =>
    diagnostics.filter((each) => each.severity === severity).length;
  return {
    files: [],
    diagnostics,
    contract: { modules: [], pushes: [], types: {} },
    root: "/project",
    counts: { modules: 12, handlers: 96, errors: count("error"), warnings: count("warning") },
    timings: { read: 12.34 },
    ...changes,
  };
}

suite("the report for people", (test) => {
  test("ends with a total", () => {
    const files = (["written", "written", "written", "unchanged", "removed"] as const).map(
      (status, index) => ({ path: `/project/${index}.ts`, kind: "clients" as const, status }),
    );
    const { stdout } = prettyReport(reportOf(resultOf({ files }), "write", 213.7), plain);
    assert.is(
      stdout.split("\n").at(-2),
      "12 modules, 96 handlers, 3 files written, 1 unchanged, 1 removed, 0 errors (214 ms)",
    );
  });

  test("shows the code that a diagnostic is about, its cure, and what belongs to it", () => {
    using folder = new ProjectFolder({ "src/a.ts": "const one = 1;\nconst two = 2;\n" });
    const related = [{ message: "the first one", location: { ...diagnostic().location, line: 1 } }];
    const result = resultOf({
      root: folder.path,
      diagnostics: [diagnostic({ hint: "write three", related })],
    });
    const { stderr } = prettyReport(reportOf(result, "write", 1), { ...plain, cwd: folder.path });
    assert.equal(stderr.split("\n"), [
      "src/a.ts:2:7 - warning MQ2010: something, with 100% of details: all",
      "",
      "  1 | const one = 1;",
      "> 2 | const two = 2;",
      "    |       ^^^",
      "  3 |",
      "",
      "  hint: write three",
      "  src/a.ts:1:7 the first one",
      "",
    ]);
  });

  test("says the same in colours", () => {
    using folder = new ProjectFolder({ "src/a.ts": "const one = 1;\nconst two = 2;\n" });
    const result = resultOf({
      root: folder.path,
      diagnostics: [diagnostic({ severity: "error" })],
    });
    const report = reportOf(result, "write", 1);
    const colored = prettyReport(report, { ...plain, cwd: folder.path, color: true });
    const uncolored = prettyReport(report, { ...plain, cwd: folder.path });
    assert.match(colored.stderr, "\u001b[31merror\u001b[39m");
    assert.is(stripVTControlCharacters(colored.stderr), uncolored.stderr);
    assert.is(stripVTControlCharacters(colored.stdout), uncolored.stdout);
  });

  test("does without the code where the file is gone", () => {
    const { stderr } = prettyReport(
      reportOf(resultOf({ diagnostics: [diagnostic()] }), "write", 1),
      plain,
    );
    assert.is(stderr.trim().split("\n").length, 1);
  });

  test("shows stacks of internal errors only on request", () => {
    const report = reportOfFailure(new TypeError("x is not a function"), "write", 1);
    assert.is(report.exitCode, 1);
    const { stdout, stderr } = prettyReport(report, plain);
    assert.is(stdout, "");
    assert.match(stderr, /^error MQ9000: internal error: x is not a function\. Please report this/);
    assert.not.match(stderr, /\n\s+at /);
    assert.match(prettyReport(report, { ...plain, stacks: true }).stderr, /\n\s+at /);
  });

  test("names all wrong settings", () => {
    const error = new ConfigError("mqant.config.ts", [
      { path: "out", message: "expected a text" },
      { path: "", message: "unknown key" },
    ]);
    const report = reportOfFailure(error, "write", 1);
    assert.is(report.exitCode, 2);
    assert.is(
      prettyReport(report, plain).stderr,
      "error: mqant.config.ts: out: expected a text\n\nerror: mqant.config.ts: unknown key\n",
    );
  });
});

suite("the exit code", (test) => {
  const stale = { path: "/project/a.ts", kind: "gate", status: "stale" } as const;
  const code = (changes: Partial<GenerateResult>, mode: "write" | "check" | "dry-run" = "write") =>
    reportOf(resultOf(changes), mode, 1).exitCode;

  test("is 0, 1 for errors, 2 for the set-up, 3 for what is stale", () => {
    assert.is(code({}), 0);
    assert.is(code({ diagnostics: [diagnostic()] }), 0);
    assert.is(code({ diagnostics: [diagnostic({ severity: "error", code: "MQ1010" })] }), 1);
    assert.is(code({ diagnostics: [diagnostic({ severity: "error", code: "MQ1060" })] }), 2);
    assert.is(code({ files: [stale] }, "check"), 3);
    assert.is(code({ files: [stale] }, "dry-run"), 0);
  });
});

suite("reports for machines", (test) => {
  test("for GitHub can't be broken out of", () => {
    const result = resultOf({
      diagnostics: [diagnostic({ message: "100%\n::error::injected", hint: "a,b:c" })],
    });
    assert.is(
      githubReport(reportOf(result, "write", 1), "/project"),
      "::warning file=src/a.ts,line=2,col=7,endLine=2,endColumn=10,title=MQ2010::" +
        "100%25%0A::error::injected%0Aa,b:c\n",
    );
    const odd = resultOf({
      diagnostics: [diagnostic({ location: { ...diagnostic().location, file: "a,b:c.ts" } })],
    });
    assert.match(githubReport(reportOf(odd, "write", 1), "/project"), "file=a%2Cb%3Ac.ts,");
  });

  test("as JSON hold everything, with paths below the project", () => {
    const file = { path: "/project/src/a.ts", kind: "gate", status: "written" } as const;
    const report = reportOf(resultOf({ files: [file], diagnostics: [diagnostic()] }), "write", 5);
    const document = JSON.parse(jsonReport(report)) as Record<string, unknown>;
    assert.equal(document["files"], [{ path: "src/a.ts", kind: "gate", status: "written" }]);
    assert.equal(document["diagnostics"], [diagnostic()]);
    assert.equal(document["timingsMs"], { read: 12.34 });
  });

  test("as JSON tell of failures too", () => {
    const report = jsonReport(reportOfFailure(new Error("no luck"), "check", 5));
    const document = JSON.parse(report) as { problems: { code: string }[]; files?: unknown };
    assert.is(document.problems[0]?.code, "MQ9000");
    assert.is(document.files, undefined);
  });
});

suite("progress", (test) => {
  /** A stream that may claim to be a terminal, and what was written to it. */
  function streamOf(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
    const stream = new PassThrough();
    Object.assign(stream, {
      isTTY,
      columns: 80,
      rows: 24,
      cursorTo: (column: number) => cursorTo(stream, column),
      moveCursor: (columns: number, rows: number) => moveCursor(stream, columns, rows),
      clearLine: (direction: -1 | 0 | 1) => clearLine(stream, direction),
    });
    // As much of a terminal's stream as the spinner asks for.
    return {
      stream: stream as unknown as NodeJS.WriteStream,
      text: () => String(stream.read() ?? ""),
    };
  }

  test("is silent for scans below a second", () => {
    const { stream, text } = streamOf(true);
    const progress = new Progress(stream);
    progress.step({ stage: "read", done: 1, total: 2 });
    progress.end();
    assert.is(text(), "");
  });

  test("is one plain line per stage where nobody watches", () => {
    const { stream, text } = streamOf(false);
    const progress = new Progress(stream, { quietMs: 0 });
    for (const done of [1, 2, 3]) progress.step({ stage: "read", done, total: 3 });
    progress.step({ stage: "check", done: 0, total: 0 });
    progress.end();
    assert.is(text(), "read …\ncheck …\n");
  });

  test("is a line that changes on a terminal, and goes away", () => {
    const { stream, text } = streamOf(true);
    const progress = new Progress(stream, { quietMs: 0 });
    progress.step({ stage: "read", done: 5, total: 30 });
    assert.match(stripVTControlCharacters(text()), "read 5/30");
    progress.end();
    progress.end();
    assert.not.match(text(), "5/30");
  });
});
