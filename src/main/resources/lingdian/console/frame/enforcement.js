// Rounds and inspections on a phone: the team's position, and the signature.
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
