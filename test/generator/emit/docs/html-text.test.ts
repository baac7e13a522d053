import * as assert from "uvu/assert";
import { docHtml, html, inlineHtml } from "../../../../generator/emit/docs/html-text.ts";
import { suite } from "../../../support/suite.ts";

suite("documentation comments as HTML", (test) => {
  test("have paragraphs, lists and blocks of code", () => {
    assert.is(
      docHtml(["One", "two.", "", "- a", "  more", "- b", "```ts", "x < 1", "```", "end"]),
      "<p>One\ntwo.</p>\n<ul><li>a more</li><li>b</li></ul>\n<pre>x &lt; 1</pre>\n<p>end</p>",
    );
    assert.is(docHtml([]), "");
    assert.is(docHtml(["```", "open"]), "<pre>open</pre>");
  });

  test("have code in backticks, and links by their text", () => {
    assert.is(
      inlineHtml("see `a<b>` and {@link Chat} or {@link Chat.say | saying} or {@link"),
      "see <code>a&lt;b&gt;</code> and <code>Chat</code> or <code>saying</code> or {@link",
    );
  });

  test("are text, whatever stands in them", () => {
    assert.is(html(`<a href="x" on='y'>&`), "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;");
    assert.is(
      docHtml(["<script>`</code><b>`"]),
      "<p>&lt;script&gt;<code>&lt;/code&gt;&lt;b&gt;</code></p>",
    );
    assert.not.match(inlineHtml("{@link <img onerror=1> | <b>}"), "<img");
  });
});
