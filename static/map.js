// List and map: which is shown on a phone, when the map is loaded, and what is selected in both.
"use strict";

(function (finder) {
  const box = document.getElementById("map_finder");
  if (!box) { return; }
  const columns = document.getElementById("columns");
  const buttons = document.getElementById("switch");
  const wide = window.matchMedia("(min-width: 900px)");
  let map = null;
  let layer = null;
  let marks = null;
  let loading = false;

  // --- loading, only once it is looked at ----------------------------------------------------

  function loadMap() {
    if (loading) { return; }
    loading = true;
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
  }

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => { prepare(); resolve(); };
      element.onerror = reject;
      document.head.append(element);
    });
  }

  function prepare() {
    if (window.L) {
      L.Control.Zoom.mergeOptions({
        zoomInTitle: finder.words.zoom_in, zoomOutTitle: finder.words.zoom_out,
      });
    }
    // The plug-in would show an alert; the page has a line of its own.
    if (window.L && L.Control.Locate && !prepare.done) {
      prepare.done = true;
      L.Control.Locate.LocateControl.mergeOptions({ onLocationError: finder.notLocated });
    }
  }

  function failed() {
    loading = false;
    const note = box.querySelector(".no-map") || document.createElement("p");
    note.className = "no-map";
    note.textContent = box.dataset.failed;
    if (!map) { box.append(note); }
    document.getElementById("locate-status").textContent = box.dataset.failed;
  }
  document.addEventListener("finder:map-failed", failed);

  // --- list or map, on a phone -----------------------------------------------------------------

  function view(name) {
    columns.dataset.view = name;
    for (const button of buttons.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === name));
    }
    if (name === "map") { loadMap(); }
    if (map) { map.invalidateSize(); }
  }

  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) { return; }
    view(button.dataset.view);
    window.scrollTo(0, 0);
  });
  view("list");

  function whenReady() { if (wide.matches) { loadMap(); } }
  wide.addEventListener("change", whenReady);
  if (document.documentElement.dataset.ready) { whenReady(); }
  else { document.addEventListener("finder:ready", whenReady); }
  if (!document.getElementById("facilities").dataset.forecast) { whenReady(); }

  // --- what the map shows ------------------------------------------------------------------------

  document.addEventListener("finder:map", (event) => {
    map = event.detail.map;
    layer = event.detail.layer;
    map.on("click", (click) => finder.standAt(
      { lat: click.latlng.lat, lon: click.latlng.lng }, box.dataset.here));
    map.on("locationfound", (found) => finder.located({
      latitude: found.latlng.lat, longitude: found.latlng.lng, accuracy: found.accuracy,
    }));
    layer.on("click", (click) => select(click.layer.options.id));
    // Leaflet adds this control after the layer that this event comes from.
    setTimeout(() => {
      const toggle = box.querySelector(".leaflet-control-layers-toggle");
      if (toggle) { toggle.title = finder.words.layers; }
    });
    map.whenReady(() => { drawFacilities(); drawHere(); });
    if ("long" in box.dataset) { map.on("moveend", follow); }
  });

  // A long list comes in parts: those round the middle of the map.
  let loadedAt = null;
  let following = 0;

  function loadPart() {
    const list = document.getElementById("facilities").dataset;
    const asked = list.lat ? L.latLng(Number(list.lat), Number(list.lon)) : undefined;
    layer.load(loadedAt || asked).then(() => { loadedAt = loadedAt || map.getCenter(); });
  }

  function follow() {
    clearTimeout(following);
    following = setTimeout(() => {
      const centre = map.getCenter();
      const width = centre.distanceTo(map.getBounds().getNorthEast());
      if (!loadedAt || centre.distanceTo(loadedAt) < width / 4) { return; }
      loadedAt = centre;
      loadPart();
    }, 300);
  }

  function drawFacilities() {
    if (!layer) { return; }
    if (!finder.shown) { loadPart(); return; }
    layer.show(finder.shown.filter((one) => one.facility.lat).map((one) => ({
      id: one.facility.id,
      geometry: { coordinates: [one.facility.lon, one.facility.lat] },
      properties: {
        name: one.facility.title || one.facility.name,
        kind_name: one.facility.kind_name, accuracy: one.facility.accuracy,
        rank: one.status.rank, mark: finder.words.marks[one.status.rank], text: one.status.text,
      },
    })));
  }
  document.addEventListener("finder:shown", drawFacilities);

  function drawHere() {
    if (!map) { return; }
    if (marks) { marks.remove(); marks = null; }
    const here = finder.here;
    if (!here) { return; }
    const rings = [1000, 2000, 3000].map((radius) => L.circle([here.lat, here.lon], {
      radius: radius, className: "ring", fill: false, interactive: false,
    }));
    const labels = [1, 2, 3].map((km) => L.marker(
      [here.lat + km / 111.2, here.lon],
      { interactive: false, keyboard: false, icon: ringLabel(km) }));
    const dot = L.circleMarker([here.lat, here.lon], {
      radius: 8, className: "here", interactive: false,
    });
    marks = L.layerGroup([...rings, ...labels, dot]).addTo(map);
    map.setView([here.lat, here.lon], Math.max(map.getZoom(), 13), { animate: false });
  }
  document.addEventListener("finder:here", drawHere);

  function ringLabel(km) {
    const label = document.createElement("span");
    label.textContent = finder.distanceText(km * 1000);
    return L.divIcon({ className: "ring-label", html: label, iconSize: [0, 0] });
  }

  // --- selection, both ways ----------------------------------------------------------------------

  function select(id) {
    for (const row of document.querySelectorAll(".facility.selected")) {
      row.classList.remove("selected");
    }
    const row = document.querySelector(`.facility[data-id="${CSS.escape(id)}"]`);
    if (!row) { return; }
    row.classList.add("selected");
    if (wide.matches) { row.scrollIntoView({ block: "nearest" }); }
  }

  function point(event) {
    const row = event.target.closest(".facility");
    if (!layer || !row || !wide.matches) { return; }
    layer.highlight(row.dataset.id);
  }
  const list = document.getElementById("facilities");
  list.addEventListener("mouseover", point);
  list.addEventListener("focusin", point);
})(window.finder);
