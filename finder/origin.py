"""What the files that others take away are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from finder.errors import Gettext
from finder.holidays import Calendar
from finder.listing import Listing
from finder.past import Past
from finder.translations import catalogue


@dataclass(frozen=True, slots=True)
class Origin:
    """One published list, and who asks for it when.

    Args:
        first: today in Asia/Shanghai, the first date that is spoken of.
        language: of headers, names and sentences: `zh` or `en`.
        address: returns the whole address of a path.
        past: returns what the last versions changed.
    """

    listing: Listing
    calendar: Calendar
    first: dt.date
    language: str
    address: Callable[[str], str]
    past: Callable[[], Past]

    @property
    def gettext(self) -> Gettext:
        return catalogue(self.language)

    def page(self, path: str) -> str:
        """Return the whole address of a path in the language."""
        return self.address(path + ("?lang=en" if self.language == "en" else ""))
