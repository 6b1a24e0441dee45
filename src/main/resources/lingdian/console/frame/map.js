// @ts-check
// Draws the map with Leaflet from the list beside it, so that no café is only on a picture. Without the library the schematic of the
// server stays, as it does on paper.
"use strict";

(() => {
  const LIBRARY = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.library ?? "";
  const SVG = "http://www.w3.org/2000/svg";
  // Cafés that are nearer to each other on the screen, in pixels, are one sign with their number.
  const NEAR = 40;
  // A single café is not shown larger than its quarter.
  const QUARTER_ZOOM = 15;
  const IN_A_POPUP_MAX = 50;

  /** @typedef {{ row: HTMLElement, at: [number, number], state: string, stop: number }} Cafe */

  const canvas = document.getElementById("map");
  if (canvas === null) {
    return;
  }

  const legend = new Map(
    [...document.querySelectorAll(".legend [data-state]")].map((one) => {
      const { state = "", shape = "" } = /** @type {HTMLElement} */ (one).dataset;
      return [state, { shape, word: one.textContent ?? "" }];
    }),
  );

  /** @type {Cafe[]} */
  const cafes = [...document.querySelectorAll("#cafes > [data-at]")].map((one) => {
    const row = /** @type {HTMLElement} */ (one);
    const [latitude, longitude] = (row.dataset.at ?? "").split(",").map(Number);
    return { row, at: [latitude, longitude], state: row.dataset.state ?? "", stop: Number(row.dataset.stop) };
  });

  // Signs.

  /** @param {Cafe[]} group the most urgent first, as the list has them */
  function sign(group) {
    const box = document.createElement("div");
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "-14 -14 28 28");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", legend.get(group[0].state)?.shape ?? "");
    drawing.append(path);
    box.append(drawing);
    const [only] = group;
    const number = group.length > 1 ? group.length : only.stop;
    if (number > 0) {
      box.className = group.length > 1 ? "several" : "in-round";
      box.append(Object.assign(document.createElement("span"), { textContent: String(number) }));
    }
    return box;
  }

  /** @param {Cafe[]} group */
  function said(group) {
    if (group.length === 1) {
      return `${group[0].row.querySelector("a")?.textContent}: ${legend.get(group[0].state)?.word}`;
    }
    return [...legend]
      .map(([state, { word }]) => ({ word, number: group.filter((one) => one.state === state).length }))
      .filter(({ number }) => number > 0)
      .map(({ word, number }) => `${word} ${number}`)
      .join(" · ");
  }

  /** @param {Cafe[]} group */
  function listed(group) {
    const list = Object.assign(document.createElement("ul"), { className: "todo" });
    list.append(...group.slice(0, IN_A_POPUP_MAX).map((one) => one.row.cloneNode(true)));
    if (group.length > IN_A_POPUP_MAX) {
      list.append(Object.assign(document.createElement("li"), { textContent: `+ ${group.length - IN_A_POPUP_MAX}` }));
    }
    return list;
  }

  // Leaflet.

  /** @param {any} leaflet @param {HTMLElement} at */
  function draw(leaflet, at) {
    at.hidden = false;
    const { zoom, zoomIn, zoomOut, close, label = "" } = at.dataset;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const view = leaflet.map(at, {
      maxZoom: Number(zoom),
      attributionControl: false, // the source of a map stands below it
      zoomControl: false,
      scrollWheelZoom: false, // a page is scrolled past it, until somebody selects it
      zoomAnimation: !isStill,
      fadeAnimation: !isStill,
      markerZoomAnimation: !isStill,
    });
    at.setAttribute("role", "group");
    at.setAttribute("aria-label", label);
    leaflet.control.zoom({ position: "topright", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(view);
    leaflet.control.scale({ imperial: false }).addTo(view);
    background(leaflet, view, at.dataset);
    view.on("focus", () => view.scrollWheelZoom.enable());
    view.on("blur", () => view.scrollWheelZoom.disable());
    view.on("popupopen", (/** @type {any} */ { popup }) => {
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close ?? "");
    });
    view.fitBounds(bounds(leaflet, cafes), { maxZoom: QUARTER_ZOOM, padding: [32, 32], animate: false });
    signs(leaflet, view);
  }

  /** @param {any} leaflet @param {Cafe[]} some */
  function bounds(leaflet, some) {
    return leaflet.latLngBounds(some.map((one) => one.at));
  }

  /** @param {any} leaflet @param {any} view @param {DOMStringMap} data */
  function background(leaflet, view, { tiles = "", picture, bounds: edges = "", north = "" }) {
    if (picture !== undefined) {
      const [south, west, top, east] = edges.split(",").map(Number);
      leaflet.imageOverlay(picture, [[south, west], [top, east]]).on("error", withoutTiles).addTo(view);
      return;
    }
    if (tiles === "") {
      const squares = leaflet.gridLayer();
      squares.createTile = () => Object.assign(document.createElement("div"), { className: "square" });
      squares.addTo(view);
      const arrow = leaflet.control({ position: "topleft" });
      arrow.onAdd = () => Object.assign(document.createElement("div"), { className: "north", textContent: north });
      arrow.addTo(view);
      return;
    }
    for (const address of tiles.split(" ")) {
      leaflet.tileLayer(address, { maxZoom: view.getMaxZoom() }).on("tileerror", withoutTiles).addTo(view);
    }
  }

  function withoutTiles() {
    const told = document.getElementById("no-tiles");
    if (told !== null && told.hidden) {
      told.hidden = false;
      told.textContent = told.dataset.failed ?? "";
    }
  }

  /** @param {any} leaflet @param {any} view */
  function signs(leaflet, view) {
    const layer = leaflet.layerGroup().addTo(view);
    /** @type {Map<Cafe, any>} */
    const shown = new Map();
    const round = cafes.filter((one) => one.stop > 0).sort((one, other) => one.stop - other.stop);
    leaflet.polyline(round.map((one) => one.at), { className: "way", interactive: false }).addTo(view);
    // A screen reader and the keyboard have the list.
    view.getPane("markerPane").setAttribute("aria-hidden", "true");

    /** @param {Cafe[]} group */
    function put(group) {
      const marker = leaflet.marker(bounds(leaflet, group).getCenter(), {
        icon: leaflet.divIcon({ className: `pin ${group[0].state}`, html: sign(group), iconSize: [0, 0] }),
        title: said(group),
        keyboard: false,
        zIndexOffset: 10_000 * ([...legend.keys()].length - [...legend.keys()].indexOf(group[0].state)),
      });
      marker.on("click", () => open(group, marker));
      marker.addTo(layer);
      group.forEach((one) => shown.set(one, marker));
    }

    /** @param {Cafe[]} group @param {any} marker */
    function open(group, marker) {
      const around = bounds(leaflet, group);
      const canSplit = group.length > 1 && !around.getNorthEast().equals(around.getSouthWest()) && view.getZoom() < view.getMaxZoom();
      if (canSplit) {
        view.fitBounds(around, { padding: [48, 48] });
      } else {
        leaflet.popup({ offset: [0, -8] }).setLatLng(marker.getLatLng()).setContent(listed(group)).openOn(view);
      }
    }

    function redraw() {
      layer.clearLayers();
      shown.clear();
      /** @type {{ x: number, y: number, members: Cafe[] }[]} */
      const groups = [];
      for (const cafe of cafes) {
        const { x, y } = view.project(cafe.at, view.getZoom());
        const near = groups.find((one) => Math.hypot(one.x - x, one.y - y) < NEAR && one.members[0].stop === 0);
        if (near === undefined || cafe.stop > 0) {
          groups.push({ x, y, members: [cafe] });
        } else {
          near.members.push(cafe);
        }
      }
      groups.forEach((one) => put(one.members));
    }

    /** @param {Cafe} cafe @param {boolean} follows */
    function light(cafe, follows) {
      document.querySelectorAll(".pin.lit").forEach((one) => one.classList.remove("lit"));
      shown.get(cafe)?.getElement()?.classList.add("lit");
      if (follows) {
        view.panInside(cafe.at, { padding: [48, 48] });
      }
    }

    view.on("zoomend", redraw);
    redraw();
    for (const cafe of cafes) {
      cafe.row.addEventListener("mouseenter", () => light(cafe, false));
      cafe.row.addEventListener("focusin", () => light(cafe, true));
    }
  }

  const library = document.createElement("script");
  library.src = LIBRARY;
  library.addEventListener("load", () => draw(/** @type {any} */ (window).L, canvas));
  document.head.append(library);
})();
