// The map of the 15-minute circle, loaded once it comes into sight; and on a phone, where there is
// no picture, the figures are open from the start.
"use strict";

(() => {
  const box = document.getElementById("map_finder");
  const words = box.dataset;
  if (window.matchMedia("(max-width: 699px)").matches) {
    document.getElementById("figures").open = true;
  }

  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) { return; }
    watch.disconnect();
    load();
  }, { rootMargin: "200px" });
  watch.observe(box);

  function load() {
    for (const address of words.css.split(" ")) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = address;
      document.head.append(link);
    }
    words.js.split(" ")
      .reduce((before, address) => before.then(() => script(address)), Promise.resolve())
      .catch(failed);
  }

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => {
        if (window.L) {
          L.Control.Zoom.mergeOptions({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut });
        }
        resolve();
      };
      element.onerror = reject;
      document.head.append(element);
    });
  }

  function failed() {
    const note = document.createElement("p");
    note.className = "no-map";
    note.textContent = words.failed;
    box.append(note);
  }

  document.addEventListener("finder:map", (event) => {
    const map = event.detail.map;
    fetch(words.cells)
      .then((answer) => {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      })
      .then((found) => draw(map, found.features))
      .catch(failed);
  });

  // Thousands of cells are one canvas, not as many elements.
  function draw(map, cells) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    // Below the names of towns.
    map.createPane("cells").style.zIndex = 350;
    const layer = L.geoJSON(cells, {
      renderer: L.canvas({ pane: "cells" }),
      style: (cell) => style(cell.properties.reach),
    });
    layer.bindPopup((part) => {
      const text = document.createElement("p");
      text.textContent = words[part.feature.properties.reach];
      return text;
    });
    layer.addTo(map);
    dark.addEventListener("change", () => layer.setStyle((cell) => style(cell.properties.reach)));
    best().forEach((one, at) => mark(map, at + 1, one.place, one.said));
    const bounds = first(layer, box.clientWidth);
    if (bounds.isValid()) { map.fitBounds(bounds, { padding: [12, 12], animate: false }); }
    box.dataset.drawn = String(cells.length);
  }

  // Where there is room for all, all; on a phone first what is certain and the best places.
  function first(layer, width) {
    const whole = layer.getBounds();
    if (width >= 600) { return whole; }
    const near = L.latLngBounds(best().map((one) => one.place));
    layer.eachLayer((part) => {
      if (part.feature.properties.reach === "certain") { near.extend(part.getBounds()); }
    });
    return near.isValid() ? near : whole;
  }

  function best() {
    return Array.from(document.querySelectorAll("#best li"), (one) => (
      { place: [Number(one.dataset.lat), Number(one.dataset.lon)], said: one.textContent }));
  }

  function style(reach) {
    const colour = getComputedStyle(document.documentElement).getPropertyValue(`--${reach}`).trim();
    return { stroke: false, fillColor: colour, fillOpacity: 0.8 };
  }

  function mark(map, number, place, said) {
    const sign = document.createElement("span");
    sign.textContent = String(number);
    const title = words.best.replace("{n}", String(number));
    const marker = L.marker(place, {
      icon: L.divIcon({ className: "best", html: sign, iconSize: [28, 28] }),
      title: title,
      alt: title,
    });
    marker.bindPopup(() => {
      const text = document.createElement("p");
      text.textContent = said;
      return text;
    });
    marker.addTo(map);
  }
})();
