// What all pages share. No page needs it to work.
"use strict";

// On a phone the menu is wider than the screen: the page that is shown can be seen in it.
for (const here of document.querySelectorAll(".top .sections [aria-current]")) {
  const menu = here.closest("nav");
  menu.scrollLeft = here.offsetLeft - menu.offsetLeft - 32;
}

// A filter applies itself when something else is chosen; the button remains for those without a script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters");
  if (form !== null) {
    form.requestSubmit();
  }
});

// Empty choices are left out of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.matches("form.filters")) {
    for (const [name, value] of [...event.formData]) {
      if (value === "") {
        event.formData.delete(name);
      }
    }
  }
});

// What forms keep in this tab is whoever's who signs out.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === "/sign-out") {
    sessionStorage.clear();
  }
});
