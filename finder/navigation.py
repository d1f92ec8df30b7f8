"""Links that open a facility in a map application, each with coordinates in its own datum."""

from __future__ import annotations

from urllib.parse import quote

from finder.errors import Gettext, sentence, untranslated
from finder.facility import Facility
from finder.geo import Datum, from_wgs84


def navigation_links(facility: Facility, gettext: Gettext = untranslated) -> list[tuple[str, str]]:
    """Return `(label, address)` for each map application; none without a position."""
    if facility.position is None:
        return []
    name = quote(facility.name, safe="")
    lat, lon = facility.position
    gcj = from_wgs84(facility.position, Datum.GCJ02)
    gcj_lat, gcj_lon = f"{gcj.lat:.6f}", f"{gcj.lon:.6f}"
    return [
        (
            sentence("高德地图").text(gettext),
            f"https://uri.amap.com/marker?position={gcj_lon},{gcj_lat}&name={name}&src=finder",
        ),
        (
            sentence("百度地图").text(gettext),
            f"https://api.map.baidu.com/marker?location={gcj_lat},{gcj_lon}&title={name}"
            f"&content={name}&output=html&coord_type=gcj02&src=finder",
        ),
        (
            sentence("腾讯地图").text(gettext),
            "https://apis.map.qq.com/uri/v1/marker?marker="
            + quote(f"coord:{gcj_lat},{gcj_lon};title:{facility.name}", safe=":;,")
            + "&referer=finder",
        ),
        (
            sentence("苹果地图").text(gettext),
            f"https://maps.apple.com/?ll={lat:.6f},{lon:.6f}&q={name}",
        ),
    ]
