// Durations of what goes on count on each second, from their beginning and by the server's clock, not the phone's.
"use strict";

(() => {
  const SECOND_MILLIS = 1_000;
  const SECONDS_OF_DAY = 86_400;
  const ahead = new WeakMap();

  // How far the server was ahead of this browser when it sent a part of the page.
  function aheadOf(part) {
    if (!ahead.has(part)) {
      ahead.set(part, Date.parse(part.dataset.now) - Date.now());
    }
    return ahead.get(part);
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function lasted(since, part) {
    const seconds = Math.max(0, Math.floor((Date.now() + aheadOf(part) - Date.parse(since)) / SECOND_MILLIS));
    const days = Math.floor(seconds / SECONDS_OF_DAY);
    const hours = Math.floor((seconds % SECONDS_OF_DAY) / 3_600);
    const clock = hours + ":" + two(Math.floor((seconds % 3_600) / 60)) + ":" + two(seconds % 60);
    return days === 0 ? clock : part.dataset.days.replace("{0}", String(days)) + clock;
  }

  function tick() {
    for (const part of document.querySelectorAll("[data-now]")) {
      for (const time of part.querySelectorAll("time.ticking")) {
        time.textContent = lasted(time.dateTime, part);
      }
    }
  }

  tick();
  setInterval(tick, SECOND_MILLIS);
})();
