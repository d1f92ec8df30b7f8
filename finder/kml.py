"""The facilities for map programs: KML 2.2 (OGC 07-147r2), a folder and a style for each kind.

What has no position is only counted: a program would look up the address and show its guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from finder.errors import Gettext, sentence
from finder.facility import Facility, Kind
from finder.naming import facility_name, place_name
from finder.origin import Origin
from finder.wording import error_text, hours_text
from finder.xmltext import DECLARATION, added, plain, written

NAMESPACE = "http://www.opengis.net/kml/2.2"

# Okabe and Ito's colours, which the colour-blind can tell apart, and two greys.
_COLOURS = dict(
    zip(
        Kind,
        (
            "0072b2", "e69f00", "56b4e9", "009e73", "f0e442",
            "cc79a7", "d55e00", "000000", "888888", "bbbbbb",
        ),
        strict=True,
    )
)  # fmt: skip

# Many facilities share their hours.
_hours_text = lru_cache(maxsize=1024)(hours_text)


def kml_parts(origin: Origin) -> Iterator[bytes]:
    """Yield a KML file bit by bit."""
    gettext = origin.gettext
    yield DECLARATION + f'<kml xmlns="{NAMESPACE}">\n<Document>\n'.encode()
    for part in _about(origin):
        yield written(part) + b"\n"
    for kind in Kind:
        found = [one for one in origin.listing.facilities if one.kind_key is kind and one.position]
        if found:
            name = escape(plain(kind.label.text(gettext)), quote=False)
            yield f"<Folder>\n<name>{name}</name>\n".encode()
            for one in found:
                yield written(_placemark(one, origin)) + b"\n"
            yield b"</Folder>\n"
    yield b"</Document>\n</kml>\n"


def _about(origin: Origin) -> Iterator[Element]:
    """Yield the name, what is left out, and the styles."""
    gettext = origin.gettext
    name = Element("name")
    name.text = sentence("通州公共文化设施").text(gettext)
    yield name
    unlocated = sum(origin.listing.unlocated.values())
    if unlocated:
        about = Element("description")
        about.text = sentence("另有 %(count)d 处位置待补，不在图上。", count=unlocated).text(
            gettext
        )
        yield about
    for kind in Kind:
        style = Element("Style", {"id": _style_id(kind)})
        icon = added(style, "IconStyle")
        # Opacity, blue, green, red.
        red, green, blue = (_COLOURS[kind][at : at + 2] for at in (0, 2, 4))
        added(icon, "color", f"ff{blue}{green}{red}")
        yield style


def _style_id(kind: Kind) -> str:
    return f"kind-{kind.value}"


def _placemark(one: Facility, origin: Origin) -> Element:
    """Return a facility, its parts in the order of the schema."""
    assert one.position is not None  # noqa: S101 - asked before
    # An xs:ID begins with a letter, and no style may have the same.
    made = Element("Placemark", {"id": f"facility-{one.id}"})
    added(made, "name", facility_name(one, origin.language))
    if one.address:
        added(made, "address", one.address)
    if one.phone:
        added(made, "phoneNumber", f"tel:{one.phone.replace(' ', '')}")
    page = origin.page(f"/facilities/{one.id}")
    added(made, "description", _description(one, page, origin.gettext))
    added(made, "styleUrl", f"#{_style_id(one.kind_key)}")
    data = added(made, "ExtendedData")
    for key in ("id", "kind", "town", "accuracy_m", "verified_on", "source"):
        value = one.kind_key.value if key == "kind" else getattr(one, key)
        if value:
            added(added(data, "Data", attributes={"name": key}), "value", value)
    lat, lon = one.position
    added(added(made, "Point"), "coordinates", f"{round(lon, 6)},{round(lat, 6)}")
    return made


def _description(one: Facility, page: str, gettext: Gettext) -> str:
    """Return the lines about a facility as HTML, for programs show it as such."""
    about = one.kind_key.label.text(gettext)
    lines = [
        f"{about}·{place_name(one.town, gettext)}" if one.town else about,
        _hours_text(one.rules, gettext),
        sentence("%(date)s 核实", date=one.verified_on).text(gettext) if one.verified_on else "",
        error_text(one.error_m, gettext) if one.error_m else "",
        one.notice,
    ]
    shown = [escape(plain(line)) for line in lines if line]
    return "<br>".join([*shown, f'<a href="{escape(page)}">{escape(page)}</a>'])
