"use strict";
{
  const search = document.getElementById("search");
  const none = document.getElementById("none");
  const contents = document.querySelector("#contents details");
  const entries = [...document.querySelectorAll("[data-search]")];
  const links = new Map(
    [...document.querySelectorAll("[data-entry]")].map((item) => [item.dataset.entry, item]),
  );
  const groups = [...document.querySelectorAll("main .group, nav section")];

  /** Shows what has all the words that are looked for. */
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      const matches = words.every((word) => entry.dataset.search.includes(word));
      entry.hidden = !matches;
      const link = links.get(entry.id);
      if (link) link.hidden = !matches;
      if (matches) shown++;
    }
    for (const group of groups) {
      group.hidden =
        words.length > 0 &&
        !group.querySelector("[data-search]:not([hidden]), [data-entry]:not([hidden])");
    }
    document.getElementById("top").hidden = words.length > 0;
    none.hidden = shown > 0 || words.length === 0;
  };

  const clear = () => {
    search.value = "";
    filter();
  };

  /** The links that can be gone to, in their order. */
  const visible = () =>
    [...document.querySelectorAll("[data-entry]:not([hidden]) a")].filter(
      (link) => !link.closest("[hidden]"),
    );

  search.addEventListener("input", filter);
  document.getElementById("clear").addEventListener("click", () => {
    clear();
    search.focus();
  });
  // What a link leads to may be filtered out.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    clear();
    target.scrollIntoView();
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    if (event.key === "/" && at !== search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && (at === search || search.value !== "")) {
      clear();
      search.blur();
    } else if (event.key === "Enter" && at === search) {
      visible()[0]?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = visible();
      const index = all.indexOf(at);
      if (at !== search && index === -1) return;
      event.preventDefault();
      const next = event.key === "ArrowDown" ? index + 1 : index - 1;
      if (next < 0) search.focus();
      else all[Math.min(next, all.length - 1)]?.focus();
    }
  });

  // A private window, or a page from a file, may have no storage.
  const stored = (read) => {
    try {
      return read(localStorage);
    } catch {
      return undefined;
    }
  };
  const root = document.documentElement;
  const theme = stored((storage) => storage.getItem("theme"));
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  document.getElementById("theme").addEventListener("click", () => {
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    stored((storage) => storage.setItem("theme", root.dataset.theme));
  });

  if (navigator.clipboard) {
    for (const code of document.querySelectorAll(".code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.querySelector("pre").textContent);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      code.append(button);
    }
  }

  if (matchMedia("(max-width: 50rem)").matches) contents.open = false;

  let current;
  const seen = new IntersectionObserver(
    (changes) => {
      const entered = changes.find(({ isIntersecting }) => isIntersecting);
      const link = entered && links.get(entered.target.id)?.querySelector("a");
      if (!link) return;
      current?.removeAttribute("aria-current");
      current = link;
      link.setAttribute("aria-current", "true");
    },
    { rootMargin: "-10% 0px -75% 0px" },
  );
  for (const entry of entries) seen.observe(entry);
}
