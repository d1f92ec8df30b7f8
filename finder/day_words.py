"""A date, and the reason for a status, as the lines that people read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.holidays import Calendar
from finder.hours import Cause, Rule, Rules, State, Status, Stretch, date_stretches, text_of
from finder.hours.stretches import ONE_DAY
from finder.openings import Opening, date_openings
from finder.wording import clock_text, date_text, hours_text, stretch_text


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of a date: `hours` such as 8:30–18:00 ("" where the whole date is meant)."""

    state: State
    hours: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DayLines:
    """What a facility does on a date.

    Args:
        lines: its openings, what is unknown, what is closed with a note; never empty.
        last_entries: when the doors shut to newcomers, as clock times.
        is_special: whether a dated exception holds on it.
    """

    date: dt.date
    lines: tuple[DayLine, ...]
    last_entries: tuple[str, ...]
    is_special: bool


def day_lines(
    rules: Rules, date: dt.date, calendar: Calendar, gettext: Gettext = untranslated
) -> DayLines:
    """Return what happens on `date`, in words, in the order of the day."""
    stretches = date_stretches(rules, date, calendar)
    visits = date_openings(rules, date, calendar)
    timed = [(one.start, _opening_line(one, gettext)) for one in visits]
    timed += [
        (stretch.start, _other_line(stretch, gettext))
        for stretch in stretches
        if stretch.interval.state is State.UNKNOWN
        or (stretch.interval.state is State.CLOSED and stretch.interval.note)
    ]
    lines = [line for _start, line in sorted(timed, key=lambda pair: pair[0])]
    closed = DayLine(State.CLOSED, "", sentence("闭馆").text(gettext))
    return DayLines(
        date,
        tuple(lines) or (closed,),
        tuple(clock_text(_minute(one.last_entry, one)) for one in visits if one.last_entry),
        any(_is_special(stretch.interval.rule) for stretch in stretches),
    )


def _is_special(rule: Rule | None) -> bool:
    return rule is not None and rule.is_dated


def _minute(moment: dt.datetime, opening: Opening) -> int:
    midnight = opening.start.replace(hour=0, minute=0)
    return int((moment - midnight).total_seconds()) // 60


def opening_hours_text(opening: Opening) -> str:
    """Return 8:30–18:00, counted on past 24:00."""
    start, end = (_minute(moment, opening) for moment in (opening.start, opening.end))
    return f"{clock_text(start)}–{clock_text(end)}"


def _opening_line(opening: Opening, gettext: Gettext) -> DayLine:
    if opening.is_whole_day:
        around = sentence("24 小时开放").text(gettext)
        return DayLine(State.OPEN, "", f"{around} {opening.note}".strip())
    return DayLine(State.OPEN, opening_hours_text(opening), opening.note)


def _other_line(stretch: Stretch, gettext: Gettext) -> DayLine:
    return DayLine(stretch.interval.state, "", stretch_text(stretch, gettext))


def today_text(day: DayLines, today: dt.date, gettext: Gettext = untranslated) -> str:
    """Return a date in one line: 今天 8:30–18:00；18:00–22:00 二层、七层."""
    if day.date == today:
        name = sentence("今天").text(gettext)
    elif day.date == today + ONE_DAY:
        name = sentence("明天").text(gettext)
    else:
        name = date_text(day.date, today, gettext)
    parts = [f"{line.hours} {line.text}".strip() for line in day.lines]
    parts += [sentence("%(last)s 停止入馆", last=clock).text(gettext) for clock in day.last_entries]
    between = sentence("；").text(gettext)
    return f"{name} {between.join(parts)}"


def reason_text(status: Status, rules: Rules, gettext: Gettext = untranslated) -> str:
    """Return why a status is what it is: the rule that says so, or what nobody has said."""
    return _reason(status, rules, gettext).text(gettext)


def _reason(status: Status, rules: Rules, gettext: Gettext) -> Sentence:
    part = status.interval
    if part.cause is Cause.NO_HOURS:
        return sentence("没有公布开放时间")
    if part.cause is Cause.HOLIDAY_UNCONFIRMED:
        return sentence("节假日未确认：资料没有写法定节假日")
    if part.cause is Cause.CALENDAR_UNPUBLISHED:
        return sentence("%(year)d 年的节假日安排还没有公布", year=status.when.year)
    if part.rule is None:
        text = hours_text(rules, gettext)
        return sentence("依据：公布的时间里没有这一天（%(hours)s）", hours=text)
    if part.rule.always:
        text = text_of(Rules((part.rule,)), gettext)
    else:
        text = text_of(Rules(special=_of_the_same_days(part.rule, rules)), gettext)
    if part.rule.is_dated:
        return sentence("依据：特殊时间（%(hours)s）", hours=text)
    return sentence("依据：平常时间（%(hours)s）", hours=text)


def _of_the_same_days(rule: Rule, rules: Rules) -> tuple[Rule, ...]:
    """Return the rules that speak of exactly the days that `rule` speaks of.

    As special rules they are put into words one by one; as ordinary ones they would be read as the
    whole week, and other days called closed.
    """

    def days(one: Rule) -> tuple[object, ...]:
        return one.years, one.dates, one.weeks, one.weekdays, one.holidays, one.workdays

    among = rules.special if rule in rules.special else rules.ordinary
    return tuple(one for one in among if days(one) == days(rule))
