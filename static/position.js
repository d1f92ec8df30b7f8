// Where somebody is: the phone's own position, which does not leave it, a place, or a tap.
"use strict";

(function (finder) {
  const form = document.getElementById("ask");
  if (!form) { return; }
  const button = document.getElementById("locate");
  const select = document.getElementById("place");
  const status = document.getElementById("locate-status");
  const said = () => finder.words;

  const list = document.getElementById("facilities").dataset;
  const isLong = "long" in document.getElementById("map_finder").dataset;

  // A list too long for a phone is sorted by the server.
  function askFrom(here) {
    const address = new URL(location.href);
    address.searchParams.set("lat", here.lat.toFixed(4));
    address.searchParams.set("lon", here.lon.toFixed(4));
    address.searchParams.delete("place");
    location.assign(address);
  }

  // Shows everything from a position; without a forecast only the map can.
  finder.standAt = function (here, words) {
    if (isLong && here && !here.place) { askFrom(here); return; }
    finder.here = here;
    if (here && !here.place) {
      sessionStorage.setItem("here", JSON.stringify(here));
      // A place in the address would be stood at again after a reload.
      if (select.value) {
        select.value = "";
        if (finder.forecast) { finder.keepAddress(); }
      }
    } else { sessionStorage.removeItem("here"); }
    const isSorted = Boolean(finder.forecast) && finder.show();
    status.textContent = !words || isSorted ? words || "" : said().unsorted;
    document.dispatchEvent(new CustomEvent("finder:here"));
  };

  finder.located = function (coords) {
    const here = { lat: coords.latitude, lon: coords.longitude, accuracyM: coords.accuracy };
    const rough = coords.accuracy > 500
      ? " " + said().rough.replace("{away}", finder.distanceText(coords.accuracy)) : "";
    const far = isFar(here) ? " " + said().outside : "";
    finder.standAt(here, said().found + rough + far);
  };

  // Further from every facility than anybody would go.
  function isFar(here) {
    const all = finder.forecast ? finder.forecast.facilities : [];
    const near = all.filter((one) => one.lat)
      .some((one) => finder.distanceM(here.lat, here.lon, one.lat, one.lon) < 30000);
    return all.length > 0 && !near;
  }

  finder.notLocated = function (error) {
    const reasons = { 1: "denied", 2: "unavailable", 3: "timeout" };
    status.textContent = said()[reasons[error.code] || "unavailable"];
    button.removeAttribute("aria-busy");
  };

  function locate() {
    if (!window.isSecureContext || !navigator.geolocation) {
      status.textContent = said().insecure;
      return;
    }
    status.textContent = said().asking;
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition((position) => {
      button.removeAttribute("aria-busy");
      finder.located(position.coords);
    }, finder.notLocated, { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
  }

  button.hidden = false;
  button.addEventListener("click", locate);

  function fromSelect() {
    const chosen = select.selectedOptions[0];
    if (!chosen || !chosen.dataset.lat) { return null; }
    return { lat: Number(chosen.dataset.lat), lon: Number(chosen.dataset.lon), place: chosen.value };
  }

  // Before the form's own listener shows the list, so that it is shown from there.
  select.addEventListener("change", () => {
    if (finder.forecast) { finder.standAt(fromSelect(), ""); } else { form.requestSubmit(); }
  });

  if (isLong && list.lat && !select.value) { status.textContent = said().sent; }

  // Who goes back sees what the address asks; so must the form, not what was chosen on leaving.
  window.addEventListener("pageshow", (event) => {
    const [way] = performance.getEntriesByType("navigation");
    if (isLong && (event.persisted || way.type === "back_forward")) { form.reset(); }
  });

  document.addEventListener("finder:ready", () => {
    const kept = sessionStorage.getItem("here");
    if (fromSelect()) { finder.standAt(fromSelect(), ""); }
    else if (kept && !finder.here) { finder.standAt(JSON.parse(kept), said().found); }
  });
})(window.finder);
