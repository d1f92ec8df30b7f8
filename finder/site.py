"""What a running application holds, and the list of facilities as it is now."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from flask import current_app, request

from finder import store
from finder.assets import Asset, compressed
from finder.errors import Gettext, SettingsError
from finder.facility import Facility
from finder.folium_map import Shell
from finder.forecast import forecast_object
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.rate_limits import Limiter
from finder.settings import Settings
from finder.store import Version
from finder.translations import catalogue

_log = logging.getLogger("finder")

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class HeldForecast:
    """A forecast as it is sent, and what it was made from.

    Args:
        version: the number of the list of facilities.
        date: the day on which it starts.
        bodies: the JSON by content coding.
        etag: changes with the content; not with the moment at which a worker made it.
    """

    version: int
    date: dt.date
    bodies: Mapping[str, bytes]
    etag: str


@dataclass
class Site:
    """The parts that every request uses.

    Args:
        clock: returns the moment that "now" means, aware.
        assets: the static files by name.
        shells: the map's shell in each language.
        edition: what changes with every file that a page is made of.
        secret: what cookies and forms are signed with.
        limiter: how often something may be tried.
    """

    settings: Settings
    calendar: Calendar
    clock: Callable[[], dt.datetime]
    assets: Mapping[str, Asset]
    shells: dict[str, Shell]
    edition: str
    secret: str = field(repr=False)
    limiter: Limiter
    _held: tuple[Version | None, tuple[Facility, ...]] | None = field(default=None, repr=False)
    _forecasts: dict[str, HeldForecast] = field(default_factory=dict, repr=False)

    def facilities(self) -> tuple[Facility, ...]:
        """Return the published list; a newly published one from the next call on."""
        return self._list()[1]

    def forecast(self, language: str) -> HeldForecast:
        """Return the forecast from today on; made anew each day and for each published list."""
        number, facilities = self._list()
        now = self.now()
        held = self._forecasts.get(language)
        if held is None or (held.version, held.date) != (number, now.date()):
            made = forecast_object(facilities, now, self.calendar, language)
            # Two workers make the same forecast at different moments.
            lasting = {name: value for name, value in made.items() if name != "made_at"}
            etag = hashlib.sha256(_compact(lasting).encode()).hexdigest()[:32]
            body = _compact(made).encode()
            bodies = {"identity": body, **compressed(body)}
            held = HeldForecast(number, now.date(), bodies, etag)
            self._forecasts[language] = held
        return held

    def _list(self) -> tuple[int, tuple[Facility, ...]]:
        """Return the published list after its number."""
        try:
            with closing(store.connect(self.settings.database_path)) as database:
                version = store.version(database)
                if self._held is None or self._held[0] != version:
                    self._held = (version, store.facilities(database))
        except SettingsError as error:
            # Whoever asks is better served with the list of a moment ago than with none.
            if self._held is None:
                raise
            _log.error("%s", error)
        version, facilities = self._held
        return version.number if version else 0, facilities

    def now(self) -> dt.datetime:
        """Return the present moment in Asia/Shanghai."""
        return self.clock().astimezone(ZONE)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def is_staff() -> bool:
    """Return whether the request is for a page of staff."""
    return request.path == "/staff" or request.path.startswith("/staff/")


def site() -> Site:
    """Return the site of the current application."""
    held = current_app.extensions["finder"]
    assert isinstance(held, Site)  # noqa: S101 - create_app puts it there
    return held


def language() -> str:
    """Return the language of the request: `?lang=en`, otherwise Chinese."""
    return "en" if request.args.get("lang") == "en" else "zh"


def gettext() -> Gettext:
    """Return the catalogue of the request's language."""
    return catalogue(language())
