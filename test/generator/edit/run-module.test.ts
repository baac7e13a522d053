import * as assert from "uvu/assert";
import { runModule } from "../../../generator/edit/run-module.ts";
import { suite } from "../../support/suite.ts";

const classes = new Set(["Gate", "Chat"]);
const login = { className: "Login", path: "./login", extension: ".ts" };

function running(text: string, module = login): string | undefined {
  return runModule("main.ts", text, classes, module);
}

suite("running one more module", (test) => {
  test("adds it to the call of run, and imports it", () => {
    const text = `import { createApp, Gate } from "mqant";
import { Chat } from "./chat.js"; // ours

await createApp({ /* none */ }).run(new Gate( ), new Chat());
`;
    assert.is(
      running(text),
      text
        .replace(`"./chat.js";`, `"./chat.js";\nimport { Login } from "./login.js";`)
        .replace("new Chat())", "new Chat(), new Login())"),
    );
  });

  test("keeps each argument on a line of its own, and trailing commas", () => {
    const text = `import { Chat } from './chat'
app.run(
\tnew Chat(), // talks
)
`;
    assert.is(
      running(text),
      `import { Chat } from './chat'
import { Login } from './login'
app.run(
\tnew Chat(), // talks
\tnew Login(),
)
`,
    );
  });

  test("takes the project's extension where the file imports nothing of its own", () => {
    assert.match(
      running(`app.run(new Gate());\n`) ?? "",
      `import { Login } from "./login.ts";\n\napp.run`,
    );
  });

  test("does nothing where it is not sure", () => {
    assert.is(running(`app.run(new Other());\n`), undefined);
    assert.is(running(`one.run(new Chat());\nother.run(new Chat());\n`), undefined);
    assert.is(running(`run(new Chat());\n`), undefined);
  });
});
