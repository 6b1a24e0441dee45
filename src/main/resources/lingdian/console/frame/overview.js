// Copies last night's paragraph, and prints a page. Without a script the text can be marked, and the browser prints.
"use strict";

(() => {
  const said = document.getElementById("copied");

  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value); // absent on a page that came without TLS
        said.textContent = button.dataset.done;
      } catch {
        said.textContent = document.execCommand("copy") ? button.dataset.done : button.dataset.failed;
      }
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
