// @ts-check
// Keeps tonight's round on the phone whenever its page is opened with a connection, and makes the console installable.
"use strict";

/* global Kept */

(() => {
  const round = document.getElementById("kept-round")?.dataset.round;
  if (round !== undefined) {
    Kept.keepRound(JSON.parse(round)).catch(() => {}); // a browser that keeps nothing
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/service-worker.js", { scope: "/" }).then(language, () => {});
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
