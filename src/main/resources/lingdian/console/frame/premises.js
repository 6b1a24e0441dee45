// @ts-check
// The visited premises in the form of an inspection, whose number a draft or the plan of a round decides.
"use strict";

const Premises = (() => {
  const FIELD = /^premises\.(\d+)\./;

  /** @param {HTMLFormElement} form @returns {HTMLElement[]} */
  function all(form) {
    return [...form.querySelectorAll("details.premises")].map((one) => /** @type {HTMLElement} */ (one));
  }

  /** The empty one at the end is copied until there is one for each name. @param {HTMLFormElement} form @param {string[]} names */
  function grow(form, names) {
    const numbers = names.map((name) => FIELD.exec(name)).map((found) => (found === null ? -1 : Number(found[1])));
    for (let count = all(form).length; count > 0 && count <= Math.max(...numbers, -1); count++) {
      const last = all(form)[count - 1];
      const next = /** @type {HTMLElement} */ (last.cloneNode(true));
      for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (next.querySelectorAll("[name]"))) {
        field.name = field.name.replace(FIELD, "premises." + count + ".");
        if (field.type !== "checkbox") {
          field.value = "";
        }
      }
      next.querySelectorAll("fieldset").forEach((one) => one.remove());
      last.after(next);
    }
  }

  /** @param {HTMLFormElement} form @param {number} number @param {string} name @returns {HTMLInputElement} */
  function field(form, number, name) {
    return /** @type {HTMLInputElement} */ (form.querySelector("[name='premises." + number + "." + name + "']"));
  }

  /** The team as it was typed last, for the next inspection. @param {HTMLFormElement} form */
  function team(form) {
    const names = ["unit", "officers", "officerCount", "vehicles"];
    const values = names.map((name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name)));
    return { fields: names.map((name, i) => [name, values[i] === null ? "" : values[i]?.value, null]) };
  }

  /** What is filled in already is closed, as the server does it. @param {HTMLFormElement} form */
  function fold(form) {
    const typed = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();
    const part = /** @type {HTMLDetailsElement} */ (form.querySelector("details.team"));
    part.open = typed("unit") === "" || (typed("officers") === "" && typed("officerCount") === "");
    const said = /** @type {HTMLElement} */ (part.querySelector("summary small"));
    said.textContent = [typed("unit"), ...typed("officers").split("\n")].filter((one) => one !== "").join(" · ");
    all(form).forEach((one, i) => {
      const which = /** @type {HTMLDetailsElement} */ (one.querySelector(".which"));
      which.open = field(form, i, "name").value === "" || field(form, i, "placeCode").value === "";
    });
  }

  // A browser points at no field of a closed part.
  addEventListener("invalid", (event) => {
    const closed = event.target instanceof Element ? event.target.closest("details:not([open])") : null;
    closed?.toggleAttribute("open", true);
  }, true);

  return { all, grow, field, team, fold };
})();
