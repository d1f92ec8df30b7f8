"""Statuses, moments and distances as the words that people read.

Every function takes `gettext`, the catalogue of the reader's language; the catalogue's own
language is Chinese.
"""

from __future__ import annotations

import datetime as dt
import re

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.holidays import Day, DayKind
from finder.hours import DAY_MIN, Cause, Interval, Rules, State, Status, Stretch, text_of
from finder.hours.words_days import WEEKDAY_NAMES

# Notes that name a part of the building: "only there".
_PART = re.compile(r"[层楼室厅区馆]$")

# Up to this long before closing the minutes are counted down.
SOON_MIN = 45

# What a sentence that leaves the minutes open has in their place.
MINUTES_MARK = "{n}"


def weekday_name(date: dt.date, gettext: Gettext = untranslated) -> str:
    """Return the weekday of `date`."""
    return WEEKDAY_NAMES[date.weekday()].text(gettext)


def clock_text(minute: int) -> str:
    """Return a minute of a day (0 to 2880) as people write it: 8:30, 24:00."""
    return f"{minute // 60}:{minute % 60:02d}"


def moment_text(
    moment: dt.datetime, now: dt.datetime, gettext: Gettext = untranslated, is_end: bool = False
) -> str:
    """Return `moment` seen from `now`: 18:00, 明天 8:30, 周二 8:30, 1月2日 9:00, with the year if
    it is another one.

    Args:
        is_end: midnight is the end of the day before (24:00), not the start of the next.
    """
    date, minute = moment.date(), moment.hour * 60 + moment.minute
    if is_end and minute == 0:
        date, minute = date - dt.timedelta(days=1), DAY_MIN
    clock = clock_text(minute)
    days = (date - now.date()).days
    if days == 0:
        return clock
    if days == 1:
        return sentence("明天 %(clock)s", clock=clock).text(gettext)
    if 1 < days < 7:
        return f"{weekday_name(date, gettext)} {clock}"
    return f"{date_text(date, now.date(), gettext)} {clock}"


def date_text(date: dt.date, today: dt.date, gettext: Gettext = untranslated) -> str:
    """Return a date, with its year unless it is this one."""
    if date.year == today.year:
        return sentence("%(month)d月%(day)d日", month=date.month, day=date.day).text(gettext)
    return date.isoformat()


def distance_text(distance_m: float, gettext: Gettext = untranslated) -> str:
    """Return a distance in words: tens of metres below a kilometre, then tenths of a kilometre."""
    if distance_m < 995:
        return sentence("%(metres)d 米", metres=max(10, round(distance_m / 10) * 10)).text(gettext)
    return sentence("%(km)s 公里", km=f"{distance_m / 1000:.1f}".removesuffix(".0")).text(gettext)


def spans_text(intervals: tuple[Interval, ...], gettext: Gettext = untranslated) -> str:
    """Return the opening hours of a day: `8:30–18:00、18:00–22:00（二层、七层）`."""
    shown = [
        f"{clock_text(part.start_min)}–{clock_text(part.end_min)}"
        + (sentence("（%(note)s）", note=part.note).text(gettext) if part.note else "")
        for part in intervals
    ]
    return sentence("、").text(gettext).join(shown)


def hours_text(rules: Rules, gettext: Gettext = untranslated) -> str:
    """Return what `rules` mean; no rules at all are unknown hours."""
    return text_of(rules, gettext) or sentence("开放时间未知").text(gettext)


def status_text(
    status: Status,
    gettext: Gettext = untranslated,
    has_phone: bool = False,
    leaves_minutes_open: bool = False,
) -> str:
    """Return the one sentence of a status: is it open, and until when.

    Args:
        has_phone: whether "call first" is advice that can be followed.
        leaves_minutes_open: a countdown says `{n}` instead of the minutes to `status.until`, so
            that the sentence holds as long as nothing but they changes.
    """
    if status.state is State.OPEN:
        parts = _open_parts(status, gettext, leaves_minutes_open)
    elif status.state is State.CLOSED:
        parts = _closed_parts(status, gettext)
    else:
        parts = _unknown_parts(status, has_phone, gettext)
    return "·".join(part.text(gettext) for part in parts)


def _open_parts(status: Status, gettext: Gettext, leaves_minutes_open: bool) -> list[Sentence]:
    until = status.until and moment_text(status.until, status.when, gettext, is_end=True)
    if not status.admits:
        parts = [sentence("已%(note)s", note=status.note)]
        return [*parts, sentence("%(until)s 闭馆", until=until)] if until else parts
    if until is None or status.until is None:
        always = status.interval.rule is not None and status.interval.rule.always
        only = [_only(status.note)] if status.note else []
        return [sentence("24 小时开放") if always else sentence("开放中"), *only]
    parts = [sentence("开放中")]
    if status.note:
        parts.append(_only(status.note))
    left_min = int((status.until - status.when).total_seconds()) // 60
    if left_min <= SOON_MIN:
        minutes = MINUTES_MARK if leaves_minutes_open else left_min
        parts.append(sentence("%(minutes)s 分钟后闭馆（%(until)s）", minutes=minutes, until=until))
    else:
        parts.append(sentence("至 %(until)s", until=until))
    if status.last_entry:
        last = moment_text(status.last_entry, status.when, gettext, is_end=True)
        parts.append(sentence("%(last)s 停止入馆", last=last))
    elif status.note_until:
        change = moment_text(status.note_until, status.when, gettext)
        note = _only(status.next_note) if status.next_note else sentence("全部开放")
        parts.append(sentence("%(change)s 起%(note)s", change=change, note=note))
    return parts


def _only(note: str) -> Sentence:
    return (
        sentence("仅%(note)s", note=note)
        if _PART.search(note)
        else Sentence("%(note)s", (("note", note),))
    )


def _closed_parts(status: Status, gettext: Gettext) -> list[Sentence]:
    rule = status.interval.rule
    dated = rule is not None and rule.is_dated and status.interval.cause is Cause.RULE
    last_day = status.until.date() - dt.timedelta(days=1) if status.until else None
    if dated and last_day and last_day > status.when.date():
        parts = [sentence("临时闭馆至 %(date)s", date=last_day.isoformat())]
    else:
        parts = [sentence("临时闭馆") if dated else sentence("闭馆")]
    if status.note:
        parts.append(Sentence("%(note)s", (("note", status.note),)))
    if status.next_unknown:
        date = date_text(status.next_unknown.date(), status.when.date(), gettext)
        parts.append(sentence("%(date)s时间未确认", date=date))
    if status.next_open:
        opening = moment_text(status.next_open, status.when, gettext)
        parts.append(sentence("%(opening)s 开放", opening=opening))
    return parts


def _unknown_parts(status: Status, has_phone: bool, gettext: Gettext) -> list[Sentence]:
    part = status.interval
    call = [sentence("请先致电")] if has_phone else []
    if part.cause is Cause.NO_HOURS:
        return [sentence("开放时间未知"), *call]
    if part.cause is Cause.RULE:
        note = Sentence("%(note)s", (("note", part.note),))
        return [sentence("是否开放不确定"), *([note] if part.note else []), *call]
    if part.cause is Cause.CALENDAR_UNPUBLISHED:
        why = sentence("节假日安排未公布")
    else:
        why = sentence("节假日时间未确认")
    return [why, _ordinary(status, part.ordinary or (), gettext)]


def _ordinary(status: Status, ordinary: tuple[Interval, ...], gettext: Gettext) -> Sentence:
    weekday = WEEKDAY_NAMES[status.when.weekday()]
    if not ordinary:
        return sentence("平常%(weekday)s闭馆", weekday=weekday)
    return sentence(
        "平常%(weekday)s %(hours)s", weekday=weekday, hours=spans_text(ordinary, gettext)
    )


def note_text(status: Status, gettext: Gettext = untranslated) -> str:
    """Return what is to be known beside the state: the rule's note, or why it is unknown."""
    if status.note or status.state is not State.UNKNOWN:
        return status.note
    return "·".join(part.text(gettext) for part in _unknown_parts(status, False, gettext))


def day_text(day: Day | None, gettext: Gettext = untranslated) -> str:
    """Return what the calendar says of a date; blank for an ordinary one."""
    if day is None:
        return sentence("节假日安排未公布").text(gettext)
    if day.kind is DayKind.OFF:
        return sentence("%(festival)s放假", festival=gettext(day.festival)).text(gettext)
    if day.kind is DayKind.WORK:
        return sentence("调休工作日").text(gettext)
    return ""


def stretch_text(stretch: Stretch, gettext: Gettext = untranslated) -> str:
    """Return one line of a week table: `8:30–18:00`, `18:00–22:00 二层、七层`, or why not."""
    part = stretch.interval
    midnight = stretch.start.replace(hour=0, minute=0)
    start_min, end_min = (
        int((moment - midnight).total_seconds()) // 60 for moment in (stretch.start, stretch.end)
    )
    hours = f"{clock_text(start_min)}–{clock_text(end_min)}"
    is_whole_day = (start_min, end_min) == (0, DAY_MIN)
    if part.state is State.OPEN:
        return f"{hours} {part.note}".strip()
    if part.state is State.CLOSED:
        words = f"{sentence('闭馆').text(gettext)} {part.note}".strip()
        # Without a reason it is what lies between the hours, and nobody needs its times.
        return f"{hours} {words}" if part.note and not is_whole_day else words
    words = why_unknown(stretch, gettext)
    return words if is_whole_day else f"{hours} {words}"


def why_unknown(stretch: Stretch, gettext: Gettext = untranslated) -> str:
    """Return why nobody knows whether it is open then, and the hours of other such days."""
    status = Status(stretch.start, stretch.interval, None, None, "", None, None, None, None)
    return "·".join(piece.text(gettext) for piece in _unknown_parts(status, False, gettext))


def error_text(error_m: int, gettext: Gettext = untranslated) -> str:
    """Return how far off a position may be."""
    away = distance_text(error_m, gettext)
    if error_m < 1000:
        return sentence("位置为大致地点，误差约 %(away)s", away=away).text(gettext)
    return sentence("位置为代表点，误差约 %(away)s", away=away).text(gettext)


def verified_text(verified: dt.date | None, today: dt.date, gettext: Gettext = untranslated) -> str:
    """Return when the hours were last confirmed, and how long ago where that is long."""
    if verified is None:
        return sentence("开放时间尚未核实").text(gettext)
    months = (today.year - verified.year) * 12 + today.month - verified.month
    if months < 2:
        return sentence("%(date)s 核实", date=verified.isoformat()).text(gettext)
    return sentence(
        "%(date)s 核实（%(months)d 个月前）", date=verified.isoformat(), months=months
    ).text(gettext)
