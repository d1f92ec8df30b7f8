"""What a text of opening hours was understood to mean, for whoever wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finder.answer import JsonObject, interval_object, shown_stretches
from finder.errors import Problem
from finder.holidays import Calendar
from finder.hours import Rules, Stretch, read_hours
from finder.hours.lint import warnings
from finder.translations import catalogue
from finder.wording import hours_text


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text as it was understood.

    Args:
        rules: what it means; `str` of them is the canonical OSM text.
        warnings: what is probably not meant.
        stretches: what happens on the dates asked for, closed hours without a note left out.
    """

    rules: Rules
    warnings: tuple[Problem, ...]
    stretches: tuple[Stretch, ...]


def explanation(text: str, dates: Sequence[dt.date], calendar: Calendar) -> Explanation:
    """Return what `text`, Chinese or OSM, means on `dates`.

    Raises:
        HoursError: it cannot be read for certain.
    """
    rules = read_hours(text.strip())
    shown = (stretch for date in dates for stretch in shown_stretches(rules, date, calendar))
    return Explanation(rules, warnings(rules), tuple(shown))


def explanation_object(explained: Explanation) -> JsonObject:
    """Return the object of `finder hours --json`."""
    return {
        "ok": True,
        "opening_hours": str(explained.rules),
        "text_zh": hours_text(explained.rules),
        "text_en": hours_text(explained.rules, catalogue("en")),
        "warnings": [problem.as_dict() for problem in explained.warnings],
        "intervals": [interval_object(stretch) for stretch in explained.stretches],
    }
