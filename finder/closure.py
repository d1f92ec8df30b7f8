"""A facility that has to close at once: the exception that says so, and that ends by itself."""

from __future__ import annotations

import datetime as dt

from finder.errors import HoursError, Problem, QueryError, sentence
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Interval, Rules, State, day_intervals, read_hours, status_at
from finder.hours.spans import MONTHS

# Longer is no emergency, and a typing mistake in the year would not be noticed.
MOST_DAYS = 366
MOST_REASON = 40

_AROUND = dt.timedelta(days=370)


def closed_special_hours(
    facility: Facility, first: dt.date, last: dt.date, reason: str, calendar: Calendar
) -> str:
    """Return the text of special hours with which a facility is closed from `first` to `last`.

    What it had there stays. The text is Chinese where the reader of notices understands it, else
    in the OSM grammar, and the evaluator has confirmed that it closes these days and no other.
    Hours that start on the day before and last past midnight are not of these days.

    Raises:
        QueryError: the dates are not in order or too far apart, or the reason is blank, too long
            or no text.
    """
    _refuse_wrong(first, last, reason)
    closing = _chinese(first, last, reason)
    for text in (
        f"{facility.special_hours}；{closing}" if facility.special_hours else closing,
        _canonical(facility, first, last, reason),
    ):
        try:
            rules = read_hours(facility.opening_hours, text)
        except HoursError:
            continue
        if _closes_only(rules, facility.rules, first, last, calendar):
            return text
    message = sentence("这个闭馆写不成特殊时间：“%(value)s”。", value=closing)
    hint = sentence("请换一个原因，或在表格的“特殊时间”里写。")
    raise QueryError(Problem(message, hint, column="reason", value=reason))


def closed_at_once(
    facility: Facility, when: dt.datetime, last: dt.date, reason: str, calendar: Calendar
) -> str:
    """Return the text of special hours with which a facility is closed from `when` to `last`.

    Hours past midnight belong to the day on which they start: where they hold now, it is the day
    before that has to be closed too.

    Args:
        when: the present moment, aware, in Asia/Shanghai.

    Raises:
        QueryError: as `closed_special_hours`.
    """
    today = when.date()
    text = closed_special_hours(facility, today, last, reason, calendar)
    rules = read_hours(facility.opening_hours, text)
    if status_at(rules, when, calendar).state is State.CLOSED:
        return text
    return closed_special_hours(facility, today - dt.timedelta(days=1), last, reason, calendar)


def _refuse_wrong(first: dt.date, last: dt.date, reason: str) -> None:
    if not first <= last < first + dt.timedelta(days=MOST_DAYS):
        message = sentence("%(first)s 到 %(last)s 不是一年以内的一段日期。", first=first, last=last)
        hint = sentence("请选今天或以后、一年以内的日期。")
        raise QueryError(Problem(message, hint, column="last", value=last.isoformat()))
    if not reason.strip():
        message, hint = sentence("没有写原因。"), sentence("请写读者看得懂的原因，例如 停电。")
    elif len(reason) > MOST_REASON:
        message = sentence(
            "原因有 %(size)d 个字，超过 %(limit)d 个。", size=len(reason), limit=MOST_REASON
        )
        hint = sentence("请写短一些，细节可以写到“提示”一栏。")
    elif not reason.isprintable() or '"' in reason:
        message = sentence("原因“%(value)s”里有不能用的字符。", value=reason)
        hint = sentence("请不要用英文双引号和换行。")
    else:
        return
    raise QueryError(Problem(message, hint, column="reason", value=reason))


def _chinese(first: dt.date, last: dt.date, reason: str) -> str:
    days = f"{first.year}年{first.month}月{first.day}日"
    if last != first:
        days += f"至{last.year}年{last.month}月{last.day}日"
    return f"{days}闭馆（{reason.strip()}）"


def _canonical(facility: Facility, first: dt.date, last: dt.date, reason: str) -> str:
    days = f"{first.year} {MONTHS[first.month - 1]} {first.day:02}"
    if last != first:
        days += f"-{last.year} {MONTHS[last.month - 1]} {last.day:02}"
    before = str(read_hours("", facility.special_hours)) if facility.special_hours else ""
    closing = f'{days} off "{reason.strip()}"'
    return f"{before}; {closing}" if before else closing


def _closes_only(
    rules: Rules, before: Rules, first: dt.date, last: dt.date, calendar: Calendar
) -> bool:
    """Return whether every minute of the days is closed now, and no other day is as it was not."""
    date = first - _AROUND
    while date <= last + _AROUND:
        parts = day_intervals(rules, date, calendar)
        if first <= date <= last:
            if any(part.state is not State.CLOSED for part in parts):
                return False
        elif _said(parts) != _said(day_intervals(before, date, calendar)):
            return False
        date += dt.timedelta(days=1)
    return True


def _said(parts: tuple[Interval, ...]) -> list[object]:
    return [(part.start_min, part.end_min, part.state, part.note) for part in parts]
