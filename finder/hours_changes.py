"""What changed between two opening hours, in plain sentences.

The evaluator says what holds on a weekday before and after; nothing is judged from the text of the
rules. Hours that a week cannot hold (every first Monday, every other week) are told in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from finder.day_changes import DayHours, day_change_words, day_hours
from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.holidays import DayKind
from finder.hours import Rule, Rules, day_intervals, text_of
from finder.hours.rules import DateSpan, Join
from finder.hours.words_days import dates_words, listed, weekday_words
from finder.hours.words_week import calendar_of, date_on, edges, season, tabular

_WORKING = frozenset(range(5))
_WEEKEND = frozenset((5, 6))
_WEEK = _WORKING | _WEEKEND

# What holds on a day before and after.
_Pair = tuple[DayHours, DayHours]


@dataclass(frozen=True, slots=True)
class _Halves:
    """Rules in two: what returns every week or year, and the exceptions of named dates."""

    weekly: tuple[Rule, ...]
    exceptions: tuple[Rule, ...]


# Rows of a large list share their hours, and so the changes of them.
@lru_cache(maxsize=4_096)
def hours_change_texts(
    before: Rules, after: Rules, gettext: Gettext = untranslated
) -> tuple[str, ...]:
    """Return a sentence for each change of the hours; none where both mean the same."""
    if before == after:
        return ()
    old, new = _halves(before), _halves(after)
    if old is None or new is None or bool(old.weekly) != bool(new.weekly):
        return (_in_full(before, after, gettext),)
    week = _week_changes(old.weekly, new.weekly)
    dated = _exception_changes(old.exceptions, new.exceptions, gettext)
    if week is None or dated is None:
        return (_in_full(before, after, gettext),)
    return tuple(change.text(gettext) for change in (*week, *dated))


def _in_full(before: Rules, after: Rules, gettext: Gettext) -> str:
    was, now = (text_of(one, gettext) or sentence("未知").text(gettext) for one in (before, after))
    if was == now:
        was, now = str(before), str(after)
    if was == now:
        # An exception wins over ordinary hours and holds on holidays too.
        moved = sentence("在“开放时间”和“特殊时间”两栏之间移动了：%(hours)s", hours=was)
        return moved.text(gettext)
    return sentence("开放时间：%(before)s → %(after)s", before=was, after=now).text(gettext)


def _halves(rules: Rules) -> _Halves | None:
    """Return the two halves of `rules`; None where they cannot be looked at one by one."""
    count = len(rules.ordinary)
    while count and rules.ordinary[count - 1].is_dated:
        count -= 1
    weekly, dated = rules.ordinary[:count], rules.ordinary[count:]
    if dated and (
        not weekly
        or any(rule.holidays for rule in dated)
        or Rules(weekly).speaks_of_holidays != rules.speaks_of_holidays
    ):
        return None
    exceptions = (*dated, *rules.special)
    if not tabular(weekly) or any(rule.join is Join.ELSE for rule in exceptions):
        return None
    return _Halves(weekly, exceptions)


# --- the week ------------------------------------------------------------------------------------


def _week_changes(before: tuple[Rule, ...], after: tuple[Rule, ...]) -> list[Sentence] | None:
    """Return what changed from season to season; None where a change cannot be put into words."""
    starts = sorted(
        {start for rule in (*before, *after) for span in rule.dates for start in edges(span)}
    )
    seasons: list[tuple[tuple[int, int], dict[_Pair, list[_Day]]]] = []
    for start in starts or [(1, 1)]:
        pairs = _pairs(before, after, start)
        if not seasons or seasons[-1][1] != pairs:
            seasons.append((start, pairs))
    if len(seasons) > 1 and seasons[0][1] == seasons[-1][1]:
        seasons.pop(0)
    changes: list[Sentence] = []
    for index, (start, pairs) in enumerate(seasons):
        following = seasons[(index + 1) % len(seasons)][0]
        dates = (season(start, following),) if len(seasons) > 1 else ()
        for pair, days in pairs.items():
            change = day_change_words(_days_words(days, dates), *pair)
            if change is None:
                return None
            changes.append(change)
    return changes


# A kind of day, and the weekday on which it falls.
_Day = tuple[DayKind, int]


def _pairs(
    before: tuple[Rule, ...], after: tuple[Rule, ...], start: tuple[int, int]
) -> dict[_Pair, list[_Day]]:
    """Return the days that differ in the season from `start` on, by how they differ."""
    pairs: dict[_Pair, list[_Day]] = {}
    days = [(kind, weekday) for kind in (DayKind.ORDINARY, DayKind.OFF) for weekday in range(7)]
    # Only a Saturday or Sunday is worked for a holiday.
    days += [(DayKind.WORK, weekday) for weekday in sorted(_WEEKEND)]
    for kind, weekday in days:
        pair = (_hours(before, start, kind, weekday), _hours(after, start, kind, weekday))
        # How long a holiday is unknown that nobody spoke of follows from its weekday's hours.
        is_unsaid = all(piece.is_unsaid for day in pair for piece in day)
        if pair[0] != pair[1] and not is_unsaid:
            pairs.setdefault(pair, []).append((kind, weekday))
    return pairs


def _hours(
    rules: tuple[Rule, ...], start: tuple[int, int], kind: DayKind, weekday: int
) -> DayHours:
    date = date_on(*start, weekday)
    return day_hours(day_intervals(Rules(rules), date, calendar_of(date, kind)))


def _days_words(days: list[_Day], dates: tuple[DateSpan, ...]) -> Sentence:
    """Return what the days are called: 周二至周五、法定节假日, or 工作日."""
    ordinary, off, work = (
        frozenset(weekday for one, weekday in days if one is kind)
        for kind in (DayKind.ORDINARY, DayKind.OFF, DayKind.WORK)
    )
    names: list[Sentence] = []
    if work == _WEEKEND and ordinary == _WORKING:
        names.append(sentence("工作日"))
    else:
        if ordinary:
            names.append(weekday_words(ordinary))
        if work - ordinary:
            names.append(sentence("调休上班的%(days)s", days=weekday_words(work - ordinary)))
    if off == _WEEK:
        names.append(sentence("法定节假日"))
    elif off:
        names.append(sentence("逢%(days)s的法定节假日", days=weekday_words(off)))
    words = listed(names)
    return sentence("%(dates)s%(days)s", dates=dates_words(dates), days=words) if dates else words


# --- exceptions of named dates -------------------------------------------------------------------


def _exception_changes(
    before: tuple[Rule, ...], after: tuple[Rule, ...], gettext: Gettext
) -> list[Sentence] | None:
    """Return what changed in the exceptions; None where it cannot be said date by date."""
    old, new = _by_dates(before), _by_dates(after)
    changes: list[Sentence] = []
    for dates in dict.fromkeys((*old, *new)):
        was, now = (text_of(Rules(special=some.get(dates, ())), gettext) for some in (old, new))
        if old.get(dates) == new.get(dates):
            continue
        if was == now:
            return None
        if not was:
            changes.append(sentence("新增特殊时间：%(hours)s", hours=now))
        elif not now:
            changes.append(sentence("取消特殊时间：%(hours)s", hours=was))
        else:
            changes.append(sentence("特殊时间：%(before)s → %(after)s", before=was, after=now))
    # The later of two exceptions wins: another order may be another meaning.
    return None if not changes and before != after else changes


def _by_dates(rules: tuple[Rule, ...]) -> dict[tuple[object, ...], tuple[Rule, ...]]:
    groups: dict[tuple[object, ...], tuple[Rule, ...]] = {}
    for rule in rules:
        dates = (rule.years, rule.dates, rule.weeks, rule.weekdays, rule.holidays, rule.workdays)
        groups[dates] = (*groups.get(dates, ()), rule)
    return groups
