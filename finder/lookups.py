"""Services that know addresses, and what they answer; `finder.geocoding` asks them.

Apart from it, because geopy takes a fifth of a second that no server need wait for.
"""

from __future__ import annotations

from dataclasses import dataclass

from finder.geo import Datum, Point

# The usage policies ask every program to name itself.
USER_AGENT = "public-facility-finder/0.1"
PROVIDERS = ("nominatim", "baidu")


@dataclass(frozen=True, slots=True)
class Service:
    """A service that knows addresses.

    Args:
        provider: one of `PROVIDERS`.
        server: its address, `https://…`; "" for Baidu's own.
        key: what Baidu asks for.
    """

    provider: str
    server: str = ""
    key: str = ""

    @property
    def credit(self) -> str:
        """Whom a position from there is owed to."""
        return "百度地图" if self.provider == "baidu" else "© OpenStreetMap contributors (ODbL)"


@dataclass(frozen=True, slots=True)
class Found:
    """A position as a service gives it.

    Args:
        given: the coordinates in `datum`.
        error_m: how far off they may be; None where the match is too vague to be a position.
        label: what the service says lies there.
    """

    given: Point
    datum: Datum
    error_m: int | None
    label: str
