"""The map's shell, made by folium once. No facility ever passes through here.

branca renders every string a second time as a template, so a facility's text in it would be code;
facilities come to the page by a fetch and are written there as text.
"""

from __future__ import annotations

from typing import TypeVar

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.plugins import LocateControl
from folium.template import Template

from finder.errors import Gettext, sentence, untranslated
from finder.map_shell import MAP_ID, Shell, shell_of
from finder.settings import Tiles

# The middle of the district's sub-centre, between its library and its stations.
CENTRE = (39.9, 116.68)

# Tiles reach 18; without tiles the clusters need the figure all the same.
MAX_ZOOM = 18

Links = list[tuple[str, str]]
_Element = TypeVar("_Element", bound=MacroElement)


class _Map(folium.Map):
    default_js: Links = [("leaflet", "vendor/leaflet.js")]  # noqa: RUF012 - folium declares it so
    default_css: Links = [("leaflet_css", "vendor/leaflet.css")]  # noqa: RUF012 - folium declares it so


class _LocateControl(LocateControl):
    default_js: Links = [("locate", "vendor/L.Control.Locate.min.js")]  # noqa: RUF012 - folium declares it so
    default_css: Links = [("locate_css", "vendor/L.Control.Locate.min.css")]  # noqa: RUF012 - folium declares it so


class FacilityLayer(JSCSSMixin, Layer):
    """Markers, clustered, of facilities that the page fetches; see static/facility_layer.js."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new FacilityLayer();
        {% endmacro %}
        """
    )
    default_js: Links = [  # noqa: RUF012 - folium declares it so
        ("markercluster", "vendor/leaflet.markercluster.js"),
        ("facility_layer", "facility_layer.js"),
    ]
    default_css: Links = [("markercluster_css", "vendor/MarkerCluster.css")]  # noqa: RUF012 - folium declares it so


class SchematicLayer(JSCSSMixin, Layer):
    """Town names and metro stations on plain ground; see static/schematic_layer.js."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new SchematicLayer();
        {% endmacro %}
        """
    )
    default_js: Links = [("schematic_layer", "schematic_layer.js")]  # noqa: RUF012 - folium declares it so


def shell(tiles: Tiles | None, gettext: Gettext = untranslated) -> Shell:
    """Return the shell in one language, with the same bytes whenever it is made."""
    figure = Figure()
    map_ = _named(
        _Map(CENTRE, tiles=None, zoom_start=12, control_scale=True),
        MAP_ID,
    )
    map_.options.update(min_zoom=9, max_zoom=MAX_ZOOM)
    map_.add_to(figure)
    schematic = sentence("示意图").text(gettext)
    shows_tiles = tiles is not None and tiles.shown
    _named(SchematicLayer(name=schematic, overlay=False, show=not shows_tiles), "schematic").add_to(
        map_
    )
    if tiles is not None:
        layer = folium.TileLayer(
            tiles.url,
            attr=tiles.credit,
            name=sentence("街道图（%(name)s）", name=tiles.name).text(gettext),
            max_zoom=MAX_ZOOM,
            show=tiles.shown,
        )
        _named(layer, "tiles").add_to(map_)
    facilities = sentence("设施").text(gettext)
    _named(FacilityLayer(name=facilities, overlay=True, control=False), "facilities").add_to(map_)
    locate = _LocateControl(  # type: ignore[no-untyped-call]
        strings={"title": sentence("我的位置").text(gettext)},
        showPopup=False,
        setView="once",
        keepCurrentZoomLevel=True,
    )
    _named(locate, "locate").add_to(map_)
    if tiles is not None:
        _named(folium.LayerControl(position="topright"), "layers").add_to(map_)
    return _rendered(figure)


def _named(element: _Element, name: str) -> _Element:
    """Return the element with a name of its own, where folium draws a random one."""
    element._name, element._id = name.partition("_")[0], name.partition("_")[2] or "finder"
    return element


def _rendered(figure: Figure) -> Shell:
    figure.render()
    script = "\n".join(child.render() for child in figure.script._children.values())
    script = "\n".join(line.rstrip() for line in script.splitlines() if line.strip())
    return shell_of(script, _links(figure.header, JavascriptLink), _links(figure.header, CssLink))


def _links(header: Element, kind: type[JavascriptLink] | type[CssLink]) -> tuple[str, ...]:
    return tuple(link.url for link in header._children.values() if isinstance(link, kind))
