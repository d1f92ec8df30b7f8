"""What a running application holds, and the list of facilities as it is now."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread

from flask import current_app, g, request

from finder.assets import Asset
from finder.errors import Gettext, SettingsError
from finder.facility import Facility
from finder.forecast import forecast_object
from finder.held import Answers, Headers, tag_of
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.listing import Listing, indexed, listing
from finder.map_shell import Shell
from finder.questions import Moments
from finder.rate_limits import Limiter
from finder.settings import Settings
from finder.spelling import SPELLINGS, keep_spellings
from finder.store import Version, Watch, published
from finder.translations import catalogue

_log = logging.getLogger("finder")

# A list of more rows takes longer to make ready than a request should wait.
MOST_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class HeldForecast:
    """A forecast as it is sent, and what it was made from.

    Args:
        key: of the list of facilities.
        date: the day on which it starts.
        body: the JSON.
        etag: changes with the content; not with the moment at which a worker made it.
    """

    key: str
    date: dt.date
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Present:
    """What a request is answered from: one list and one moment, however long it takes.

    Args:
        minute: the present one, in Asia/Shanghai. No rule of opening hours has seconds, so that
            all answers of a minute are the same.
    """

    listing: Listing
    minute: dt.datetime


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
        answers: those that are right for a while.
        moments: what answers of the same moment have in common.
        headers: type and headers that all answers of an address have, by its path.
    """

    settings: Settings
    calendar: Calendar
    clock: Callable[[], dt.datetime]
    assets: Mapping[str, Asset]
    shells: dict[str, Shell]
    edition: str
    secret: str = field(repr=False)
    limiter: Limiter
    answers: Answers = field(default_factory=Answers, repr=False)
    moments: Moments = field(default_factory=Moments, repr=False)
    headers: dict[str, tuple[str, Headers]] = field(default_factory=dict, repr=False)
    _watch: Watch = field(init=False, repr=False)
    _held: tuple[Version | None, Listing] | None = field(default=None, repr=False)
    _reading: Lock = field(default_factory=Lock, repr=False)
    _reader: Thread | None = field(default=None, repr=False)
    _forecasts: dict[str, HeldForecast] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._watch = Watch(self.settings.database_path)

    def version(self) -> Version | None:
        """Return the published version, asked of the database.

        Raises:
            SettingsError: it cannot be read.
        """
        return self._watch.version()

    def close(self) -> None:
        """Part with the database, as SQLite asks for before a fork; the list is still held."""
        self._watch.close()

    def listing(self) -> Listing:
        """Return the published list; a newly published one from the next call on.

        Only a long one is made ready beside the requests, while they are answered from the one
        before.
        """
        held = self._held
        try:
            version = self._watch.version()
            if held is None or (held[0] != version and version is not None):
                return self._renewed(version)
        except SettingsError as error:
            # Whoever asks is better served with the list of a moment ago than with none.
            if held is None:
                raise
            _log.error("%s", error)
        return held[1]

    def _renewed(self, version: Version | None) -> Listing:
        with self._reading:
            held = self._held
            if held is None or version is None or version.facilities <= MOST_AT_ONCE:
                if held is None or held[0] != version:
                    self._read()
            elif held[0] != version and (self._reader is None or not self._reader.is_alive()):
                self._reader = Thread(target=self._read_aside, name="read", daemon=True)
                self._reader.start()
            assert self._held is not None  # noqa: S101 - read above, if not before
            return self._held[1]

    def _read(self) -> None:
        version, facilities = published(self.settings.database_path)
        key = f"{version.number}-{version.digest}" if version else ""
        made = indexed(listing(key, facilities), self.calendar)
        if made.index:
            made.index.prepare(self.now())
        self._held = (version, made)

    def _read_aside(self) -> None:
        try:
            self._read()
        except SettingsError as error:
            _log.error("%s", error)

    def facilities(self) -> tuple[Facility, ...]:
        """Return the facilities of the published list."""
        return self.listing().facilities

    def forecast(self, language: str) -> HeldForecast:
        """Return the forecast from today on; made anew each day and for each published list."""
        here = present()
        held = self._forecasts.get(language)
        if held is None or (held.key, held.date) != (here.listing.key, here.minute.date()):
            facilities = here.listing.facilities
            made = forecast_object(facilities, here.minute, self.calendar, language)
            # Two workers make the same forecast at different moments.
            lasting = {name: value for name, value in made.items() if name != "made_at"}
            etag = tag_of(_compact(lasting).encode())
            body = _compact(made).encode()
            held = HeldForecast(here.listing.key, here.minute.date(), body, etag)
            self._forecasts[language] = held
            keep_spellings(self.settings.data_folder / SPELLINGS)
        return held

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


def present() -> Present:
    """Return the list and the minute of the request, the same ones each time it asks."""
    if "present" not in g:
        here = site()
        g.present = Present(here.listing(), here.now().replace(second=0, microsecond=0))
    held: Present = g.present
    return held


def language() -> str:
    """Return the language of the request: `?lang=en`, otherwise Chinese."""
    return "en" if request.args.get("lang") == "en" else "zh"


def gettext() -> Gettext:
    """Return the catalogue of the request's language."""
    return catalogue(language())
