// @ts-check
// Photos of an inspection: made smaller in the browser, kept on the phone until they have arrived, shown as pictures, and
// removable until then. Those of an inspection that has not been saved wait for it.
"use strict";

/* global Kept, Outbox, htmx */

(() => {
  const BYTES_MAX = 4 * 1024 * 1024;
  const PIXELS_MAX = 2_560;
  const SMALL_PIXELS_MAX = 240;
  const TYPES = ["image/jpeg", "image/png", "image/webp", "image/heic"];

  show().catch(() => {});

  // Listens on the document, because a refused form replaces the page.
  document.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.closest("[data-photos]") !== null) {
      take([...(input.files ?? [])]);
      input.value = "";
    }
  });
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target);
    if (button.id === "again") {
      Outbox.send();
    } else if (button.dataset.remove !== undefined) {
      Kept.dropPhoto(button.dataset.remove).then(show, () => {});
    }
  });
  document.addEventListener("photos", () => show().catch(() => {}));
  document.addEventListener("photo", (event) => {
    const { photo, state } = /** @type {CustomEvent} */ (event).detail;
    const line = document.getElementById("photo-" + photo.id);
    if (line !== null) {
      say(line, state);
    }
    if (state === "sent" && photo.of === place()?.dataset.of && document.getElementById("photos") !== null) {
      line?.querySelector("button")?.remove();
      htmx.ajax("GET", location.pathname, { target: "#photos", select: "#photos", swap: "outerHTML" });
    }
  });

  /** @returns {HTMLElement | null} */
  function place() {
    return document.querySelector("[data-photos]");
  }

  /** @param {File[]} files */
  async function take(files) {
    for (const file of files) {
      const id = uuid();
      const line = document.createElement("li");
      line.id = "photo-" + id;
      line.append(name(file.name), " ", document.createElement("span"));
      document.getElementById("queue")?.append(line);
      say(line, "waiting");
      await keep(id, file, line);
    }
    await show();
    Outbox.send();
  }

  /** @param {string} id @param {File} file @param {HTMLElement} line */
  async function keep(id, file, line) {
    let blob;
    let picture = "";
    try {
      const drawn = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
      blob = await handed(file, drawn);
      picture = drawn === null ? "" : canvas(drawn, SMALL_PIXELS_MAX).toDataURL("image/jpeg", 0.7);
    } catch {
      say(line, "unreadable");
      return;
    }
    const photo = { id, of: place()?.dataset.of ?? "", at: Date.now(), name: name(file.name), picture, blob };
    const kept = await Kept.keepPhoto(photo).catch(() => false);
    say(line, kept ? "waiting" : "many");
  }

  /** The list of what waits here. What could not be taken stays in it, with the reason. */
  async function show() {
    const queue = document.getElementById("queue");
    const of = place()?.dataset.of;
    if (queue === null || of === undefined || of === "") {
      return;
    }
    const photos = (await Kept.photos(of)).sort((one, other) => one.at - other.at);
    const lost = [...queue.children].filter((one) => ["unreadable", "many"].includes(/** @type {HTMLElement} */ (one).dataset.state ?? ""));
    queue.replaceChildren(...photos.map(shown), ...lost);
    const again = document.getElementById("again");
    if (again !== null) {
      again.hidden = photos.length === 0;
    }
  }

  /** @param {any} photo */
  function shown(photo) {
    const line = document.createElement("li");
    line.id = "photo-" + photo.id;
    if (photo.picture) {
      const picture = document.createElement("img");
      picture.src = photo.picture;
      picture.alt = photo.name;
      line.append(picture);
    } else {
      line.append(photo.name);
    }
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link";
    remove.dataset.remove = photo.id;
    remove.textContent = place()?.dataset.remove ?? "";
    remove.setAttribute("aria-label", (place()?.dataset.remove ?? "") + " " + photo.name);
    line.append(" ", document.createElement("span"), " ", remove);
    say(line, photo.full || "waiting");
    return line;
  }

  /** @param {HTMLElement} line @param {string} state */
  function say(line, state) {
    const text = line.querySelector("span");
    if (text !== null) {
      text.textContent = place()?.dataset[state] ?? "";
    }
    line.dataset.state = state;
  }

  // The original if it is small enough in every way; otherwise, like most phones' photos, a reduced one.
  /** @param {File} file @param {ImageBitmap | null} drawn @returns {Promise<Blob>} */
  async function handed(file, drawn) {
    const large = drawn !== null && Math.max(drawn.width, drawn.height) > PIXELS_MAX;
    if (file.size <= BYTES_MAX && TYPES.includes(file.type) && !large) {
      return file;
    }
    if (drawn === null) {
      throw new Error("not a picture that this browser can make smaller");
    }
    const surface = canvas(drawn, PIXELS_MAX);
    /** @type {Blob | null} */
    const blob = await new Promise((done) => surface.toBlob(done, "image/jpeg", 0.85));
    if (blob === null || blob.size > BYTES_MAX) {
      throw new Error("cannot be made smaller");
    }
    return blob;
  }

  /** @param {ImageBitmap} drawn @param {number} pixels */
  function canvas(drawn, pixels) {
    const scale = Math.min(1, pixels / Math.max(drawn.width, drawn.height));
    const surface = document.createElement("canvas");
    surface.width = Math.max(1, Math.round(drawn.width * scale));
    surface.height = Math.max(1, Math.round(drawn.height * scale));
    surface.getContext("2d")?.drawImage(drawn, 0, 0, surface.width, surface.height);
    return surface;
  }

  /** @param {string} given */
  function name(given) {
    return [...given].filter((one) => one >= " " && one !== "\u007f").join("").slice(-200) || "photo";
  }

  // crypto.randomUUID exists only where TLS is.
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
})();
