// Facilities as clustered markers, written with textContent only. The list gives them; where it
// cannot, they come by one fetch.
"use strict";

// A marker or cluster whose element says what it is to those who cannot see it.
const NamedIcon = L.DivIcon.extend({
  createIcon: function (old) {
    const element = L.DivIcon.prototype.createIcon.call(this, old);
    element.setAttribute("aria-label", this.options.label);
    element.setAttribute("role", "button");
    element.title = this.options.label;
    return element;
  },
});

var FacilityLayer = L.MarkerClusterGroup.extend({
  initialize: function () {
    L.MarkerClusterGroup.prototype.initialize.call(this, {
      maxClusterRadius: 52,
      showCoverageOnHover: false,
      animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      iconCreateFunction: (cluster) => this._clusterIcon(cluster),
    });
    this.byId = new Map();
  },

  onAdd: function (map) {
    L.MarkerClusterGroup.prototype.onAdd.call(this, map);
    this._words = map.getContainer().dataset;
    map.attributionControl.setPrefix("Leaflet").addAttribution(this._words.credit);
    document.dispatchEvent(new CustomEvent("finder:map", { detail: { map: map, layer: this } }));
  },

  // Fetches the facilities again and replaces the markers; on failure the old ones stay. Of a long
  // list those round `centre` come, or round the middle of all.
  load: function (centre) {
    const turn = this._turn = (this._turn || 0) + 1;
    const address = new URL(this._words.facilities, location.href);
    if (centre) {
      address.searchParams.set("lat", centre.lat.toFixed(4));
      address.searchParams.set("lon", centre.lng.toFixed(4));
    }
    return fetch(address)
      .then((answer) => {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      })
      .then((collection) => { if (turn === this._turn) { this.show(collection.features); } })
      .catch(() => {
        document.dispatchEvent(new CustomEvent("finder:map-failed"));
      });
  },

  // Replaces the markers, unless they would be the same.
  show: function (features) {
    const said = JSON.stringify(features);
    if (said === this._said) { return; }
    this._said = said;
    const first = this.byId.size === 0;
    this.clearLayers();
    this.byId.clear();
    const markers = features.map((feature) => {
      const marker = this._marker(feature);
      this.byId.set(feature.id, marker);
      return marker;
    });
    this.addLayers(markers);
    if (first && markers.length) {
      this._map.fitBounds(this.getBounds(), { padding: [24, 24], maxZoom: 13, animate: false });
    }
  },

  // Shows which marker a row of the list stands for, or the cluster that holds it.
  highlight: function (id) {
    if (this._high) { this._high.classList.remove("selected"); }
    const marker = this.byId.get(id);
    const seen = marker && this.getVisibleParent(marker);
    this._high = seen ? seen.getElement() : null;
    if (this._high) { this._high.classList.add("selected"); }
  },

  _marker: function (feature) {
    const facility = feature.properties;
    const [lon, lat] = feature.geometry.coordinates;
    const sign = document.createElement("span");
    sign.textContent = facility.mark;
    const marker = L.marker([lat, lon], {
      icon: new NamedIcon({
        className: "mark rank-" + facility.rank + (facility.accuracy ? " rough" : ""),
        html: sign,
        iconSize: [32, 32],
        label: facility.name + " " + facility.text,
      }),
      rank: facility.rank,
      id: feature.id,
    });
    marker.bindPopup(() => this._popup(feature.id, facility), { maxWidth: 260 });
    return marker;
  },

  _popup: function (id, facility) {
    const box = document.createElement("div");
    const line = (tag, text, className) => {
      const element = document.createElement(tag);
      element.textContent = text;
      element.className = className;
      box.append(element);
      return element;
    };
    line("strong", facility.name, "popup-name");
    line("p", facility.text, "popup-text rank-" + facility.rank);
    line("p", facility.kind_name, "popup-kind");
    if (facility.accuracy) { line("p", facility.accuracy, "popup-rough"); }
    line("a", this._words.details, "popup-link").href =
      this._words.page.replace("ID", encodeURIComponent(id));
    return box;
  },

  _clusterIcon: function (cluster) {
    const markers = cluster.getAllChildMarkers();
    const best = Math.min(...markers.map((marker) => marker.options.rank));
    const sign = document.createElement("span");
    sign.textContent = String(markers.length);
    return new NamedIcon({
      className: "mark cluster rank-" + best,
      html: sign,
      iconSize: [40, 40],
      label: this._words.cluster.replace("{n}", String(markers.length)),
    });
  },
});
