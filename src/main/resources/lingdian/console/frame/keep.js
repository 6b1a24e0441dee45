// Forms that are filled in on a phone in a car: typed text survives a lost connection and a refusal. It is stored in this
// tab only, until it is saved.
"use strict";

(() => {
  const TIMEOUT_MILLIS = 20_000;

  arm();

  function arm() {
    for (const form of document.querySelectorAll("form[data-keep]")) {
      restore(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("change", () => keep(form));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form, event.submitter);
      });
    }
  }

  function fields(form) {
    return [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.tagName !== "BUTTON");
  }

  // Stored by version, so that text typed into an older version does not overwrite the current one.
  function key(form) {
    const version = form.elements.version ?? form.elements.after;
    return "kept-" + form.dataset.keep + "-" + (version ? version.value : "");
  }

  function keep(form) {
    const typed = fields(form).map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]);
    try {
      sessionStorage.setItem(key(form), JSON.stringify(typed));
    } catch {
      // a full or disabled store saves nothing; the form itself still has the text
    }
  }

  function restore(form) {
    const kept = JSON.parse(sessionStorage.getItem(key(form)) ?? "null");
    const now = fields(form);
    if (kept === null || kept.length !== now.length || kept.some(([name], i) => name !== now[i].name)) {
      return;
    }
    let changed = false;
    kept.forEach(([, value], i) => {
      const field = now[i].type === "checkbox" ? "checked" : "value";
      changed ||= now[i][field] !== value;
      now[i][field] = value;
    });
    if (changed) {
      say(form, form.dataset.kept, "status");
    }
  }

  async function send(form, submitter) {
    const buttons = form.querySelectorAll("button");
    const body = new URLSearchParams(new FormData(form, submitter));
    buttons.forEach((one) => (one.disabled = true));
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        headers: { "HX-Request": "true" },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      const next = answer.headers.get("HX-Redirect");
      if (next !== null && answer.ok) {
        sessionStorage.removeItem(key(form));
        location.assign(next);
      } else if (answer.status === 401) {
        signedOut(form);
      } else {
        refused(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      say(form, form.dataset.lost, "alert");
    }
    buttons.forEach((one) => (one.disabled = false));
  }

  // After signing in in another tab, forms need the new token.
  function signedOut(form) {
    say(form, form.dataset.over, "alert");
    addEventListener("focus", () => renew(form), { once: true });
  }

  async function renew(form) {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("main [name=csrf]");
    if (token !== null) {
      form.elements.csrf.value = token.value;
    }
  }

  // A page that keeps the text, in the same form or where the form has no place any more, replaces it; any other page gives
  // the reason, and the form stays.
  function refused(form, page) {
    const same = [...page.querySelectorAll("[data-keep]")].some((one) => one.dataset.keep === form.dataset.keep);
    if (same) {
      sessionStorage.removeItem(key(form));
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
      arm();
      document.querySelector("[role=alert]")?.scrollIntoView();
    } else {
      const fault = page.querySelector(".fault");
      say(form, fault === null ? form.dataset.lost : fault.querySelector("p").textContent, "alert");
    }
  }

  function say(form, text, role) {
    form.querySelector(".said")?.remove();
    const said = document.createElement("p");
    said.className = role === "alert" ? "said warning" : "said notice";
    said.setAttribute("role", role);
    said.textContent = text;
    const buttons = form.querySelector(".buttons");
    buttons.before(said);
  }
})();
