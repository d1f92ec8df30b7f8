"""Days of Chinese notices: 周一、三、日, 周二至周日, 双休日, 工作日, 法定节假日."""

from __future__ import annotations

from dataclasses import replace

from finder.errors import sentence
from finder.hours.zh_cursor import Cursor
from finder.hours.zh_statements import ALL_WEEK, WEEKEND, WORKING_WEEK, Days

_NAMES = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_NAMES |= {str(number): number - 1 for number in range(1, 8)}
DAY_KINDS = (
    "weekday",
    "weekend",
    "weekend_holiday",
    "working_week",
    "workday",
    "every_day",
    "holiday",
    "nth",
)
_JOINERS = ("pause", "and", "comma")
FESTIVALS = ("元旦", "春节", "清明", "劳动", "五一", "端午", "中秋", "国庆")


def read_days(cursor: Cursor) -> Days | None:
    """Return the days that come next, None where none do.

    Raises:
        HoursError: days whose extent is not certain.
    """
    cursor.take("every")
    if not cursor.sees(*DAY_KINDS):
        return None
    start, first = cursor.ahead().start, cursor.at
    found = _one(cursor)
    run = [found]
    while True:
        mark = cursor.at
        range_before = mark - first > 1
        sign = cursor.take(*_JOINERS)
        if sign or not _day_ahead(cursor, 0):
            _check_run(cursor, run, start)
            run = []
        if not _day_ahead(cursor, 0):
            cursor.at = mark
            return _with_bracket(cursor, found)
        first = cursor.at
        cursor.take("every")
        other = _one(cursor)
        if other == Days(every=True) and len(found.weekdays) > 1 and not found.holidays:
            continue  # 周二至周日，每天9:00-17:00
        listed = sign is not None and sign.kind != "comma"
        if other == Days(every=True) and found.only_holidays and not listed:
            continue  # 法定节假日每天9:00-21:00
        alone = range_before or cursor.at - first > 1
        if not listed and not _goes_on(found, other, alone):
            cursor.at = mark
            return _with_bracket(cursor, found)
        found = _together(cursor, found, other, start)
        run.append(other)


def _check_run(cursor: Cursor, run: list[Days], start: int) -> None:
    """Refuse 周二日 and 周一星期五, which may have lost 至; 周六日 and 周一三五 are certain."""
    named = [min(days.weekdays) for days in run if len(days.weekdays) == 1]
    if len(named) == len(run) == 2 and (named[1] - named[0]) % 7 != 1:
        raise cursor.source.refused(
            start, cursor.before(), sentence("请写清是“周二至周日”，还是“周二、周日”。")
        )


def _goes_on(found: Days, other: Days, ranges: bool) -> bool:
    """Return whether days with no more than a comma between them are one list.

    周六，周日 are; 周二至周日，周一 of 周一闭馆 are not.
    """
    both = found, other
    if found.every and other.only_holidays:
        # 每天法定节假日9:00-17:00
        return False
    if any(days.every for days in both):
        return True
    if any(days.workdays or days.nths for days in both):
        return False
    if any(days.holidays for days in both):
        return all(days.weekdays <= WEEKEND for days in both)
    if ranges:
        # 周一至周五，周六9:00-12:00: have the hours of the first been left out?
        return False
    follows = found.weekdays == {6} and other.weekdays == {0}
    return follows or max(found.weekdays) < min(other.weekdays)


def _day_ahead(cursor: Cursor, ahead: int) -> bool:
    if cursor.sees("every", ahead=ahead):
        ahead += 1
    return cursor.sees(*DAY_KINDS, ahead=ahead)


def _one(cursor: Cursor) -> Days:
    word = cursor.go()
    if word.kind == "holiday":
        _skip_festivals(cursor)
        return Days(
            holidays=True, statutory=any(name in word.text for name in ("法定", "国", "公众"))
        )
    if word.kind == "nth":
        return _nth(cursor, word.parts[0])
    if word.kind != "weekday":
        return {
            "weekend": Days(WEEKEND),
            "weekend_holiday": Days(WEEKEND, holidays=True, statutory=True),
            "working_week": Days(WORKING_WEEK),
            "workday": Days(workdays=True),
            "every_day": Days(every=True),
        }[word.kind]
    first = _NAMES[word.part]
    if not (cursor.sees("range") and cursor.sees("weekday", ahead=1)):
        return Days(frozenset({first}))
    cursor.take("range")
    last = _NAMES[cursor.go().part]
    if last == first:
        raise cursor.source.because(
            word.start,
            cursor.before(),
            sentence(
                "“%(value)s”的起止是同一天。",
                value=cursor.source.words(word.start, cursor.before()),
            ),
            sentence("请核对星期。"),
        )
    length = (last - first) % 7 + 1
    return Days(frozenset((first + step) % 7 for step in range(length)))


def _nth(cursor: Cursor, which: str | None) -> Days:
    weekday = cursor.take("weekday")
    if weekday is None:
        raise cursor.refused(sentence("请写明是每月第几个星期几，例如每月第一个周一。"))
    named = [sign for sign in which or "" if sign in _NAMES]
    nths = tuple(_NAMES[sign] + 1 for sign in named) if which else (-1,)
    if list(nths) != sorted(set(nths)):
        raise cursor.refused(sentence("请写明是每月第几个星期几，例如每月第一个周一。"))
    return Days(frozenset({_NAMES[weekday.part]}), nths=nths)


def _together(cursor: Cursor, one: Days, other: Days, start: int) -> Days:
    if (one.nths and other.only_holidays) or (other.nths and one.only_holidays):
        return replace(one if one.nths else other, holidays=True, statutory=True)
    if one.nths or other.nths:
        if one.weekdays == other.weekdays and one.nths and other.nths:
            return replace(one, nths=(*one.nths, *other.nths))
        end = cursor.before()
        raise cursor.source.refused(start, end, sentence("每月第几个星期几请单独写一句。"))
    days = (one, other)
    both = any(day.every for day in days) and any(
        day.weekdays not in (set(), ALL_WEEK) for day in days
    )
    if one.weekdays & other.weekdays or (one.every and other.every) or both:
        end = cursor.before()
        raise cursor.source.refused(start, end, sentence("同一天写了两次，请核对。"))
    return Days(
        weekdays=one.weekdays | other.weekdays,
        every=one.every or other.every,
        holidays=one.holidays or other.holidays,
        statutory=one.statutory or other.statutory or one.weekdays | other.weekdays >= WEEKEND,
        workdays=one.workdays or other.workdays,
    )


def _with_bracket(cursor: Cursor, found: Days) -> Days:
    """Go past a bracket that only explains the days: 工作日（周一至周五）, 每天（含节假日）."""
    mark = cursor.at
    if not cursor.take("left"):
        return found
    included = cursor.take("included") is not None
    explained = read_days(cursor)
    cursor.take("filler")
    if explained and cursor.take("right"):
        if included and explained.only_holidays and not found.holidays:
            return replace(found, holidays=True, within=True, statutory=True)
        pair = (found, explained)
        if not included and Days(workdays=True) in pair and Days(WORKING_WEEK) in pair:
            return Days(WORKING_WEEK)
        if not included and found == Days(WEEKEND) and explained.weekdays == WEEKEND:
            return found
        if not included and {found, explained} == {Days(every=True), Days(ALL_WEEK)}:
            return Days(ALL_WEEK)
    cursor.at = mark
    return found


def _skip_festivals(cursor: Cursor) -> None:
    """Go past a bracket that names all seven statutory festivals after the word for them."""
    if not (cursor.sees("left") and cursor.sees("festival", ahead=1)):
        return
    if not cursor.sees("right", ahead=2):
        return
    text = cursor.ahead(1).text
    named = {festival for festival in FESTIVALS if festival in text}
    if len(named - {"五一"} | ({"劳动"} if "五一" in named else set())) == 7:
        cursor.at += 3
