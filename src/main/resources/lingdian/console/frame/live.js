// @ts-check
// The live page: a feed message reloads the card of its café. Only the feed decides who is told what, and only the server
// renders cards. All tabs of a browser share one connection: a browser has six of them to a server, and a few tabs would need
// them all.
"use strict";

/* global htmx */

(() => {
  const CARD_DELAY_MILLIS = 250;
  const link = document.getElementById("link");
  const cards = document.getElementById("cards");
  const title = document.title;
  const waiting = new Set();
  let timer = 0;
  let unseen = 0;

  function say(state) {
    if (link.dataset.state !== state) {
      link.dataset.state = state;
      link.textContent = link.dataset[state].replace("{0}", clock());
    }
  }

  // The time of the cafés, as on the rest of the page.
  function clock() {
    return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" });
  }

  /** The tab that holds the lock has the connection, and passes on what it hears. */
  const LOCK = "live-feed";
  const AGAIN_MILLIS = 3_000;
  const EVENTS = ["violation.opened", "violation.updated", "violation.ended", "violation.case", "reset"];
  const feed = /** @type {HTMLElement} */ (document.getElementById("feed"));
  const channel = new BroadcastChannel(LOCK);
  const filter = new URLSearchParams(feed.dataset.filter);
  let position = feed.dataset.from ?? "";
  let leads = false;
  let joined = false;
  let again = 0;
  /** @type {EventSource | null} */
  let source = null;

  function lead() {
    leads = true;
    connect();
    return new Promise(() => {}); // until the tab is closed
  }

  // A new connection resumes after the last message received.
  function connect() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(feed.dataset.feed + "?from=" + encodeURIComponent(position));
    source.onopen = () => spread({ state: "up", position });
    source.onerror = broken;
    for (const type of EVENTS) {
      source.addEventListener(type, (event) => spread({ type, data: event.data, position: event.lastEventId }));
    }
  }

  function broken() {
    source?.close();
    spread({ state: "down" });
    again = setTimeout(connectOrLeave, AGAIN_MILLIS);
  }

  // A session that has ended is no lost connection: its page leads to the sign-in.
  async function connectOrLeave() {
    try {
      const answer = await fetch("/phone/session", { headers: { "HX-Request": "true" } });
      if (answer.status === 401) {
        spread({ type: "reset" });
        return;
      }
    } catch {
      // tried again below
    }
    connect();
  }

  /** @param {any} message */
  function spread(message) {
    channel.postMessage(message);
    hear(message);
  }

  channel.addEventListener("message", (event) => {
    const message = event.data;
    if (message.hello !== undefined && leads) {
      channel.postMessage({ state: link.dataset.state === "up" ? "up" : "down", position });
    } else if (message.lost && leads) {
      connect();
    } else if (message.hello === undefined && !message.lost) {
      hear(message);
    }
  });

  /** @param {any} message */
  function hear(message) {
    if (message.state !== undefined) {
      say(message.state);
      if (message.state === "up" && !joined && !leads && message.position !== position) {
        loadAll(); // the connection was ahead of this page, or behind it
      }
      joined ||= message.state === "up";
    }
    position = message.position || position;
    if (message.type === "reset") {
      location.reload();
    } else if (message.type !== undefined) {
      changed(message.type, JSON.parse(message.data).data);
    }
  }

  // A card that is shown is reloaded by every message of its café: it is empty once the café has moved away.
  /** @param {string} type @param {any} violation */
  function changed(type, violation) {
    const isNew = type === "violation.opened" && isWanted(violation);
    if (isWanted(violation) || document.getElementById("cafe-" + violation.placeCode) !== null) {
      loadSoon(violation.placeCode, isNew);
    }
    if (isNew && !violation.late) {
      tell();
    }
  }

  // The connection is not filtered, because tabs have filters of their own. A café's county is its region; its place code
  // names the one in which it was issued. Trailing zeros are wildcards.
  /** @param {any} violation */
  function isWanted(violation) {
    const region = (filter.get("region") ?? "").replace(/(00)*$/, "");
    return (
      String(violation.region).startsWith(region) &&
      [null, violation.code].includes(filter.get("code")) &&
      (filter.get("standing") === null || [undefined, filter.get("standing")].includes(violation.standing)) &&
      (filter.get("authority") === null || (violation.authorities ?? [filter.get("authority")]).includes(filter.get("authority")))
    );
  }

  if (navigator.locks === undefined) {
    lead();
  } else {
    navigator.locks.request(LOCK, lead);
    channel.postMessage({ hello: true });
  }

  function loadSoon(placeCode, isNew) {
    if (!/^\d{14}$/.test(placeCode)) {
      return;
    }
    waiting.add(placeCode);
    if (isNew) {
      place(placeCode);
    }
    timer ||= setTimeout(load, CARD_DELAY_MILLIS);
  }

  // The newest café is first, even before its card has been loaded.
  function place(placeCode) {
    const known = document.getElementById("cafe-" + placeCode);
    if (known !== null && known.contains(document.activeElement)) {
      return; // nobody's focus is moved away
    }
    const card = known ?? document.createElement("article");
    card.id = "cafe-" + placeCode;
    cards.prepend(card);
  }

  function load() {
    timer = 0;
    const now = [...waiting];
    waiting.clear();
    for (const placeCode of now) {
      const card = document.getElementById("cafe-" + placeCode);
      if (card === null) {
        place(placeCode);
      }
      htmx.ajax("GET", "/live/cafes/" + placeCode + "?" + filter, {
        target: "#cafe-" + placeCode,
        swap: "outerHTML",
        headers: atLeast(),
      });
    }
  }

  // A card shows at least what was told of it, where lists are read from a standby.
  function atLeast() {
    return /^\d{1,18}$/.test(position) ? { "Lingdian-At-Least": position } : {};
  }

  // What has ended sinks below what goes on.
  document.addEventListener("htmx:afterSwap", () => {
    for (const card of cards.querySelectorAll(":scope > .ended")) {
      const open = [...cards.querySelectorAll(":scope > .open")].at(-1);
      if (open && card.compareDocumentPosition(open) & Node.DOCUMENT_POSITION_FOLLOWING && !card.contains(document.activeElement)) {
        open.after(card);
      }
    }
  });

  function loadAll() {
    htmx.ajax("GET", location.pathname + location.search, {
      target: "#cards",
      select: "#cards",
      swap: "outerHTML",
      headers: atLeast(),
    });
  }

  addEventListener("offline", () => say("down"));
  addEventListener("online", renew);

  function renew() {
    if (leads) {
      connect();
    } else {
      channel.postMessage({ lost: true });
    }
  }

  // A connection can be dead without notice: after another request failed, it is reopened once a request succeeds.
  let failed = false;
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (failed && event.detail.successful) {
      failed = false;
      renew();
    }
  });
  function lost() {
    failed = true;
    say("down");
  }

  // Sound, and the unread count in the title, if turned on.
  let sound = null;
  for (const name of ["sound", "count"]) {
    const button = document.getElementById(name);
    button.setAttribute("aria-pressed", String(localStorage.getItem(name) === "true"));
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      localStorage.setItem(name, String(on));
      if (name === "sound" && on) {
        beep();
      }
      show();
    });
  }

  function wanted(name) {
    return document.getElementById(name).getAttribute("aria-pressed") === "true";
  }

  function beep() {
    sound ??= new AudioContext();
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.2, sound.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.4);
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.4);
  }

  function tell() {
    if (document.hidden) {
      unseen++;
    }
    if (wanted("sound")) {
      beep();
    }
    show();
  }

  function show() {
    document.title = unseen > 0 && wanted("count") ? "(" + unseen + ") " + title : title;
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      unseen = 0;
      show();
    }
  });
})();
