// The base map that needs no tiles: names of towns and metro stations on plain ground.
// It draws no boundaries. All names are written with textContent.
"use strict";

// So long may a first tile take.
var PATIENCE_MS = 3000;

var SchematicLayer = L.LayerGroup.extend({
  initialize: function () {
    L.LayerGroup.prototype.initialize.call(this);
    document.addEventListener("finder:map", (event) => {
      const map = event.detail.map;
      map.eachLayer((layer) => this._standInFor(layer, map));
      map.on("layeradd", (added) => this._standInFor(added.layer, map));
    });
  },

  onAdd: function (map) {
    L.LayerGroup.prototype.onAdd.call(this, map);
    map.getContainer().classList.add("schematic");
    this._zoomed = () => {
      map.getContainer().classList.toggle("near", map.getZoom() >= 13);
      this._part();
    };
    map.on("zoomend", this._zoomed);
    this._zoomed();
    if (!this._asked) {
      this._asked = true;
      fetch(map.getContainer().dataset.places)
        .then((answer) => answer.json())
        .then((places) => {
          places.features.forEach((place) => this._draw(place));
          this._part();
        })
        .catch(() => { this._asked = false; });
    }
  },

  onRemove: function (map) {
    map.getContainer().classList.remove("schematic");
    map.off("zoomend", this._zoomed);
    L.LayerGroup.prototype.onRemove.call(this, map);
  },

  // Of names that would lie on one another only the first is shown, until the map is closer.
  _part: function () {
    const shown = [];
    this.eachLayer((place) => {
      const label = place.getElement() && place.getElement().firstChild;
      const box = label && label.getBoundingClientRect();
      if (!box || !box.width) { return; }
      const isCovered = shown.some((other) => box.left < other.right && other.left < box.right
        && box.top < other.bottom && other.top < box.bottom);
      label.classList.toggle("covered", isCovered);
      if (!isCovered) { shown.push(box); }
    });
  },

  // Tiles that cannot be reached, or do not come, leave grey; until one does, this map serves.
  _standInFor: function (tiles, map) {
    if (!(tiles instanceof L.TileLayer) || tiles.finderWatched) { return; }
    tiles.finderWatched = true;
    let loaded = false;
    let standsIn = false;
    const standIn = () => {
      if (loaded || !map.hasLayer(tiles) || map.hasLayer(this)) { return; }
      standsIn = true;
      this.addTo(map);
    };
    const wait = () => setTimeout(standIn, PATIENCE_MS);
    tiles.on("tileerror", standIn);
    tiles.on("add", wait);
    tiles.on("tileload", () => {
      loaded = true;
      if (standsIn) { this.remove(); }
      standsIn = false;
    });
    wait();
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
