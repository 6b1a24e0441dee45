// Shared by all pages. Every page also works without it.
"use strict";

// The address of a form cannot be opened, and may hold its token: it is replaced by that of the page that the form is on, for
// reloading, going back and the bookmarks.
if (document.body.dataset.opens !== undefined) {
  history.replaceState(history.state, "", document.body.dataset.opens);
}

// On a phone a menu is wider than the screen: scrolls it so that the current page is visible.
for (const here of document.querySelectorAll(".views [aria-current]")) {
  const menu = here.closest("nav");
  menu.scrollLeft = here.offsetLeft - menu.offsetLeft - 32;
}

// On a phone a table that is wider than the screen becomes a list of cards, each cell with the name of its column.
const fitTables = () => {
  for (const table of document.querySelectorAll(".wide > table:not(.cards)")) {
    const heads = table.querySelectorAll("thead tr:only-child th");
    const plain = heads.length > 0 && [...table.rows].every((row) => row.cells.length === heads.length);
    if (plain && table.scrollWidth > table.parentElement.clientWidth + 1) {
      for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
        [...row.cells].forEach((cell, i) => (cell.dataset.label = heads[i].innerText.trim()));
      }
      table.classList.add("cards");
    }
  }
};
fitTables();
addEventListener("resize", fitTables);
document.addEventListener("htmx:afterSettle", fitTables);

// A filter applies itself when a choice changes; the button remains for browsers without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters");
  if (form !== null) {
    form.requestSubmit();
  }
});

// Empty choices are omitted from the address.
document.addEventListener("formdata", (event) => {
  if (event.target.matches("form.filters")) {
    for (const [name, value] of [...event.formData]) {
      if (value === "") {
        event.formData.delete(name);
      }
    }
  }
});

// A café that a field offers is put into the field.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-fills]");
  if (chosen !== null) {
    const list = chosen.closest(".candidates");
    const field = document.querySelector(`[aria-controls="${list.id}"]`);
    field.value = chosen.dataset.fills;
    list.replaceChildren();
    field.focus();
  }
});

// What would be refused of a file is said before it is sent: megabytes take minutes on a phone.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("input[type=file][data-each]")) {
    const files = [...field.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const mebibytes = (size) => (Math.ceil(size / 104_857.6) / 10).toFixed(1);
    const large = files.find((file) => file.size > field.dataset.each);
    field.setCustomValidity(
      files.length > field.dataset.most
        ? field.dataset.number.replace("{0}", files.length)
        : large !== undefined
          ? field.dataset.size.replace("{0}", () => large.name).replace("{1}", mebibytes(large.size))
          : bytes > field.dataset.all
            ? field.dataset.total.replace("{0}", mebibytes(bytes))
            : "",
    );
    field.reportValidity();
  }
});

// The menu of further sections closes on a tap elsewhere, and on Escape.
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// A list as a file for spreadsheets: the API writes one for whoever asks for its type, which a link alone cannot.
for (const links of document.querySelectorAll(".tables")) {
  links.hidden = false;
  links.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-table]");
    if (link !== null) {
      event.preventDefault();
      takeTable(links, link);
    }
  });
}

async function takeTable(links, link) {
  const said = links.querySelector(".said");
  said.textContent = "";
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { Accept: link.dataset.table } });
    if (!answer.ok) {
      said.textContent = answer.status === 422 ? links.dataset.large : links.dataset.failed;
      return;
    }
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = link.download;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  } catch {
    said.textContent = links.dataset.failed;
  } finally {
    link.removeAttribute("aria-busy");
  }
}
