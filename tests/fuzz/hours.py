"""Opening hours, Chinese and OSM: read, put into words, looked through and judged."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from itertools import pairwise
from random import Random

from finder.errors import HoursError
from finder.explanation import explanation, explanation_object
from finder.holidays import Calendar, official_calendar
from finder.hours import DAY_MIN, ZONE, Rules, day_intervals, read_hours, status_at
from finder.hours.grammar import rules_of
from finder.hours.zh_lexicon import LEXICON
from finder.settings import RESOURCES
from finder.translations import catalogue
from finder.wording import hours_text
from tests.fuzz.choices import Choices, one_in, pick
from tests.fuzz.loops import loops
from tests.fuzz.mutation import text
from tests.fuzz.target import Target, check_problems, check_said
from tests.notices import lines
from tests.oracle.expressions import expression

# A weekday, the start and the middle of a holiday, a make-up working Saturday, a leap day, the
# year's end, and a day of which nothing is known.
DATES = tuple(
    map(
        dt.date.fromisoformat,
        ["2026-11-24", "2026-10-01", "2026-10-10", "2028-02-29", "2026-12-31", "2199-12-31"],
    )
)
_SPECIAL = (
    "",
    "2026年12月24日闭馆（设备检修）",
    "2026年10月1日至3日9:00-12:00",
    '2026 Dec 24 off "设备检修"',
    "2026 Oct 01-2027 Jan 03 10:00-16:00",
)
# Most words stand once, a few for ever.
_TIMES = (*[1] * 12, 2, 40)
_FEW = (1, 2, 3, 5, 8, 13)


@cache
def chinese() -> tuple[str, ...]:
    """Return notices that are read, and others that are refused."""
    return tuple(
        one for name in ("notices_read.txt", "notices_refused.txt") for one, _ in lines(name)
    )


@cache
def osm() -> tuple[str, ...]:
    """Return texts of the grammar: those of the list, and some of every form."""
    with (RESOURCES / "data" / "facilities.csv").open(encoding="utf-8") as file:
        real = {row["opening_hours"] for row in csv.DictReader(file)}
    made = {expression(Random(seed), dt.date(2026, 6, 1)) for seed in range(400)}
    return tuple(sorted(made | real))


@cache
def calendar() -> Calendar:
    return official_calendar()


def _hours(choices: Choices, corpus: tuple[str, ...]) -> tuple[str, str]:
    special = text(choices, (*_SPECIAL, *corpus), 1000) if one_in(choices, 4) else ""
    return text(choices, corpus), special


@cache
def words() -> tuple[str, ...]:
    """Return the words that Chinese notices are read by, as their patterns write them."""
    found = {unit for _, one in LEXICON for _, unit in loops(one.pattern, one.flags)}
    return tuple(sorted(found))


def _chinese(choices: Choices) -> tuple[str, str]:
    if one_in(choices, 6):
        parts = (pick(choices, words()) * pick(choices, _TIMES) for _ in range(pick(choices, _FEW)))
        return text(choices, ("".join(parts),)), ""
    return _hours(choices, chinese())


def _osm(choices: Choices) -> tuple[str, str]:
    if one_in(choices, 3):
        fresh = expression(Random(choices.integer(0, 2**32)), pick(choices, DATES[:5]))
        return text(choices, (fresh,)), ""
    return _hours(choices, osm())


def check_hours(given: tuple[str, str]) -> None:
    """Read two columns; what is understood can be said, written, read again and judged."""
    opening_hours, special_hours = given
    try:
        rules = read_hours(opening_hours, special_hours)
    except HoursError as error:
        check_said(error)
        for problem in error.problems:
            assert isinstance(problem.column, int)
            assert 1 <= problem.column <= max(map(len, given)) + 1
        return
    check_rules(rules)
    if not special_hours:
        try:
            found = explanation(opening_hours, DATES[:2], calendar())
        except HoursError as error:
            raise AssertionError("refused where it stands alone") from error
        check_problems(found.warnings)
        assert explanation_object(found)["text_zh"] or not rules.ordinary


def check_rules(rules: Rules) -> None:
    """Check what holds for all rules."""
    ordinary, special = Rules(rules.ordinary), Rules((), rules.special)
    assert rules_of(str(ordinary)).ordinary == rules.ordinary
    if rules.special:
        assert rules_of("", str(Rules(rules.special))).special == special.special
    for words in (hours_text(rules), hours_text(rules, catalogue("en"))):
        assert words or not (rules.ordinary or rules.special)
    for date in DATES:
        parts = day_intervals(rules, date, calendar())
        assert parts[0].start_min == 0
        assert DAY_MIN <= parts[-1].end_min <= 2 * DAY_MIN
        assert all(part.start_min < part.end_min for part in parts)
        assert all(one.end_min == other.start_min for one, other in pairwise(parts))
    when = dt.datetime(2026, 11, 24, 20, tzinfo=ZONE)
    status = status_at(rules, when, calendar())
    for moment in (status.until, status.next_open):
        assert moment is None or moment > when


TARGETS = (
    Target("hours-chinese", 400_000, _chinese, check_hours),
    Target("hours-osm", 50_000, _osm, check_hours),
)
