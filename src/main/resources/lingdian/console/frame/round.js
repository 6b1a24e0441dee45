// @ts-check
// Keeps tonight's round on the phone whenever its page is opened with a connection, makes the console installable, says in a form
// when the network is lost and back, and lists what the phone has not sent.
"use strict";

/* global Kept */

(() => {
  const round = document.getElementById("kept-round")?.dataset.round;
  if (round !== undefined) {
    Kept.keepRound(JSON.parse(round)).catch(() => {}); // a browser that keeps nothing
  }
  const network = document.getElementById("network");
  if (network !== null) {
    addEventListener("offline", () => tell(network.dataset.off));
    addEventListener("online", () => tell(network.dataset.on));
  }
  unsent().catch(() => {}); // a browser that keeps nothing
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/service-worker.js", { scope: "/" }).then(language, () => {});
  }

  /** @param {string | undefined} text */
  function tell(text) {
    const said = /** @type {HTMLElement} */ (network);
    said.hidden = false;
    said.textContent = text ?? "";
  }

  async function unsent() {
    const list = document.getElementById("unsent-list");
    if (list === null) {
      return;
    }
    const photos = await Kept.allPhotos();
    for (const draft of (await Kept.drafts()).filter((one) => !one.key.startsWith("handover"))) {
      const link = Object.assign(document.createElement("a"), { href: draft.page, textContent: draft.title || list.dataset.untitled });
      line(list, [link, " " + ((draft.waiting ? list.dataset.waits : list.dataset.typed) ?? "")]);
    }
    if (photos.length > 0) {
      const link = Object.assign(document.createElement("a"), {
        href: "/inspections/" + photos[0].of,
        textContent: (list.dataset.photos ?? "").replace("{0}", String(photos.length)),
      });
      line(list, [link]);
    }
    list.hidden = list.childElementCount === 0;
    /** @type {HTMLElement} */ (document.getElementById("unsent-none")).hidden = !list.hidden;
  }

  /** @param {HTMLElement} list @param {(Node | string)[]} parts */
  function line(list, parts) {
    const made = document.createElement("li");
    made.append(...parts);
    list.append(made);
  }

  // The pages that come from the phone itself speak the language of the last page with a connection.
  async function language() {
    await navigator.serviceWorker.ready;
    const name = (await caches.keys()).find((one) => one.startsWith("lingdian-"));
    const cache = name === undefined ? undefined : await caches.open(name);
    const page = await cache?.match("/phone");
    if (page !== undefined && !(await page.text()).includes('<html lang="' + document.documentElement.lang + '"')) {
      await cache?.put("/phone", await fetch("/phone"));
    }
  }
})();
