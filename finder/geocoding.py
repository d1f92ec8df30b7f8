"""Addresses to positions that a person then looks at, through a Nominatim server and geopy."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim

from finder.errors import GeocodingError, Problem, sentence
from finder.geo import Point

# Nominatim's usage policy asks every program to name itself.
_USER_AGENT = "public-facility-finder/0.1"
_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A position that a server proposes for an address, and what it says lies there."""

    position: Point
    label: str


def candidates(address: str, server: str, limit: int = 5) -> tuple[Candidate, ...]:
    """Return what the server finds in China for an address, best first.

    Args:
        server: the address of a Nominatim server, `https://…`.

    Raises:
        GeocodingError: the server cannot be reached, or knows no such address.
    """
    parts = urlsplit(server)
    geocoder = Nominatim(
        scheme=parts.scheme or "https",
        domain=f"{parts.netloc}{parts.path}".rstrip("/"),
        user_agent=_USER_AGENT,
        timeout=_TIMEOUT_S,
    )
    try:
        found = geocoder.geocode(
            address, exactly_one=False, limit=limit, country_codes="cn", language="zh"
        )
    except GeopyError as error:
        message = sentence(
            "地址服务 %(server)s 没有回答：%(error)s。", server=server, error=str(error)
        )
        hint = sentence("请检查网络，或用 FINDER_NOMINATIM 指定另一个服务。")
        raise GeocodingError(Problem(message, hint, column="address", value=address)) from error
    if not found:
        message = sentence("没有找到“%(value)s”。", value=address)
        hint = sentence("请写得更完整，例如 北京市通州区通胡大街76号。")
        raise GeocodingError(Problem(message, hint, column="address", value=address))
    return tuple(
        Candidate(Point(place.latitude, place.longitude), place.address) for place in found
    )
