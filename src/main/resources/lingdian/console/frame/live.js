// The live page: a feed message reloads the card of its café. Only the feed decides who is told what, and only the server
// renders cards.
"use strict";

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

  function feed() {
    return document.getElementById("feed");
  }

  // A new connection resumes after the last message received.
  function remember(position) {
    if (position) {
      const url = new URL(feed().getAttribute("sse-connect"), location.href);
      url.searchParams.set("from", position);
      feed().setAttribute("sse-connect", url.pathname + url.search);
    }
  }

  function connectAnew() {
    const fresh = feed().cloneNode(false);
    feed().replaceWith(fresh);
    htmx.process(fresh);
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
      htmx.ajax("GET", "/live/cafes/" + placeCode + "?" + feed().dataset.filter.slice(1), {
        target: "#cafe-" + placeCode,
        swap: "outerHTML",
      });
    }
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
    htmx.ajax("GET", location.pathname + location.search, { target: "#cards", select: "#cards", swap: "outerHTML" });
  }

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    event.preventDefault(); // messages hold no HTML
    const message = event.detail;
    remember(message.lastEventId);
    if (message.type === "reset") {
      location.reload();
      return;
    }
    const isNew = message.type === "violation.opened";
    const violation = JSON.parse(message.data).data;
    loadSoon(violation.placeCode, isNew);
    if (isNew && !violation.late) {
      tell();
    }
  });
  document.addEventListener("htmx:sseOpen", () => say("up"));
  document.addEventListener("htmx:sseError", () => say("down"));
  addEventListener("offline", () => say("down"));
  addEventListener("online", connectAnew);

  // A connection can be dead without notice: after another request failed, it is reopened once a request succeeds.
  let failed = false;
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (failed && event.detail.successful) {
      failed = false;
      connectAnew();
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
