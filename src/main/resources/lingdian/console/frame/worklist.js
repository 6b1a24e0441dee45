// The worklist: rows are walked and ticked with keys, and one bar acts on what is ticked. All of it works
// without a script, with checkboxes, links and buttons.
"use strict";

(() => {
  const FRESH_MILLIS = 15_000;
  const CASES_MAX = 200;
  const help = document.getElementById("help");
  const bar = document.getElementById("bar");
  const find = document.getElementById("find");

  function table() {
    return document.getElementById("rows");
  }

  // What is ticked.

  function boxes() {
    return [...document.querySelectorAll("#rows [name=case]")];
  }

  function ticked() {
    return boxes().filter((one) => one.checked);
  }

  function show() {
    const count = ticked().length;
    bar.hidden = count === 0;
    const text = document.getElementById("ticked");
    text.textContent = text.dataset.text.replace("{0}", String(count));
    const every = document.getElementById("every");
    every.checked = count > 0 && count === boxes().length;
    every.indeterminate = count > 0 && count < boxes().length;
    document.body.classList.toggle("acting", count > 0);
  }

  function arm() {
    const every = document.getElementById("every");
    every.hidden = false;
    every.addEventListener("change", () => {
      boxes().forEach((one, i) => (one.checked = every.checked && i < CASES_MAX));
      show();
    });
    table().addEventListener("change", show);
    show();
  }

  // An action on long cases takes minutes: its button shows that it goes on.
  document.getElementById("bulk")?.addEventListener("submit", (event) => event.submitter?.setAttribute("aria-busy", "true"));
  addEventListener("pageshow", () => bar?.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy")));

  // Keys. They can be turned off, for those whose voice or hand presses letters by accident.

  function row() {
    return document.activeElement?.closest("#rows tbody tr");
  }

  function move(step) {
    const links = [...document.querySelectorAll("#rows .cover")];
    const here = row() === null || row() === undefined ? -1 : links.indexOf(row().querySelector(".cover"));
    const next = links[here === -1 ? 0 : Math.min(links.length - 1, Math.max(0, here + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function toggleRow() {
    const box = row()?.querySelector("[name=case]");
    if (box) {
      box.checked = !box.checked;
      show();
    }
  }

  function assign() {
    if (ticked().length === 0) {
      toggleRow();
    }
    if (ticked().length > 0) {
      bar.querySelector("details").open = true;
      bar.querySelector("[name=officer]").focus();
    }
  }

  function isOn() {
    return localStorage.getItem("keys") !== "off";
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    x: toggleRow,
    a: assign,
    "/": () => find.focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (typing !== null || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    const action = isOn() ? KEYS[event.key] : undefined;
    if (action !== undefined && (table() !== null || "/?".includes(event.key))) {
      event.preventDefault();
      action();
    }
  });

  const keys = document.getElementById("keys");
  keys.hidden = false;
  keys.addEventListener("click", () => help.showModal());
  const on = document.getElementById("keys-on");
  on.checked = isOn();
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));

  // The list of what goes on is watched all night: it is read again while nobody is at work in it. The header says that no person
  // asks, so that it keeps no session; where the session has ended, the page leads to the sign-in.

  async function refresh() {
    if (document.hidden || ticked().length > 0 || row() || help.open) {
      return;
    }
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(FRESH_MILLIS) });
      if (answer.status === 401) {
        location.reload();
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#rows");
      if (!answer.ok || ticked().length > 0 || row()) {
        return;
      }
      if (fresh === null) {
        location.reload();
        return;
      }
      table().replaceWith(document.adoptNode(fresh));
      document.querySelector(".views").replaceWith(document.adoptNode(page.querySelector(".views")));
      arm();
    } catch {
      // it is tried again
    }
  }

  if (table() !== null) {
    arm();
    if (table().dataset.fresh === "true") {
      setInterval(refresh, FRESH_MILLIS);
    }
  }
})();
