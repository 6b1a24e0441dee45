// @ts-check
// The frame of the pages that open without a network. Only files that are the same for everybody are cached: what belongs to a
// person is in IndexedDB (kept.js). VERSION and FILES stand above, written by the server.
"use strict";

/** @type {any} */
const worker = self;
const CACHE = "lingdian-" + VERSION;
const PAGE = "/phone";
const PATIENCE_MILLIS = 8_000;
/** Pages that the phone can show by itself. */
const KNOWN = /^\/(rounds|phone|inspections\/new|inspections\/[0-9a-f-]{36}\/edit|cases\/[0-9a-f-]{36})$/;

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...FILES]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((one) => one !== CACHE).map((one) => caches.delete(one))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) {
    return;
  }
  if (event.request.mode === "navigate") {
    event.respondWith(page(event.request, url));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  }
});

// A network that does not answer is none, on the pages that the phone can show by itself.
/** @param {Request} request @param {URL} url @returns {Promise<Response>} */
async function page(request, url) {
  try {
    const answer = fetch(request);
    if (!KNOWN.test(url.pathname)) {
      return await answer;
    }
    const late = new Promise((done, failed) => setTimeout(() => failed(new Error("late")), PATIENCE_MILLIS));
    return await Promise.race([answer, late]);
  } catch (lost) {
    const kept = await caches.match(PAGE);
    if (kept === undefined) {
      throw lost;
    }
    return kept;
  }
}
