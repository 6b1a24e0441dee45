// @ts-check
// Forms that are filled in on a phone in a car: typed text survives a lost connection, a refusal and a restart of the phone.
// A form that waits (data-waits) is sent by itself as soon as there is a connection.
"use strict";

/* global Kept, Outbox */

/** @typedef {[string, string, boolean | null]} TypedField a name, a value, and whether it is ticked where it can be */

const Keep = (() => {
  const TIMEOUT_MILLIS = 20_000;
  const AGAIN_MILLIS = 30_000;

  arm();

  function arm() {
    for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keep]"))) {
      if (form.dataset.keep === "" || form.dataset.armed === "true") {
        continue;
      }
      form.dataset.armed = "true";
      if (form.dataset.sent !== undefined) {
        Kept.drop(key(form)).catch(() => {});
        continue;
      }
      restore(form).catch(() => {}); // a browser that keeps nothing
      form.addEventListener("input", () => keep(form));
      form.addEventListener("change", () => keep(form));
      if (form.enctype === "multipart/form-data") {
        continue; // the browser itself sends files
      }
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form, event.submitter);
      });
    }
  }

  /** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
  function fields(form) {
    const all = /** @type {HTMLInputElement[]} */ ([...form.elements]);
    return all.filter((one) => one.name && one.type !== "hidden" && one.type !== "file" && one.tagName !== "BUTTON");
  }

  /** @param {HTMLInputElement} field @returns {boolean | null} */
  function tick(field) {
    return field.type === "checkbox" || field.type === "radio" ? field.checked : null;
  }

  // Stored by version, so that text typed into an older version does not overwrite the current one.
  /** @param {HTMLFormElement} form */
  function key(form) {
    const version = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("version") ?? form.elements.namedItem("after"));
    return form.dataset.keep + "-" + (version === null ? "" : version.value);
  }

  /** @param {HTMLFormElement} form */
  function waits(form) {
    return form.dataset.waits !== undefined;
  }

  /** @param {HTMLFormElement} form @param {boolean} waiting @param {HTMLElement | null} submitter */
  function draft(form, waiting, submitter) {
    const body = [...new FormData(form, submitter)].filter(([name, value]) => name !== "csrf" && typeof value === "string");
    const title = /** @type {HTMLInputElement | null} */ (form.querySelector("[name$='.name']"));
    return {
      key: key(form),
      at: Date.now(),
      fields: fields(form).map((one) => /** @type {TypedField} */ ([one.name, one.value, tick(one)])),
      body,
      waiting,
      fault: "",
      action: form.getAttribute("action") ?? "",
      page: location.pathname + location.search,
      title: title === null ? "" : title.value,
    };
  }

  /** @param {HTMLFormElement} form */
  function keep(form) {
    form.dataset.typed = "true";
    const waiting = form.dataset.state === "waiting";
    return Kept.keep(draft(form, waiting, null)).catch(() => {}); // the form itself still has the text
  }

  /** @param {HTMLFormElement} form */
  async function restore(form) {
    const kept = await Kept.draft(key(form));
    if (kept === undefined || form.dataset.typed === "true") {
      return;
    }
    const typed = /** @type {TypedField[]} */ (kept.fields);
    if (waits(form)) {
      Premises.grow(form, typed.map(([name]) => name));
    } else if (fields(form).map((one) => one.name).join() !== typed.map(([name]) => name).join()) {
      return;
    }
    if (fill(form, typed)) {
      form.closest("details")?.setAttribute("open", "");
      say(form, kept.fault || form.dataset.kept, kept.fault ? "alert" : "status");
    }
    if (kept.waiting) {
      form.dataset.state = "waiting";
      send(form, null);
    }
  }

  /** @param {HTMLFormElement} form @param {TypedField[]} typed */
  function fill(form, typed) {
    const seen = new Map();
    let changed = false;
    for (const [name, value, ticked] of typed) {
      const same = fields(form).filter((one) => one.name === name && (ticked === null || one.value === value));
      const nth = seen.get(name + (ticked === null ? "" : value)) ?? 0;
      seen.set(name + (ticked === null ? "" : value), nth + 1);
      const field = same[nth];
      if (field !== undefined) {
        changed ||= ticked === null ? field.value !== value : field.checked !== ticked;
        if (ticked === null) {
          field.value = value;
        } else {
          field.checked = ticked;
        }
      }
    }
    return changed;
  }

  /** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
  async function send(form, submitter) {
    if (form.dataset.sending === "true") {
      return;
    }
    form.dataset.sending = "true";
    const buttons = form.querySelectorAll("button");
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form, submitter)));
    const waiting = draft(form, true, submitter);
    buttons.forEach((one) => (one.disabled = true));
    if (waits(form)) {
      form.dataset.state = "waiting";
      say(form, form.dataset.going, "status");
      await Kept.keep(waiting).catch(() => {});
      await Kept.keepTeam(Premises.team(form)).catch(() => {});
    }
    try {
      body.set("csrf", body.get("csrf") || (await Outbox.token()));
      const answer = await fetch(/** @type {string} */ (form.getAttribute("action")), {
        method: "POST",
        headers: { "HX-Request": "true" },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      const next = answer.headers.get("HX-Redirect");
      if (next !== null && answer.ok) {
        await Kept.drop(key(form)).catch(() => {});
        location.assign(next);
      } else if (answer.status === 401) {
        signedOut(form);
      } else {
        form.dataset.state = "";
        keep(form);
        refused(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      say(form, form.dataset.lost, "alert");
      sendAgain(form);
    }
    buttons.forEach((one) => (one.disabled = false));
    form.dataset.sending = "";
  }

  /** @param {HTMLFormElement} form */
  function sendAgain(form) {
    if (waits(form)) {
      const again = new AbortController();
      const now = () => {
        again.abort();
        if (form.isConnected && form.dataset.state === "waiting") {
          send(form, null);
        }
      };
      addEventListener("online", now, { once: true, signal: again.signal });
      const timer = setTimeout(now, AGAIN_MILLIS);
      again.signal.addEventListener("abort", () => clearTimeout(timer));
    }
  }

  // After signing in in another tab, forms need the new token.
  /** @param {HTMLFormElement} form */
  function signedOut(form) {
    say(form, form.dataset.over, "alert");
    addEventListener("focus", () => renew(form).catch(() => {}), { once: true });
  }

  /** @param {HTMLFormElement} form */
  async function renew(form) {
    const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf"));
    token.value = await Outbox.token(true);
  }

  // A page that keeps the text, in the same form or where the form has no place any more, replaces it; any other page gives
  // the reason, and the form stays.
  /** @param {HTMLFormElement} form @param {Document} page */
  function refused(form, page) {
    const forms = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-keep]"));
    const same = [...forms].some((one) => one.dataset.keep === form.dataset.keep);
    const main = page.querySelector("main");
    if (same && main !== null) {
      Kept.drop(key(form)).catch(() => {});
      document.querySelector("main")?.replaceWith(document.adoptNode(main));
      arm();
      document.dispatchEvent(new CustomEvent("photos"));
      document.querySelector("[role=alert]")?.scrollIntoView();
    } else {
      const fault = page.querySelector(".fault p");
      say(form, fault === null ? form.dataset.lost : (fault.textContent ?? ""), "alert");
    }
  }

  /** @param {HTMLFormElement} form @param {string | undefined} text @param {string} role */
  function say(form, text, role) {
    form.querySelector(".said")?.remove();
    const said = document.createElement("p");
    said.className = role === "alert" ? "said warning" : "said notice";
    said.setAttribute("role", role);
    said.textContent = text ?? "";
    form.querySelector(".buttons")?.before(said);
  }

  return { arm, fill, key };
})();
