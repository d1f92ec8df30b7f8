// What the page adds where there is JavaScript: sorting by the phone's own position, which does
// not leave the phone; a position by a tap on the map; and a list that does not grow old.
"use strict";

(function () {
  const list = document.getElementById("facilities");
  const button = document.getElementById("locate");
  const status = document.getElementById("locate-status");
  let map = null;
  let here = null;

  // --- distances ---------------------------------------------------------------------------

  // Metres between two near positions on the WGS-84 ellipsoid: its two radii of curvature at the
  // middle latitude. Over a district this is within a metre or two of the geodesic.
  function distanceM(lat1, lon1, lat2, lon2) {
    const rad = Math.PI / 180;
    const sine = Math.sin(((lat1 + lat2) / 2) * rad);
    const curve = 1 - 0.00669437999014 * sine * sine;
    const parallel = 6378137 / Math.sqrt(curve);
    const meridian = (parallel * (1 - 0.00669437999014)) / curve;
    const north = (lat2 - lat1) * rad * meridian;
    const east = (lon2 - lon1) * rad * parallel * Math.sqrt(1 - sine * sine);
    return Math.hypot(north, east);
  }

  function distanceText(metres) {
    const words = list.dataset;
    if (metres < 995) {
      return words.metres.replace("{n}", String(Math.max(10, Math.round(metres / 10) * 10)));
    }
    return words.km.replace("{n}", (metres / 1000).toFixed(1).replace(/\.0$/, ""));
  }

  function sortFrom(lat, lon) {
    if (!list) { return; }
    const rows = [...list.children];
    for (const row of rows) {
      const metres = distanceM(lat, lon, Number(row.dataset.lat), Number(row.dataset.lon));
      const minutes = Math.ceil((metres * list.dataset.detour) / list.dataset.mPerMin);
      row.dataset.distance = String(metres);
      row.querySelector(".away").textContent =
        distanceText(metres) + "·" + list.dataset.walk.replace("{n}", String(minutes));
    }
    rows.sort((a, b) => a.dataset.rank - b.dataset.rank || a.dataset.distance - b.dataset.distance);
    list.append(...rows);
  }

  // --- where somebody is ---------------------------------------------------------------------

  function standAt(lat, lon, accuracyM) {
    here = { lat: lat, lon: lon, accuracyM: accuracyM || 0 };
    sortFrom(lat, lon);
    drawHere();
  }

  function drawHere() {
    if (!map || !here) { return; }
    if (map.finderHere) { map.finderHere.remove(); }
    const rings = [1000, 2000, 3000].map((radius) => L.circle([here.lat, here.lon], {
      radius: radius, className: "ring", fill: false, interactive: false,
    }));
    const dot = L.circleMarker([here.lat, here.lon], {
      radius: 8, className: "here", interactive: false,
    });
    map.finderHere = L.layerGroup([...rings, dot]).addTo(map);
    map.setView([here.lat, here.lon], Math.max(map.getZoom(), 13));
  }

  function located(position) {
    const accuracyM = position.coords.accuracy;
    standAt(position.coords.latitude, position.coords.longitude, accuracyM);
    status.textContent = button.dataset.found + (accuracyM > 500
      ? " " + button.dataset.rough.replace("{m}", distanceText(accuracyM)) : "");
  }

  function notLocated(error) {
    const reasons = { 1: "denied", 2: "unavailable", 3: "timeout" };
    status.textContent = button.dataset[reasons[error.code] || "unavailable"];
    button.removeAttribute("aria-busy");
  }

  function locate() {
    if (!window.isSecureContext || !navigator.geolocation) {
      status.textContent = button.dataset.insecure;
      return;
    }
    status.textContent = button.dataset.asking;
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition((position) => {
      button.removeAttribute("aria-busy");
      located(position);
    }, notLocated, { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", locate);
  }

  // --- the map ---------------------------------------------------------------------------------

  if (window.L && L.Control.Locate) {
    // The plug-in would show an alert; the page has a line of its own.
    L.Control.Locate.LocateControl.mergeOptions({ onLocationError: notLocated });
  }

  document.addEventListener("finder:map", (event) => {
    map = event.detail.map;
    const box = map.getContainer();
    map.on("click", (click) => {
      standAt(click.latlng.lat, click.latlng.lng);
      status.textContent = box.dataset.here;
    });
    map.on("locationfound", (found) => located({
      coords: {
        latitude: found.latlng.lat, longitude: found.latlng.lng, accuracy: found.accuracy,
      },
    }));
    showSchematicIfNoTileLoads();
    if (box.dataset.lat) {
      here = { lat: Number(box.dataset.lat), lon: Number(box.dataset.lon), accuracyM: 0 };
      map.whenReady(drawHere);
    }
  });

  // Tiles that cannot be reached leave grey; then the schematic serves.
  function showSchematicIfNoTileLoads() {
    let loaded = false;
    const watch = (tiles) => {
      if (!(tiles instanceof L.TileLayer)) { return; }
      tiles.on("tileload", () => { loaded = true; });
      tiles.on("tileerror", () => {
        if (!loaded && map.finderSchematic) { map.finderSchematic.addTo(map); }
      });
    };
    map.eachLayer(watch);
    map.on("layeradd", (added) => watch(added.layer));
  }

  document.addEventListener("finder:map-failed", () => {
    status.textContent = document.getElementById("map_finder").dataset.failed;
  });

  // --- a page left open ------------------------------------------------------------------------

  const changes = list ? [...list.children].map((row) => Date.parse(row.dataset.changes)) : [];
  const firstChange = Math.min(...changes.filter((moment) => !Number.isNaN(moment)), Infinity);
  const isNow = !new URLSearchParams(location.search).get("at");
  const shownFor = document.querySelector(".asof time");
  const openedAt = Date.now();

  // The server's clock judged the list, so its age counts from there: this device's may be wrong.
  function refreshIfOld() {
    if (!isNow || document.hidden || !shownFor) { return; }
    const ageMs = Date.now() - openedAt;
    if (Date.parse(shownFor.dateTime) + ageMs < firstChange && ageMs < 600000) { return; }
    if (here) { sessionStorage.setItem("here", JSON.stringify(here)); }
    location.reload();
  }

  const kept = sessionStorage.getItem("here");
  if (kept) {
    sessionStorage.removeItem("here");
    const before = JSON.parse(kept);
    standAt(before.lat, before.lon, before.accuracyM);
  }

  document.addEventListener("visibilitychange", refreshIfOld);
  setInterval(refreshIfOld, 30000);
})();
