"""Days, dates and times of rules as sentences of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from finder.errors import Sentence, sentence
from finder.hours.rules import DAY_MIN, DateSpan, Rule, TimeSpan, WeekdaySpan, WeekSpan, YearSpan

WEEKDAY_NAMES = (
    sentence("周一"),
    sentence("周二"),
    sentence("周三"),
    sentence("周四"),
    sentence("周五"),
    sentence("周六"),
    sentence("周日"),
)
_MONTHS = (
    sentence("1月"),
    sentence("2月"),
    sentence("3月"),
    sentence("4月"),
    sentence("5月"),
    sentence("6月"),
    sentence("7月"),
    sentence("8月"),
    sentence("9月"),
    sentence("10月"),
    sentence("11月"),
    sentence("12月"),
)
_ALL_WEEK = 7


def listed(items: Iterable[Sentence]) -> Sentence:
    """Return `items`, at least one, one after the other with 、 between."""
    first, *others = items
    for item in others:
        first = sentence("%(one)s、%(other)s", one=first, other=item)
    return first


def clock_words(minute: int) -> Sentence:
    """Return a minute of a day as people write it, past midnight as of the next day."""
    if minute > DAY_MIN:
        return sentence("次日%(time)s", time=_clock(minute - DAY_MIN))
    return Sentence("%(time)s", (("time", _clock(minute)),))


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def span_words(span: TimeSpan) -> Sentence:
    """Return 9:00-17:00, or 18:00-次日2:00."""
    return sentence(
        "%(start)s-%(end)s", start=clock_words(span.start_min), end=clock_words(span.end_min)
    )


def weekday_words(weekdays: Iterable[int]) -> Sentence:
    """Return the names of `weekdays`, 每天 for all seven."""
    days = sorted(weekdays)
    if len(days) == _ALL_WEEK:
        return sentence("每天")
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    named: list[Sentence] = []
    for run in runs:
        if len(run) > 2:
            named.append(
                sentence(
                    "%(first)s至%(last)s", first=WEEKDAY_NAMES[run[0]], last=WEEKDAY_NAMES[run[-1]]
                )
            )
        else:
            named += [WEEKDAY_NAMES[day] for day in run]
    return listed(named)


def dates_words(dates: Iterable[DateSpan]) -> Sentence:
    """Return dates such as 2026年10月1日至3日, 4月至10月 or 11月1日至次年3月31日."""
    return listed(_date_span(span) for span in dates)


def _date_span(span: DateSpan) -> Sentence:
    (year, month, day), (end_year, end_month, end_day) = span.start, span.end
    first = _date(year, month, 0 if span.whole_months else day)
    if (span.whole_months and (year, month) == (end_year, end_month)) or span.start == span.end:
        return first
    if not span.whole_months and (year, month) == (end_year, end_month) and day < end_day:
        days = sentence(
            "%(month)s%(first)d日至%(last)d日", month=_MONTHS[month - 1], first=day, last=end_day
        )
        return _of_year(year, days)
    last = _date(
        end_year if end_year != year else 0, end_month, 0 if span.whole_months else end_day
    )
    if not year and (end_month, end_day) < (month, day):
        return sentence("%(first)s至次年%(last)s", first=first, last=last)
    return sentence("%(first)s至%(last)s", first=first, last=last)


def _date(year: int, month: int, day: int) -> Sentence:
    named = _MONTHS[month - 1]
    if day:
        named = sentence("%(month)s%(day)d日", month=named, day=day)
    return _of_year(year, named)


def _of_year(year: int, date: Sentence) -> Sentence:
    return sentence("%(year)d年%(date)s", year=year, date=date) if year else date


def day_selector_words(rule: Rule) -> Sentence:
    """Return the days that `rule` speaks of, for rules that stand by themselves."""
    parts: list[Sentence] = []
    if rule.years:
        parts.append(listed(_years(span) for span in rule.years))
    if rule.dates:
        parts.append(dates_words(rule.dates))
    if rule.weeks:
        parts.append(listed(_weeks(span) for span in rule.weeks))
    days = [_weekdays(span) for span in rule.weekdays]
    days += [sentence("工作日")] if rule.workdays else []
    days += [sentence("法定节假日")] if rule.holidays else []
    if days:
        parts.append(listed(days))
    if not parts:
        return sentence("每天")
    first, *others = parts
    for part in others:
        first = sentence("%(dates)s%(days)s", dates=first, days=part)
    return first


def _years(span: YearSpan) -> Sentence:
    if span.first == span.last:
        return sentence("%(year)d年", year=span.first)
    return sentence("%(first)d年至%(last)d年", first=span.first, last=span.last)


def _weeks(span: WeekSpan) -> Sentence:
    if span.step != 1:
        return sentence(
            "第%(first)d至%(last)d周每%(step)d周",
            first=span.first,
            last=span.last,
            step=span.step,
        )
    if span.first == span.last:
        return sentence("第%(week)d周", week=span.first)
    return sentence("第%(first)d至%(last)d周", first=span.first, last=span.last)


def _weekdays(span: WeekdaySpan) -> Sentence:
    if span.nths:
        return listed(nth_words(nth, span.first) for nth in span.nths)
    if span.first == span.last:
        return WEEKDAY_NAMES[span.first]
    return sentence(
        "%(first)s至%(last)s", first=WEEKDAY_NAMES[span.first], last=WEEKDAY_NAMES[span.last]
    )


def nth_words(nth: int, weekday: int) -> Sentence:
    """Return 每月第1个周一, 每月最后一个周五 or 每月倒数第2个周三."""
    name = WEEKDAY_NAMES[weekday]
    if nth == -1:
        return sentence("每月最后一个%(weekday)s", weekday=name)
    if nth < 0:
        return sentence("每月倒数第%(nth)d个%(weekday)s", nth=-nth, weekday=name)
    return sentence("每月第%(nth)d个%(weekday)s", nth=nth, weekday=name)
