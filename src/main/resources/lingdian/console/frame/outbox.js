// @ts-check
// Sends what waits on this phone, each thing once: by one tab at a time, with ids that the phone chose, so that what arrived
// although its answer was lost is not added a second time.
"use strict";

/* global Kept */

const Outbox = (() => {
  const TIMEOUT_MILLIS = 60_000;
  const AGAIN_MILLIS = 30_000;
  const bar = /** @type {HTMLElement | null} */ (document.getElementById("outbox"));
  let known = "";
  let again = 0;
  const sent = { drafts: 0, photos: 0, page: "" };

  /** The token of the session, which the pages that come from the phone itself lack. @param {boolean} [fresh] */
  async function token(fresh) {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[action='/sign-out'] [name=csrf]"));
    if (!fresh && (known || field?.value)) {
      return known || /** @type {HTMLInputElement} */ (field).value;
    }
    const answer = await fetch("/phone/session", { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
    if (answer.status === 401) {
      return "";
    }
    const session = await answer.json();
    if (session.person !== (await Kept.person())) {
      throw new Error("another person is signed in");
    }
    known = session.csrf;
    return known;
  }

  /** @param {string} state @param {string} [page] */
  function say(state, page) {
    if (bar === null) {
      return;
    }
    bar.hidden = state === "";
    bar.dataset.state = state;
    bar.textContent = (bar.dataset[state] ?? "").replace("{0}", bar.dataset.countDrafts ?? "").replace("{1}", bar.dataset.countPhotos ?? "");
    if (page) {
      const link = document.createElement("a");
      link.href = page;
      link.textContent = (state === "sent" ? bar.dataset.look : bar.dataset.open) ?? "";
      bar.append(" ", link);
    }
  }

  /** @param {any} one */
  function isOpenHere(one) {
    const forms = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("form[data-waits]"));
    return [...forms].some((form) => one.key.startsWith(form.dataset.keep + "-"));
  }

  async function waiting() {
    const drafts = await Kept.drafts();
    const unsaved = new Set(drafts.filter((one) => /^inspection-.*-0$/.test(one.key)).map((one) => one.action.split("/").at(-1)));
    return {
      drafts: drafts.filter((one) => one.waiting && !isOpenHere(one)),
      refused: drafts.filter((one) => one.fault),
      photos: (await Kept.allPhotos()).filter((one) => !unsaved.has(one.of) && !one.full),
    };
  }

  /** Sends all that waits. A second call meanwhile does nothing. */
  async function send() {
    if (navigator.locks === undefined) {
      await sendAll();
    } else {
      await navigator.locks.request("outbox", { ifAvailable: true }, (lock) => (lock === null ? undefined : sendAll()));
    }
  }

  async function sendAll() {
    clearTimeout(again);
    try {
      let now = await waiting();
      await show(now);
      for (const one of now.drafts) {
        say("sending");
        await sendDraft(one);
      }
      now = await waiting();
      for (let photo = now.photos[0]; photo !== undefined; photo = (await waiting()).photos[0]) {
        say("sending");
        await sendPhoto(photo);
      }
      await show(await waiting());
    } catch {
      await show(await waiting(), true);
    }
  }

  /** @param {any} now @param {boolean} [lost] */
  async function show(now, lost) {
    const count = now.drafts.length + now.photos.length;
    if (bar !== null) {
      bar.dataset.countDrafts = String(count === 0 ? sent.drafts : now.drafts.length);
      bar.dataset.countPhotos = String(count === 0 ? sent.photos : now.photos.length);
    }
    if (now.refused.length > 0) {
      say("refused", now.refused[0].page);
    } else if (count > 0) {
      say((await token().catch(() => "?")) === "" ? "over" : "waiting", undefined);
    } else {
      say(sent.drafts + sent.photos > 0 ? "sent" : "", sent.page);
    }
    if (count > 0 && lost) {
      again = window.setTimeout(start, AGAIN_MILLIS);
    }
  }

  /** @param {any} draft */
  async function sendDraft(draft) {
    const body = new URLSearchParams(draft.body);
    body.set("csrf", await token());
    const answer = await fetch(draft.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    if (answer.ok && answer.headers.get("HX-Redirect") !== null) {
      await Kept.drop(draft.key);
      sent.drafts++;
      sent.page = answer.headers.get("HX-Redirect") ?? "";
      document.dispatchEvent(new CustomEvent("sent", { detail: draft.action }));
    } else if (answer.status === 401 || answer.status >= 429) {
      throw new Error("later");
    } else {
      await Kept.keep({ ...draft, waiting: false, fault: bar?.dataset.refused ?? "?" });
    }
  }

  /** @param {any} photo */
  async function sendPhoto(photo) {
    tell(photo, "sending");
    const content = await base64(photo.blob);
    const csrf = await token();
    let answer;
    try {
      answer = await fetch("/api/v1/inspections/" + photo.of + "/photos", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Lingdian-Csrf": csrf },
        body: JSON.stringify({ photos: [{ id: photo.id, name: photo.name, type: photo.blob.type, content }] }),
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
    } catch (lost) {
      tell(photo, "lost");
      throw lost;
    }
    const heic = answer.status === 400 && photo.blob.type === "image/heic";
    const state = answer.ok ? "sent" : heic ? "heic" : ({ 401: "over", 403: "over", 409: "full", 429: "busy", 503: "busy" }[answer.status] ?? "refused");
    if (answer.ok) {
      await Kept.dropPhoto(photo.id);
      sent.photos++;
      sent.page = sent.page || "/inspections/" + photo.of;
    } else if (["full", "refused", "heic"].includes(state)) {
      await Kept.keepPhoto({ ...photo, full: state }); // it stays until it is removed
    }
    tell(photo, state);
    if (state === "over" || state === "busy") {
      throw new Error("later");
    }
  }

  /** @param {any} photo @param {string} state */
  function tell(photo, state) {
    document.dispatchEvent(new CustomEvent("photo", { detail: { photo, state } }));
  }

  /** @param {Blob} blob @returns {Promise<string>} */
  function base64(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(String(reader.result).slice(String(reader.result).indexOf(",") + 1));
      reader.onerror = failed;
      reader.readAsDataURL(blob);
    });
  }

  function start() {
    send().catch(() => {}); // a browser that keeps nothing
  }

  addEventListener("online", start);
  document.addEventListener("visibilitychange", () => document.hidden || start());
  if (document.body.dataset.person !== undefined) {
    start();
  }

  // A sign-out removes what has not been sent, so it asks first.
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.getAttribute("action") === "/sign-out" && form.dataset.sure !== "true") {
      event.preventDefault();
      leave(form);
    }
  });

  /** @param {HTMLFormElement} form */
  async function leave(form) {
    try {
      const drafts = (await Kept.drafts()).filter((one) => one.waiting).length;
      const photos = (await Kept.allPhotos()).length;
      const text = (bar?.dataset.leave ?? "").replace("{0}", String(drafts)).replace("{1}", String(photos));
      if (drafts + photos > 0 && !confirm(text)) {
        return;
      }
      await Kept.end();
    } catch {
      // a browser that keeps nothing
    }
    form.dataset.sure = "true";
    form.submit();
  }

  return { send: start, token };
})();
