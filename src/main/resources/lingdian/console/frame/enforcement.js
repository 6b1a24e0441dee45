// Rounds and inspections on a phone: the team's position, and photos.
"use strict";

// The team's position, to some ten metres, is in the address of the plan and nowhere else.
(() => {
  const DIGITS = 4;
  const button = document.getElementById("locate");
  if (button === null || !("geolocation" in navigator) || !isSecureContext) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(go, failed, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });

  function go(position) {
    const url = new URL(location.href);
    url.searchParams.set("latitude", position.coords.latitude.toFixed(DIGITS));
    url.searchParams.set("longitude", position.coords.longitude.toFixed(DIGITS));
    location.replace(url);
  }

  function failed() {
    const said = document.getElementById("located");
    said.textContent = said.dataset.failed;
    button.removeAttribute("aria-busy");
  }
})();

// Photos are sent one by one as soon as they are taken; failed ones stay in the list and can be sent again.
(() => {
  const BYTES_MAX = 4 * 1024 * 1024;
  const PIXELS_MAX = 2_560;
  const TYPES = ["image/jpeg", "image/png", "image/webp", "image/heic"];
  const waiting = [];
  let busy = false;

  // Listens on the document, because a refused form replaces the page.
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-photos]") === null) {
      return;
    }
    for (const file of event.target.files) {
      waiting.push({ file, line: document.createElement("li"), failed: false });
      say(waiting.at(-1), "waiting");
    }
    event.target.value = "";
    sendAll();
  });
  document.addEventListener("click", (event) => {
    if (event.target.id === "again") {
      sendAgain();
    }
  });
  addEventListener("online", sendAgain);
  addEventListener("beforeunload", (event) => {
    if (waiting.length > 0) {
      event.preventDefault();
    }
  });

  function place() {
    return document.querySelector("[data-photos]");
  }

  function sendAgain() {
    waiting.forEach((one) => (one.failed = false));
    sendAll();
  }

  function say(photo, what) {
    if (!photo.line.isConnected) {
      document.getElementById("queue").append(photo.line);
    }
    photo.line.textContent = photo.file.name + " · " + place().dataset[what];
    photo.line.dataset.state = what;
  }

  async function sendAll() {
    if (busy || waiting.length === 0) {
      return;
    }
    busy = true;
    document.getElementById("again").hidden = true;
    let sent = 0;
    for (let photo = next(); photo !== undefined; photo = next()) {
      sent += await send(photo);
    }
    busy = false;
    document.getElementById("again").hidden = waiting.length === 0;
    if (sent > 0) {
      htmx.ajax("GET", location.pathname, { target: "#photos", select: "#photos", swap: "outerHTML" });
    }
  }

  function next() {
    return waiting.find((one) => !one.failed);
  }

  async function send(photo) {
    say(photo, "sending");
    let body;
    try {
      body = JSON.stringify({ photos: [await handed(photo.file)] });
    } catch {
      say(photo, "unreadable");
      waiting.splice(waiting.indexOf(photo), 1);
      return 0;
    }
    try {
      const answer = await fetch(place().dataset.photos, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Lingdian-Csrf": place().dataset.csrf },
        body,
      });
      if (answer.ok) {
        say(photo, "sent");
        waiting.splice(waiting.indexOf(photo), 1);
        return 1;
      }
      photo.failed = true;
      say(photo, { 401: "over", 403: "over", 409: "full", 429: "busy", 503: "busy" }[answer.status] ?? "refused");
    } catch {
      photo.failed = true;
      say(photo, "lost");
    }
    return 0;
  }

  // Sends the original if it is small enough; otherwise, like most phones' photos, a reduced one.
  async function handed(file) {
    const fits = file.size <= BYTES_MAX && TYPES.includes(file.type);
    const photo = fits ? file : await smaller(file);
    return { name: name(file.name), type: photo.type, content: await base64(photo) };
  }

  function name(given) {
    return [...given].filter((one) => one >= " " && one !== "\u007f").join("").slice(-200) || "photo";
  }

  async function smaller(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, PIXELS_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (blob === null || blob.size > BYTES_MAX) {
      throw new Error("cannot be made smaller");
    }
    return blob;
  }

  function base64(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = failed;
      reader.readAsDataURL(blob);
    });
  }
})();

// The signature of the café's person, drawn on the screen and sent as a PNG picture.
(() => {
  const form = document.querySelector("form[data-sign]");
  if (form === null) {
    return;
  }
  const canvas = form.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let drawn = false;
  let last = null;

  canvas.style.touchAction = "none";
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last === null) {
      return;
    }
    const next = at(event);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.strokeStyle = "#000";
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(next.x, next.y);
    pen.stroke();
    last = next;
    drawn = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => (last = null));
  }
  form.addEventListener("reset", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    drawn = false;
  });
  form.addEventListener("submit", (event) => {
    if (!drawn) {
      event.preventDefault();
      canvas.scrollIntoView();
      return;
    }
    const picture = canvas.toDataURL("image/png");
    form.elements.drawing.value = picture.slice(picture.indexOf(",") + 1);
  });

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * canvas.width) / box.width,
      y: ((event.clientY - box.top) * canvas.height) / box.height,
    };
  }
})();
