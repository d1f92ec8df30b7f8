// The map of moves: where positions were and will be. The list beside it says the same in words.
// Names are written with textContent only.
"use strict";

(function () {
  const data = document.getElementById("moves");
  const box = document.querySelector(".moves-map");
  if (!data || !box) { return; }
  const moves = JSON.parse(data.textContent);
  const list = document.getElementById("moves-list");
  // Up to this many have their words on the map at all times.
  const NAMED = 8;

  // --- loading -----------------------------------------------------------------------------------

  box.hidden = false;
  for (const address of box.dataset.css.split(" ")) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    document.head.append(link);
  }
  let pending = Promise.resolve();
  for (const address of box.dataset.js.split(" ")) {
    pending = pending.then(() => script(address));
  }
  pending.catch(failed);

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  function failed() {
    const note = document.createElement("p");
    note.className = "no-map";
    note.textContent = box.dataset.failed;
    box.replaceChildren(note);
  }

  // --- drawing -----------------------------------------------------------------------------------

  document.addEventListener("finder:map", (event) => {
    const map = event.detail.map;
    map.whenReady(() => draw(map));
  });

  function draw(map) {
    const points = moves.flatMap((move) => [move.from, move.to].filter(Boolean));
    // The controls stand in the left corners, the credit in the right one.
    map.fitBounds(L.latLngBounds(points), {
      paddingTopLeft: [80, 32], paddingBottomRight: [64, 48], maxZoom: 16, animate: false,
    });
    const marks = moves.map((move) => mark(map, move));
    for (const row of list.querySelectorAll("[data-move]")) {
      row.append(button(() => {
        const move = moves[row.dataset.move];
        const ends = [move.from, move.to].filter(Boolean);
        map.fitBounds(L.latLngBounds(ends), { padding: [80, 80], maxZoom: 17, animate: false });
        marks[row.dataset.move].openPopup();
      }, row));
    }
  }

  function button(act, row) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "show";
    element.textContent = box.dataset.show;
    element.setAttribute("aria-label",
      row.querySelector(".name").textContent + " " + box.dataset.show);
    element.addEventListener("click", act);
    return element;
  }

  function mark(map, move) {
    if (move.kind === "moved") {
      L.polyline([move.from, move.to], { className: "move-line", interactive: false }).addTo(map);
      L.circleMarker(move.from, { className: "move-from", radius: 6, interactive: false }).addTo(map);
    }
    const words = [move.name, row(move)].filter(Boolean).join(" ");
    const marker = L.marker(move.to || move.from, {
      icon: L.divIcon({ className: "move-mark " + move.kind, html: sign(map, move), iconSize: [28, 28] }),
      title: words,
      alt: words,
    });
    marker.bindPopup(() => text("p", words));
    if (move.text && moves.length <= NAMED) {
      marker.bindTooltip(() => text("span", move.text),
        { permanent: true, direction: "right", offset: [14, 0], className: "move-words" });
    }
    return marker.addTo(map);
  }

  function row(move) {
    const place = list.querySelector(`[data-move="${moves.indexOf(move)}"] .what`);
    return place ? place.textContent.trim() : "";
  }

  function text(tag, words) {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  }

  // A circle with a cross for what comes, a square with a stroke for what goes, and for what moves
  // an arrow in the direction of the move.
  function sign(map, move) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    if (move.kind === "moved") {
      path.setAttribute("d", "M2 8h11M8.500 3.500 13 8l-4.500 4.500");
      path.setAttribute("transform", `rotate(${bearing(map, move)} 8 8)`);
    } else {
      path.setAttribute("d", move.to ? "M8 2v12M2 8h12" : "M2 8h12");
    }
    svg.append(path);
    return svg;
  }

  function bearing(map, move) {
    const [start, end] = [move.from, move.to].map((point) => map.project(point, 18));
    return Math.round(Math.atan2(end.y - start.y, end.x - start.x) * 180 / Math.PI);
  }
})();
