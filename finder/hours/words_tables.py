"""Ordinary rules as sentences: hours by season and weekday, closed days, public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from finder.errors import Sentence, sentence
from finder.hours.rules import DAY_MIN, DateSpan, Rule, State
from finder.hours.words_days import dates_words, weekday_words
from finder.hours.words_plan import Part, Plan, plan_words
from finder.hours.words_week import Table, tables, tabular

_ALL_DAY = (Part(0, DAY_MIN, State.OPEN),)
_LATER = (Part(0, DAY_MIN, State.UNKNOWN, "另行通知"),)
_SATURDAY = 5
# Dates without a year that are fewer look like an exception whose year was forgotten.
_SHORTEST_SEASON_DAYS = 28


class Holidays(Enum):
    """What the rules say of public holidays."""

    UNSAID = "unsaid"
    OFF = "off"
    LATER = "later"  # announced later
    USUAL = "usual"  # each has the hours of its weekday
    EXEMPT = "exempt"  # open, and the weekly closing does not hold
    OWN = "own"  # hours of their own


@dataclass(frozen=True, slots=True)
class _Season:
    """A season's hours, and what it says of holidays, with their hours."""

    dates: tuple[DateSpan, ...]
    table: Table
    holidays: Holidays
    own: Plan = ()

    @property
    def closed(self) -> frozenset[int]:
        return frozenset(day for day, plan in enumerate(self.table.ordinary) if not plan)


def weekly_words(rules: tuple[Rule, ...]) -> list[Sentence] | None:
    """Return `rules` as sentences, None where no table with one word on holidays says them."""
    if not tabular(rules):
        return None
    seasons: list[_Season] = []
    for dates, table in tables(rules):
        said = _holidays(table)
        if said is None:
            return None
        seasons.append(_Season(dates, table, *said))
    opened = [season for season in seasons if any(season.table.ordinary)]
    if not opened:
        return None
    cases = {(season.holidays, season.own) for season in opened}
    if len(cases) > 1 or not all(_working_day_plan(season.table) is not None for season in seasons):
        return None
    shut = [season for season in seasons if season not in opened]
    if any(season.holidays not in (Holidays.UNSAID, Holidays.OFF) for season in shut):
        return None
    said_closed = _closed(opened)
    if said_closed is None:
        return None
    words = [piece for season in seasons for piece in _hours(season)]
    return [*words, *said_closed, *_on_holidays(opened)]


def _holidays(table: Table) -> tuple[Holidays, Plan] | None:
    """Return what `table` says of holidays; None where it is none of the usual things."""
    plans = set(table.off)
    if plans == {None}:
        return Holidays.UNSAID, ()
    if None in plans:
        return None
    if plans == {()}:
        return Holidays.OFF, ()
    if plans == {_LATER}:
        return Holidays.LATER, ()
    if table.off == table.ordinary and all(table.ordinary):
        return Holidays.USUAL, ()
    (own, *others) = plans
    if others or own is None:
        return None
    if {plan for plan in table.ordinary if plan} == {own}:
        return Holidays.EXEMPT, ()
    return Holidays.OWN, own


def _working_day_plan(table: Table) -> Plan | None:
    """Return the hours of working days where rules speak of those, () where they do not.

    None where make-up working days are neither that nor like other weekends.
    """
    if table.work == table.ordinary:
        return ()
    plan = table.work[_SATURDAY]
    worked = table.work[_SATURDAY:] == (plan, plan)
    if not plan or not worked or any(day not in ((), plan) for day in table.ordinary[:_SATURDAY]):
        return None
    return plan


def _hours(season: _Season) -> list[Sentence]:
    table = season.table
    if set(table.ordinary) == {_ALL_DAY} and season.holidays is Holidays.USUAL and not season.dates:
        return [sentence("全天24小时开放")]
    if not any(table.ordinary):
        return [sentence("%(dates)s闭馆", dates=_season_words(season))] if season.dates else []
    working = _working_day_plan(table)
    groups: dict[Plan, list[int]] = {}
    for weekday, plan in enumerate(table.ordinary):
        if plan and not (working and weekday < _SATURDAY):
            groups.setdefault(plan, []).append(weekday)
    said = [(weekday_words(days), plan) for plan, days in groups.items()]
    if working:
        said.insert(0, (sentence("工作日"), working))
    words = [
        sentence("%(days)s%(hours)s", days=days, hours=plan_words(plan)) for days, plan in said
    ]
    if not season.dates:
        return words
    dates = _season_words(season)
    return [sentence("%(dates)s%(hours)s", dates=dates, hours=piece) for piece in words]


def _season_words(season: _Season) -> Sentence:
    dates = dates_words(season.dates)
    days = sum(span.days + (366 if span.end < span.start else 0) for span in season.dates)
    return sentence("每年%(dates)s", dates=dates) if days < _SHORTEST_SEASON_DAYS else dates


def _closed(opened: list[_Season]) -> list[Sentence] | None:
    """Return the weekly closing, if all seasons have the same; None where it cannot be said."""
    closed = {
        season.closed - ({5, 6} if _working_day_plan(season.table) else set()) for season in opened
    }
    days = closed.pop() if closed else frozenset()
    exempt = any(season.holidays in (Holidays.EXEMPT, Holidays.OWN) for season in opened)
    if closed:
        return None if exempt else []
    if not days:
        return []
    words = sentence("%(days)s闭馆", days=weekday_words(days))
    if exempt:
        return [sentence("%(closed)s（法定节假日除外）", closed=words)]
    return [words]


def _on_holidays(opened: list[_Season]) -> list[Sentence]:
    if not opened:
        return []
    first = opened[0]
    if first.holidays is Holidays.OFF:
        return [sentence("法定节假日闭馆")]
    if first.holidays is Holidays.LATER:
        return [sentence("法定节假日另行通知")]
    if first.holidays is Holidays.OWN:
        return [sentence("法定节假日%(hours)s", hours=plan_words(first.own))]
    every_day = len(opened) == 1 and set(first.table.ordinary) == {_ALL_DAY} and not first.dates
    if first.holidays is Holidays.USUAL and not every_day:
        return [sentence("法定节假日照常开放")]
    return []
