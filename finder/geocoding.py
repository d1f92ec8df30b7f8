"""Addresses to positions that a person then looks at, through geopy.

geopy knows two of the services that know Chinese addresses: Nominatim, which anybody may ask once a
second, and Baidu, which wants a key. It has none for 高德, 腾讯 or 天地图.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderRateLimited, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import BaiduV3, Nominatim

from finder.errors import GeocodingError, Problem, sentence
from finder.geo import Datum, Point, distance_m, rounded_up_m
from finder.lookups import USER_AGENT, Found, Service

# Nominatim's usage policy: at most one question a second. Baidu's free keys allow three.
PAUSE_S = 1.0
_TIMEOUT_S = 10
_RETRY_S = 5.0
_BAIDU = "https://api.map.baidu.com"

# Somebody looked an address up; nobody has stood there.
_LEAST_ERROR_M = 50

# How far a place of a rank of Nominatim reaches, from the documentation's "Place Ranking": a
# house, a street, a block, a hamlet, a village. A town is no position.
_RANK_ERROR_M = ((30, _LEAST_ERROR_M), (26, 200), (21, 500), (20, 1000), (19, 2000))

# What Baidu's documentation says of `confidence`: the error is below so many metres.
_CONFIDENCE_ERROR_M = ((90, 50), (80, 100), (75, 200), (70, 300), (60, 500), (50, 1000), (40, 2000))

# What is vaguer than a town's representative point helps nobody.
_MOST_ERROR_M = 3000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A position that a server proposes for an address, and what it says lies there."""

    position: Point
    label: str


# It writes a trace of each question that is asked again where a person reads what went wrong.
logging.getLogger("geopy").addHandler(logging.NullHandler())

# What geopy raises by itself where an answer has another shape than its service documents.
_OTHER_SHAPE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
)

Asker = Callable[[str], Found | None]


def candidates(address: str, server: str, limit: int = 5) -> tuple[Candidate, ...]:
    """Return what a Nominatim server finds in China for an address, best first.

    Args:
        server: the address of a Nominatim server, `https://…`.

    Raises:
        GeocodingError: the server cannot be reached, or knows no such address.
    """
    service = Service("nominatim", server)
    try:
        found = _nominatim(server).geocode(
            address, exactly_one=False, limit=limit, country_codes="cn", language="zh"
        )
    except (GeopyError, *_OTHER_SHAPE) as error:
        raise _no_answer(service, address, error) from error
    if not found:
        message = sentence("没有找到“%(value)s”。", value=address)
        hint = sentence("请写得更完整，例如 北京市通州区通胡大街76号。")
        raise GeocodingError(Problem(message, hint, column="address", value=address))
    return tuple(
        Candidate(Point(place.latitude, place.longitude), place.address) for place in found
    )


def asker(
    service: Service,
    pause_s: float = PAUSE_S,
    retry_s: float = _RETRY_S,
    timeout_s: float = _TIMEOUT_S,
) -> Asker:
    """Return the function that asks a service for one address, never faster than it allows.

    It returns None where the service knows no such address, and raises GeocodingError where it
    cannot be reached, refuses the key, or has failed three times.

    Args:
        pause_s, retry_s, timeout_s: seconds from one question to the next, to the same one again
            after it failed, and without an answer until it has failed.

    Raises:
        GeocodingError: the service needs a key and has none.
    """
    ask = (_baidu_asker if service.provider == "baidu" else _nominatim_asker)(service, timeout_s)

    def once(address: str) -> Found | None:
        try:
            return ask(address)
        except GeocoderRateLimited as error:
            if (error.retry_after or 0) > retry_s:
                raise _no_answer(service, address, error) from error
            raise

    limited = RateLimiter(
        once, min_delay_seconds=pause_s, error_wait_seconds=retry_s, swallow_exceptions=False
    )

    def asked(address: str) -> Found | None:
        try:
            found: Found | None = limited(address)
        except (GeopyError, *_OTHER_SHAPE) as error:
            raise _no_answer(service, address, error) from error
        return found

    return asked


class _Stay(HTTPRedirectHandler):
    """Follows nobody: a server cannot send us, or the key, to another one of its choice."""

    def redirect_request(self, *_: object) -> None:
        return None


# geopy has no types, so that its class is Any to the checker.
class _Adapter(URLLibAdapter):  # type: ignore[misc]
    """Asks the server that the settings name, and no other."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        https = HTTPSHandler(context=ssl_context)
        self.urlopen = build_opener(https, ProxyHandler(proxies), _Stay).open


# geopy's other adapter waits in silence for as long as a server's Retry-After says, hours included.
def _nominatim(server: str, timeout_s: float = _TIMEOUT_S) -> Any:
    parts = urlsplit(server)
    return Nominatim(
        scheme=parts.scheme or "https",
        domain=f"{parts.netloc}{parts.path}".rstrip("/"),
        user_agent=USER_AGENT,
        timeout=timeout_s,
        adapter_factory=_Adapter,
    )


def _nominatim_asker(service: Service, timeout_s: float) -> Asker:
    geocoder = _nominatim(service.server, timeout_s)

    def ask(address: str) -> Found | None:
        place = geocoder.geocode(address, country_codes="cn", language="zh")
        if place is None:
            return None
        given = Point(place.latitude, place.longitude)
        return Found(given, Datum.WGS84, _nominatim_error_m(given, place.raw), place.address)

    return ask


def _baidu_asker(service: Service, timeout_s: float) -> Asker:
    if not service.key:
        message = sentence("百度地图要有密钥才能查地址。")
        raise GeocodingError(
            Problem(message, sentence("请设置 FINDER_GEOCODER_KEY。"), column="FINDER_GEOCODER_KEY")
        )
    geocoder = BaiduV3(
        service.key, user_agent=USER_AGENT, timeout=timeout_s, adapter_factory=_Adapter
    )
    if service.server:
        geocoder.api = f"{service.server.rstrip('/')}{geocoder.api_path}"

    def ask(address: str) -> Found | None:
        place = geocoder.geocode(address)
        if place is None:
            return None
        error_m = _error_of(_CONFIDENCE_ERROR_M, place.raw.get("confidence"))
        # Unless asked for another datum it answers in its own.
        given = Point(place.latitude, place.longitude)
        return Found(given, Datum.BD09, error_m, str(place.raw.get("level", "")))

    return ask


def _nominatim_error_m(given: Point, raw: Mapping[str, Any]) -> int | None:
    """Return how far off an answer may be; None if it is too vague, or does not say.

    It is the furthest corner of what was found, and at least what its rank stands for: a street
    that is drawn as a point is not a door.
    """
    of_rank = _error_of(_RANK_ERROR_M, raw.get("place_rank"))
    try:
        south, north, west, east = (float(edge) for edge in raw["boundingbox"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    corners = (Point(lat, lon) for lat in (south, north) for lon in (west, east))
    error_m = max(distance_m(given, corner) for corner in corners)
    if of_rank is None or error_m > _MOST_ERROR_M:
        return None
    return max(of_rank, rounded_up_m(error_m))


def _error_of(table: tuple[tuple[int, int], ...], value: object) -> int | None:
    if not isinstance(value, int):
        return None
    return next((error_m for least, error_m in table if value >= least), None)


def _no_answer(service: Service, address: str, error: Exception) -> GeocodingError:
    words = str(error) or type(error).__name__
    # The address that failed holds the key, which has no place on a screen or in a log.
    for secret in filter(None, (service.key, quote(service.key, safe=""))):
        words = words.replace(secret, "…")
    server = service.server or _BAIDU
    message = sentence("地址服务 %(server)s 没有回答：%(error)s。", server=server, error=words)
    hint = sentence("请检查网络，或用 FINDER_NOMINATIM 指定另一个服务。")
    if service.provider == "baidu":
        hint = sentence("请检查网络和 FINDER_GEOCODER_KEY。")
    return GeocodingError(Problem(message, hint, column="address", value=address))
