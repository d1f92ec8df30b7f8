"""What a running application holds, and the list of facilities as it is now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import current_app, request

from finder import store
from finder.errors import Gettext
from finder.facility import Facility
from finder.folium_map import Shell
from finder.holidays import Calendar
from finder.hours import ZONE
from finder.settings import Settings
from finder.translations import catalogue

LANGUAGES = ("zh", "en")


@dataclass
class Site:
    """The parts that every request uses.

    Args:
        clock: returns the moment that "now" means, aware.
        shells: the map's shell in each language.
    """

    settings: Settings
    calendar: Calendar
    clock: Callable[[], dt.datetime]
    shells: dict[str, Shell]
    _held: tuple[int, tuple[Facility, ...]] | None = field(default=None, repr=False)

    def facilities(self) -> tuple[Facility, ...]:
        """Return the published list; a newly published one from the next call on."""
        database = store.connect(self.settings.database_path)
        try:
            version = store.version(database)
            number = version.number if version else 0
            held = self._held
            if held is None or held[0] != number:
                held = (number, store.facilities(database))
                self._held = held
            return held[1]
        finally:
            database.close()

    def now(self) -> dt.datetime:
        """Return the present moment in Asia/Shanghai."""
        return self.clock().astimezone(ZONE)


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
