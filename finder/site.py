"""What a running application holds, and the list of facilities as it is now."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from urllib.parse import quote

from flask import current_app, g, request

from finder.assets import Asset
from finder.charts import Charts
from finder.counts import Counts
from finder.doubt import CLOCK, is_clock_behind
from finder.errors import FinderError, Gettext, SettingsError
from finder.facility import Facility
from finder.forecast import forecast_object
from finder.held import Answers, Headers, tag_of
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.listing import Listing, doubted, indexed, key_of, listing
from finder.map_shell import Shell
from finder.paths import address_of
from finder.questions import Moments
from finder.rate_limits import Limiter
from finder.readers import Readers
from finder.settings import Settings
from finder.spelling import SPELLINGS, keep_spellings
from finder.store import Version, Watch, published
from finder.translations import catalogue
from finder.watching import DATABASE

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
        readers: how much each network address has asked; None where nobody counts.
        answers: those that are right for a while.
        moments: what answers of the same moment have in common.
        headers: type and headers that all answers of an address have, by its path and the doubt of
            its list.
        charts: what part of the area has something open in reach.
        counts: what all workers have answered.
        faults: what the watch has met when it last looked, by what it looked at.
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
    headers: dict[tuple[str, str], tuple[str, Headers]] = field(default_factory=dict, repr=False)
    readers: Readers | None = field(init=False, repr=False)
    charts: Charts = field(init=False, repr=False)
    counts: Counts = field(default_factory=Counts, repr=False)
    faults: dict[str, FinderError | None] = field(default_factory=dict, repr=False)
    _watch: Watch = field(init=False, repr=False)
    _held: tuple[Version | None, Listing] | None = field(default=None, repr=False)
    _reading: Lock = field(default_factory=Lock, repr=False)
    _reader: Thread | None = field(default=None, repr=False)
    _said: str = field(default="", repr=False)
    _forecasts: dict[str, HeldForecast] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.charts = Charts(self.settings)
        self._watch = Watch(self.settings.database_path)
        self.readers = Readers(self.settings.rate) if self.settings.rate else None

    def served(self) -> Version | None:
        """Return the version that is served, which may be the one before for a moment."""
        self.listing()
        return self._held[0] if self._held else None

    def note(self, looked_at: str, fault: FinderError | None) -> None:
        """Note what the watch has met; a database at fault that is held open cannot be mended."""
        self.faults[looked_at] = fault
        if fault and looked_at == DATABASE:
            self._watch.close()

    def close(self) -> None:
        """Part with the database, as SQLite asks for before a fork; the list is still held."""
        self._watch.close()

    def listing(self) -> Listing:
        """Return the published list; a newly published one from the next call on.

        Only a long one is made ready beside the requests, while they are answered from the one
        before. One that may be wrong by now says so.
        """
        held, fault, version = self._held, self.faults.get(DATABASE), None
        try:
            # What the watch could not open a moment ago would keep a request waiting.
            version = self._watch.version() if fault is None or held is None else None
            if held is None or (held[0] != version and version is not None):
                held = self._renewed(version)
        except SettingsError as error:
            # Whoever asks is better served with the list of a moment ago than with none.
            if held is None:
                raise
            fault = error
        self._say(fault)
        if fault or (version is None and held[0]):
            return doubted(held[1], DATABASE)
        is_behind = held[0] is not None and is_clock_behind(held[0], self.now())
        return doubted(held[1], CLOCK if is_behind else "")

    def _say(self, fault: FinderError | None) -> None:
        """Write down a fault once, not with every request that meets it."""
        before, self._said = self._said, str(fault or "")
        if fault and self._said != before:
            _log.error("%s", fault)

    def _renewed(self, version: Version | None) -> tuple[Version | None, Listing]:
        with self._reading:
            held = self._held
            if held is None or version is None or version.facilities <= MOST_AT_ONCE:
                if held is None or held[0] != version:
                    self._read()
            elif held[0] != version and (self._reader is None or not self._reader.is_alive()):
                self._reader = Thread(target=self._read_aside, name="read", daemon=True)
                self._reader.start()
            assert self._held is not None  # noqa: S101 - read above, if not before
            return self._held

    def _read(self) -> None:
        version, facilities = published(self.settings.database_path)
        published_at = version.published_at if version else ""
        made = indexed(listing(key_of(version), facilities, published_at), self.calendar)
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
    return address_of(request.path).is_staffs


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


def absolute(path: str) -> str:
    """Return the whole address of a path of this site, as others outside it need it.

    The host as it was asked for: werkzeug raises ValueError for some, and leaves out others.
    """
    host = request.environ.get("HTTP_HOST") or request.host
    return f"{request.scheme}://{host}{quote(request.script_root)}{path}"


def language() -> str:
    """Return the language of the request: `?lang=en`, otherwise Chinese."""
    return "en" if request.args.get("lang") == "en" else "zh"


def gettext() -> Gettext:
    """Return the catalogue of the request's language."""
    return catalogue(language())
