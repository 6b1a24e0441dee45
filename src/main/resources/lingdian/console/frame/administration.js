// The pages of accounts, keys and codes. Without it, fields take codes of divisions and addresses as they are typed.
"use strict";

// The names of all divisions are fetched when a field that takes one is first used.
document.addEventListener("focusin", async (event) => {
  const field = event.target;
  if (!field.matches("[data-regions]") || field.hasAttribute("list")) {
    return;
  }
  field.setAttribute("list", "all-regions");
  if (document.getElementById("all-regions") === null) {
    const list = document.createElement("datalist");
    list.id = "all-regions";
    document.body.append(list);
    list.innerHTML = await (await fetch("/administration/regions")).text();
  }
});

// Where no address is configured, that by which the reader reached the service, or which the reader typed last: what a reader of a
// letter can type as well. Only this computer reaches a loopback one.
const LOOPBACK = /^https?:\/\/(127\.[\d.]+|localhost|\[::1\])(:\d+)?(?:\/|$)/i;
const TYPED = "address-of-letters";

function fillOrigins() {
  for (const field of document.querySelectorAll("[data-origin]")) {
    field.value = field.value || localStorage.getItem(TYPED) || location.origin;
    const warning = field.form.querySelector("[data-loopback]");
    const warn = () => (warning.hidden = !LOOPBACK.test(field.value));
    warn();
    field.addEventListener("input", warn);
    field.addEventListener("change", () => keep(field));
  }
}
fillOrigins();

// An emptied field is filled with the address of the page again.
function keep(field) {
  if (field.value === "" || field.value === location.origin) {
    localStorage.removeItem(TYPED);
  } else if (field.validity.valid) {
    localStorage.setItem(TYPED, field.value);
  }
}

// An address that is handed over must be whole.
for (const text of document.querySelectorAll("[data-address]")) {
  text.value = text.value.startsWith("/") ? location.origin + text.value : text.value;
  text.parentElement.querySelector("[data-loopback]").hidden = !LOOPBACK.test(text.value);
}

// A role has its own fields; without a script all of them are there.
for (const role of document.querySelectorAll("select[name=role]")) {
  const show = () => {
    for (const part of role.form.querySelectorAll("[data-role]")) {
      part.hidden = part.dataset.role !== role.value;
      for (const field of part.querySelectorAll("input, select, textarea")) {
        field.disabled = part.hidden;
      }
    }
  };
  show();
  role.addEventListener("change", show);
}

// Letters are a file, so the page stays: it says how many codes were given out, and shows them in its list.
document.addEventListener("submit", (event) => {
  if (event.target.id === "letters-form") {
    event.preventDefault();
    giveOut(event.target);
  } else if (event.submitter?.name === "letter") {
    event.preventDefault();
    giveOutOne(event.target, event.submitter);
  }
});

// The page of one café is read again, so that it says so and shows the code that its letter has.
async function giveOutOne(form, button) {
  const own = form.action.replace(/\/code$/, "");
  const body = new URLSearchParams(new FormData(form, button));
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const isFile = answer.headers.has("Content-Disposition");
    if (isFile) {
      await save(answer);
    }
    const page = isFile ? await fetch(own + "?did=admin.letter") : answer;
    document.getElementById("main").replaceWith(mainOf(await page.text()));
    fillOrigins();
  } catch {
    location.assign(own);
  }
}

async function save(answer) {
  const file = document.createElement("a");
  file.href = URL.createObjectURL(await answer.blob());
  file.download = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition"))[1]);
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
}

async function giveOut(form) {
  const button = form.querySelector("button");
  const said = document.getElementById("given");
  button.disabled = true;
  said.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const count = answer.headers.get("Lingdian-Count");
    if (count === null) {
      document.getElementById("main").replaceWith(mainOf(await answer.text()));
      fillOrigins();
      return;
    }
    await save(answer);
    said.className = "notice";
    said.textContent = said.dataset.done.replace("{0}", count);
    said.hidden = false;
    const list = await fetch(location.href);
    document.getElementById("found").replaceWith(mainOf(await list.text()).querySelector("#found"));
  } catch {
    if (said.hidden) {
      said.className = "warning";
      said.textContent = said.dataset.failed;
      said.hidden = false;
    }
  } finally {
    button.disabled = false;
  }
}

function mainOf(page) {
  return document.adoptNode(new DOMParser().parseFromString(page, "text/html").getElementById("main"));
}
