// @ts-check
// The page that the phone shows without a network, in place of the one in the address: the round, a case of it, or the form of
// an inspection. All of it is kept on the phone by round.js and keep.js.
"use strict";

/* global Kept, Keep, Outbox, Premises */

(() => {
  const NEW = "/inspections/new";
  const EDIT = /^\/inspections\/([0-9a-f-]{36})\/edit$/;
  const CASE = /^\/cases\/([0-9a-f-]{36})$/;
  const asked = new URLSearchParams(location.search);

  open().catch(() => part("nothing"));
  for (const arrived of ["sent", "photo"]) {
    document.addEventListener(arrived, () => drafts().catch(() => {})); // what is sent no longer waits
  }
  addEventListener("online", () => network(true));
  addEventListener("offline", () => network(false));

  // In a form, what was typed comes first: it leads nowhere else. @param {boolean} on
  function network(/** @type {boolean} */ on) {
    const inForm = !(/** @type {HTMLElement} */ (document.getElementById("phone-form")).hidden);
    part("offline").hidden = on;
    part("again").hidden = !on || !inForm;
    part("back").hidden = !on || inForm;
  }

  /** @param {string} id */
  function part(id) {
    const shown = /** @type {HTMLElement} */ (document.getElementById("phone-" + id));
    shown.hidden = false;
    return shown;
  }

  async function open() {
    const round = await Kept.round();
    const person = await Kept.person();
    const file = CASE.exec(location.pathname);
    if (person === undefined) {
      part("nothing");
    } else if (location.pathname === NEW || EDIT.test(location.pathname)) {
      await form(round);
    } else if (file !== null && round?.cases.some((/** @type {any} */ one) => one.id === file[1])) {
      await showCase(round.cases.find((/** @type {any} */ one) => one.id === file[1]), round);
    } else {
      await list(round);
    }
  }

  /** A copy of a part that the server wrote for every line of a list. @param {string} id @param {Record<string, string>} texts */
  function copy(id, texts) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
    const made = /** @type {HTMLElement} */ (template.content.cloneNode(true)).firstElementChild;
    for (const slot of /** @type {NodeListOf<HTMLElement>} */ (/** @type {Element} */ (made).querySelectorAll("[data-slot]"))) {
      const text = texts[slot.dataset.slot ?? ""] ?? "";
      slot.textContent = (slot.dataset.text ?? "{0}").replace("{0}", text);
      slot.hidden = text === "";
    }
    return /** @type {HTMLElement} */ (made);
  }

  /** @param {any} round */
  async function list(round) {
    part("list");
    if (round === undefined) {
      part("none");
    } else {
      const at = /** @type {HTMLElement} */ (document.getElementById("phone-at"));
      at.textContent = (at.dataset.text ?? "").replace("{0}", round.at).replace("{1}", String(round.stops.length));
      const begun = await own(round);
      for (const one of round.stops) {
        const line = copy("phone-stop", { ...one, codes: one.codes.join(" · ") });
        line.querySelector("a.record")?.setAttribute("href", begun + one.placeCode);
        line.classList.toggle("visited", one.checked !== "");
        line.querySelector("a.inspection")?.setAttribute("href", one.inspection);
        const map = line.querySelector("a.map");
        one.map === "" ? map?.remove() : map?.setAttribute("href", one.map);
        call(line, one.telephone);
        for (const file of round.cases.filter((/** @type {any} */ each) => each.placeCode === one.placeCode)) {
          const link = copy("phone-case-link", file);
          link.querySelector("a")?.setAttribute("href", "/cases/" + file.id);
          line.querySelector(".where")?.append(link);
        }
        document.getElementById("phone-stops")?.append(line);
      }
    }
    await drafts();
  }

  /** A telephone number that is called by a tap. @param {HTMLElement} within @param {string | undefined} number */
  function call(within, number) {
    const link = /** @type {HTMLAnchorElement | null} */ (within.querySelector("a[data-tel]"));
    if (link !== null && number) {
      link.href = "tel:" + number;
      link.textContent = number;
    }
  }

  async function drafts() {
    const photos = await Kept.allPhotos();
    const lines = [];
    for (const draft of (await Kept.drafts()).filter((one) => one.key.startsWith("inspection-"))) {
      const of = draft.action.split("/").at(-1);
      const count = photos.filter((one) => one.of === of).length;
      const line = copy("phone-draft", { title: draft.title, photos: count === 0 ? "" : String(count), waits: draft.waiting ? " " : "" });
      line.querySelector("a")?.setAttribute("href", draft.page);
      lines.push(line);
    }
    /** @type {HTMLElement} */ (document.getElementById("phone-drafts")).replaceChildren(...lines);
    /** @type {HTMLElement} */ (document.querySelector("#phone-list .drafts")).hidden = lines.length === 0;
  }

  /** The address of the night round that was begun: on the server, or on this phone. @param {any} round */
  async function own(round) {
    if (round.begun !== null) {
      return "/inspections/" + round.begun.id + "/edit?place=";
    }
    const begun = (await Kept.drafts()).find((one) => one.page.startsWith(NEW) && one.page.includes("kind=night-round"));
    return begun === undefined ? NEW + "?kind=night-round&place=" : NEW + "?id=" + begun.action.split("/").at(-1) + "&kind=night-round&place=";
  }

  /** @param {any} file @param {any} round */
  async function showCase(file, round) {
    const stop = round.stops.find((/** @type {any} */ one) => one.placeCode === file.placeCode);
    const shown = part("case");
    for (const slot of /** @type {NodeListOf<HTMLElement>} */ (shown.querySelectorAll("[data-slot]"))) {
      slot.textContent = { ...stop, ...file }[slot.dataset.slot ?? ""] ?? "";
    }
    call(shown, stop?.telephone);
    shown.querySelector("a.record")?.setAttribute("href", (await own(round)) + file.placeCode);
  }

  /** @param {any} round */
  async function form(round) {
    const edited = EDIT.exec(location.pathname);
    const begun = edited !== null && round?.begun?.id === edited[1] ? round.begun : null;
    if (edited !== null && begun === null) {
      await list(round);
      return;
    }
    const id = begun === null ? chosen() : begun.id;
    const made = /** @type {HTMLFormElement} */ (document.querySelector("form[data-waits]"));
    made.setAttribute("action", "/inspections/" + id);
    made.dataset.keep = "inspection-" + id;
    /** @type {HTMLElement} */ (document.querySelector("[data-photos]")).dataset.of = id;
    set(made, "version", begun === null ? "0" : String(begun.version));
    Keep.fill(made, begun === null ? ((await Kept.team())?.fields ?? round?.team ?? []) : begun.fields);
    set(made, "kind", begun === null ? asked.get("kind") || "routine" : begun.kind);
    if (begun === null) {
      set(made, "startedAt", chinaTime());
    } else {
      Premises.grow(made, begun.fields.map((/** @type {any} */ one) => one[0]));
      Keep.fill(made, begun.fields);
      begun.violations.forEach((/** @type {string[]} */ ids, /** @type {number} */ i) => ids.forEach((one) => named(made, i, one, what(round, one))));
    }
    const draft = await Kept.draft(Keep.key(made));
    if (draft !== undefined) {
      Premises.grow(made, draft.fields.map(([name]) => name));
      restoreTicks(made, draft, round);
      Keep.fill(made, draft.fields);
      Premises.all(made).forEach((one, i) => title(one, Premises.field(made, i, "name").value));
    }
    visit(made, round);
    Premises.fold(made);
    part("form");
    Keep.arm();
    document.dispatchEvent(new CustomEvent("photos"));
  }

  /** Its id is put into the address, so that a reload shows the same inspection. */
  function chosen() {
    if (!asked.has("id")) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
      asked.set("id", hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
      history.replaceState(null, "", NEW + "?" + asked);
    }
    return asked.get("id");
  }

  /** The café of the address is the first that is empty, unless it is there already. @param {HTMLFormElement} made @param {any} round */
  function visit(made, round) {
    const place = asked.get("place") ?? "";
    const stop = round?.stops.find((/** @type {any} */ one) => one.placeCode === place);
    const files = (round?.cases ?? []).filter((/** @type {any} */ one) => one.placeCode === place);
    const name = stop?.name ?? files[0]?.name ?? "";
    const all = Premises.all(made);
    if (place === "" || all.some((one, i) => Premises.field(made, i, "placeCode").value === place)) {
      return;
    }
    let free = all.findIndex((one, i) => Premises.field(made, i, "kind").value === "");
    Premises.field(made, free, "kind").value = "internet-cafe";
    Premises.field(made, free, "placeCode").value = place;
    Premises.field(made, free, "name").value = name;
    all.forEach((one, i) => one.toggleAttribute("open", i === free));
    title(all[free], name);
    all[free].toggleAttribute("open", true);
    if (stop !== undefined && stop.overtime !== "") {
      named(made, free, stop.overtime, stop.overtimeName);
    }
    // As with a network: what is not decided can be ticked, what the button was for is.
    const asks = asked.get("violation") ?? "";
    for (const one of files.flatMap((/** @type {any} */ file) => file.findings)) {
      if (one.id !== stop?.overtime) {
        named(made, free, one.id, one.text, one.id === asks);
      }
    }
    if (free === all.length - 1) {
      Premises.grow(made, ["premises." + all.length + ".kind"]);
    }
  }

  /** A violation that the record names. @param {HTMLFormElement} made @param {number} number @param {string} id @param {string} text @param {boolean} [ticked] */
  function named(made, number, id, text, ticked = true) {
    const label = copy("phone-violation", { text: text || id.slice(0, 8) });
    const box = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    box.name = "premises." + number + ".violations";
    box.value = id;
    box.checked = ticked;
    Premises.all(made)[number].append(label);
  }

  /** The café's name stands on its part of the form, which is open. @param {HTMLElement} premises @param {string} name */
  function title(premises, name) {
    const summary = premises.querySelector("summary");
    if (summary !== null && name !== "") {
      summary.textContent = name;
    }
    premises.toggleAttribute("open", name !== "");
  }

  /** What a finding is, in the words of the round; empty where it is not of it. @param {any} round @param {string} id */
  function what(round, id) {
    const findings = (round?.cases ?? []).flatMap((/** @type {any} */ file) => file.findings);
    const stop = round?.stops.find((/** @type {any} */ one) => one.overtime === id);
    return stop?.overtimeName ?? findings.find((/** @type {any} */ one) => one.id === id)?.text ?? "";
  }

  /** @param {HTMLFormElement} made @param {any} draft @param {any} round */
  function restoreTicks(made, draft, round) {
    for (const [name, value] of draft.fields) {
      const number = /^premises\.(\d+)\.violations$/.exec(name);
      if (number !== null && ![...made.querySelectorAll("[name='" + name + "']")].some((one) => /** @type {any} */ (one).value === value)) {
        named(made, Number(number[1]), value, what(round, value));
      }
    }
  }

  /** @param {HTMLFormElement} made @param {string} name @param {string} value */
  function set(made, name, value) {
    /** @type {HTMLInputElement} */ (made.elements.namedItem(name)).value = value;
  }

  function chinaTime() {
    return new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).replace(" ", "T").slice(0, 16);
  }
})();
