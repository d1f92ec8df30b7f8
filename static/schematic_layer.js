// The base map that needs no tiles: names of towns and metro stations on plain ground.
// It draws no boundaries. All names are written with textContent.
"use strict";

var SchematicLayer = L.LayerGroup.extend({
  initialize: function () {
    L.LayerGroup.prototype.initialize.call(this);
    // Known to the page even while tiles are shown instead: they may turn out unreachable.
    document.addEventListener("finder:map", (event) => { event.detail.map.finderSchematic = this; });
  },

  onAdd: function (map) {
    L.LayerGroup.prototype.onAdd.call(this, map);
    map.getContainer().classList.add("schematic");
    this._zoomed = () => {
      map.getContainer().classList.toggle("near", map.getZoom() >= 13);
    };
    map.on("zoomend", this._zoomed);
    this._zoomed();
    if (!this._asked) {
      this._asked = true;
      fetch(map.getContainer().dataset.places)
        .then((answer) => answer.json())
        .then((places) => places.features.forEach((place) => this._draw(place)))
        .catch(() => { this._asked = false; });
    }
  },

  onRemove: function (map) {
    map.getContainer().classList.remove("schematic");
    map.off("zoomend", this._zoomed);
    L.LayerGroup.prototype.onRemove.call(this, map);
  },

  _draw: function (place) {
    const [lon, lat] = place.geometry.coordinates;
    const label = document.createElement("span");
    label.textContent = place.properties.name;
    this.addLayer(L.marker([lat, lon], {
      icon: L.divIcon({ className: "place " + place.properties.kind, html: label, iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
      pane: "overlayPane",
    }));
  },
});
