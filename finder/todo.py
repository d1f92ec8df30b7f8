"""What staff should do next, first what most residents would meet.

The weight of a thing to do estimates how many answers it spoils in the next 14 days: the number of
towns and metro stations within 3 km (of a facility without a position: the median of the others)
times the days on which the facility is missing, unknown or doubtful. A position that is off counts
by its error out of 3 km, what lies further ahead than 14 days by 14 out of the days until then, and
what is probably right but without source or fresh confirmation as a tenth.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from statistics import median_low

from finder.errors import Problem, Sentence, sentence
from finder.facility import Facility, Kind
from finder.forecast import FORECAST_DAYS, dates
from finder.geo import Point, distance_m
from finder.holiday_board import holiday_from
from finder.holidays import Calendar
from finder.hours import Rules, State, date_stretches
from finder.hours.stretches import ONE_DAY
from finder.places import Place

# Staff are told so long before the published calendar ends.
NOTICE_DAYS = 45

# Hours are to be confirmed again after so long.
CONFIRM_MONTHS = 12

# People look for what is within a long walk or a short ride.
REACH_M = 3000

_DOUBT = 0.1
_M_PER_DEGREE = 111_000
_CLOSED = frozenset({State.CLOSED})
_KNOWN = frozenset({State.OPEN, State.CLOSED})

# The things to do by key, each with the heading of its group.
HEADINGS = {
    "calendar": sentence("节假日安排快到期"),
    "position": sentence("没有位置"),
    "hours": sentence("没有开放时间"),
    "holiday": sentence("下一个节假日没有确认"),
    "rough": sentence("位置只是大致的"),
    "confirm": sentence("开放时间很久没有核实"),
    "source": sentence("没有写来源"),
}


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do.

    Args:
        key: which of `HEADINGS` it belongs to.
        facility: whom it concerns; None for the whole list.
        text: what is missing.
        hint: what to do.
        weight: how many answers it spoils, estimated as this module says.
    """

    key: str
    facility: Facility | None
    text: Sentence
    hint: Sentence
    weight: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """A facility, the places in its reach, and the days of the next 14 on which it counts."""

    facility: Facility
    reach: int
    days: int


def todos(
    facilities: Iterable[Facility],
    calendar: Calendar,
    when: dt.datetime,
    places: Sequence[Place] = (),
) -> tuple[Todo, ...]:
    """Return what is to be done, the weightiest first.

    Args:
        when: the present moment, in Asia/Shanghai.
        places: towns and metro stations; without them every facility weighs the same.
    """
    today = when.date()
    judged = _judged(tuple(facilities), calendar, today, places)
    found = list(_calendar_todos(judged, calendar, today))
    for one in judged:
        found += _position_todos(one)
        found += _hours_todos(one, today)
        found += _holiday_todos(one, calendar, today)
    return tuple(sorted(found, key=lambda one: (-one.weight, list(HEADINGS).index(one.key))))


def located_counts(facilities: Iterable[Facility]) -> tuple[tuple[Kind, int, int], ...]:
    """Return for each kind that there is how many have a position, and how many there are."""
    every = tuple(facilities)
    rows = {kind: [one for one in every if one.kind_key is kind] for kind in Kind}
    return tuple(
        (kind, sum(one.position is not None for one in of_kind), len(of_kind))
        for kind, of_kind in rows.items()
        if of_kind
    )


def calendar_warnings(calendar: Calendar, today: dt.date) -> list[Problem]:
    """Return that the calendar ends soon, if it does within `NOTICE_DAYS`."""
    if (calendar.known_until - today).days > NOTICE_DAYS:
        return []
    until = calendar.known_until.isoformat()
    message = sentence("节假日安排只公布到 %(until)s，之后的放假和调休都不知道。", until=until)
    hint = sentence("通知公布后请更新程序，或把放假日期写进 holidays.csv（见说明）。")
    return [Problem(message, hint, value=until)]


def _judged(
    facilities: tuple[Facility, ...], calendar: Calendar, today: dt.date, places: Sequence[Place]
) -> list[_Judged]:
    reaches = {one.id: _reach(one.position, places) for one in facilities if one.position}
    usual = median_low(reaches.values()) if reaches else 1
    return [
        _Judged(one, reaches.get(one.id, usual), _days_in(one.rules, today, calendar, _CLOSED))
        for one in facilities
    ]


def _reach(position: Point, places: Sequence[Place]) -> int:
    """Return how many places are within reach; 1 where none is, for somebody lives there."""
    high = REACH_M / _M_PER_DEGREE
    wide = high / max(math.cos(math.radians(position.lat)), 0.01)
    near = (
        place.position
        for place in places
        if abs(place.position.lat - position.lat) < high * 1.1
        and abs(place.position.lon - position.lon) < wide * 1.1
    )
    return max(1, sum(distance_m(position, one) <= REACH_M for one in near))


def _days_in(rules: Rules, first: dt.date, calendar: Calendar, without: frozenset[State]) -> int:
    """Return on how many of the next 14 days some stretch is in a state other than `without`."""
    return sum(bool(_states(rules, date, calendar) - without) for date in dates(first))


@lru_cache(maxsize=65_536)
def _states(rules: Rules, date: dt.date, calendar: Calendar) -> frozenset[State]:
    return frozenset(part.interval.state for part in date_stretches(rules, date, calendar))


def _position_todos(one: _Judged) -> Iterator[Todo]:
    facility, spoilt = one.facility, one.reach * one.days
    if facility.position is None:
        text = sentence("不在地图上，也不在按距离排的列表里。")
        hint = (
            sentence("请量一次门口的坐标，或先用 finder geocode --file 按地址查。")
            if facility.address
            else sentence("请先向馆方问到地址和坐标。")
        )
        yield Todo("position", facility, text, hint, spoilt)
    elif facility.error_m:
        text = sentence("误差约 %(metres)d 米。", metres=facility.error_m)
        hint = sentence("请量一次门口的坐标，填好后把“位置误差（米）”留空。")
        weight = spoilt * min(1.0, facility.error_m / REACH_M)
        yield Todo("rough", facility, text, hint, weight)
    if not facility.source:
        text = sentence("读者和同事都看不出资料从哪里来。")
        hint = sentence("请写明来源和日期，例如 馆方公告 2026-01。")
        yield Todo("source", facility, text, hint, spoilt * _DOUBT)


def _hours_todos(one: _Judged, today: dt.date) -> Iterator[Todo]:
    facility = one.facility
    # One that is closed for a day has special hours, and still no ordinary ones.
    if not facility.opening_hours:
        text = sentence("读者看到的是“开放时间未知”。")
        hint = sentence("请向馆方问清后填写。")
        if facility.phone:
            hint = sentence("请致电 %(phone)s 问清后填写。", phone=facility.phone)
        yield Todo("hours", facility, text, hint, one.reach * one.days)
        return
    verified = facility.verified_date
    months = _whole_months(verified, today) if verified else None
    if months is None or months >= CONFIRM_MONTHS:
        text = sentence("从来没有核实过。")
        if verified:
            text = sentence(
                "上次核实是 %(date)s，%(months)d 个月前。", date=verified, months=months
            )
        hint = sentence("请与馆方核对；时间没有变，就只改核实日期。")
        yield Todo("confirm", facility, text, hint, one.reach * one.days * _DOUBT)


def _whole_months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _holiday_todos(one: _Judged, calendar: Calendar, today: dt.date) -> Iterator[Todo]:
    holiday = holiday_from(calendar, today)
    if holiday is None or not one.facility.has_hours:
        return
    rules = one.facility.rules
    unknown = [
        date
        for date in holiday.dates
        if date >= today and State.UNKNOWN in _states(rules, date, calendar)
    ]
    if unknown:
        text = sentence(
            "%(festival)s的 %(days)d 天不知道是否开放，从 %(first)s 起。",
            festival=_all_named(holiday.festivals),
            days=len(unknown),
            first=unknown[0].isoformat(),
        )
        hint = sentence("请在开放时间里写明法定节假日，或把这几天写进特殊时间。")
        weight = one.reach * len(unknown) * _nearness((unknown[0] - today).days)
        yield Todo("holiday", one.facility, text, hint, weight)


def _all_named(names: tuple[str, ...]) -> Sentence:
    """Return festivals as one phrase; each is a message of the catalogue."""
    return reduce(
        lambda first, second: sentence("%(first)s、%(second)s", first=first, second=second),
        map(Sentence, names),
    )


def _calendar_todos(judged: list[_Judged], calendar: Calendar, today: dt.date) -> Iterator[Todo]:
    first = max(today, calendar.known_until + ONE_DAY)
    for problem in calendar_warnings(calendar, today):
        spoilt = sum(
            one.reach * _days_in(one.facility.rules, first, calendar, _KNOWN)
            for one in judged
            if one.facility.has_hours
        )
        weight = spoilt * _nearness((first - today).days)
        yield Todo("calendar", None, problem.message, problem.hint, weight)


def _nearness(days_ahead: int) -> float:
    return FORECAST_DAYS / max(FORECAST_DAYS, days_ahead)
