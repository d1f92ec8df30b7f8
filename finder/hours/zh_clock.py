"""Clock times as Chinese notices write them, with their half of the day."""

from __future__ import annotations

from dataclasses import dataclass

from finder.errors import HoursError, sentence
from finder.hours.rules import DAY_MIN, TimeSpan
from finder.hours.zh_tokens import Source

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NOON_MIN = 12 * 60
# Before this hour no facility opens by a bare 12-hour reading: 1:30 could be half past one at noon.
_FIRST_BARE_HOUR = 6
# Before this hour it could be one even where the end is of 24 hours.
_FIRST_HOUR = 4

_MORNING = {"早上", "早晨", "清晨", "早间", "上午", "早"}
_NOON = {"中午", "午间", "正午"}
_AFTERNOON = {"下午", "午后", "p"}
_EVENING = {"傍晚", "晚上", "晚间", "夜间", "夜晚", "夜里", "晚"}


def chinese_number(text: str) -> int:
    """Return the number that `text`, digits or Chinese numerals up to 99, says; -1 if none."""
    text = text.strip()
    if text.isascii():
        return int(text) if text.isdigit() else -1
    tens, ten, ones = text.partition("十")
    if not ten:
        if len(text) == 1:
            return _DIGITS.get(text, -1)
        # 零五 is five; 一二 is nothing.
        return _DIGITS.get(text[1], -1) if len(text) == 2 and text[0] in "零〇" else -1
    first = _DIGITS.get(tens, -1) if tens else 1
    last = _DIGITS.get(ones, -1) if ones else 0
    return first * 10 + last if first > 0 and last >= 0 else -1


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it is written: hour and minute, the word for the half of the day, where it is."""

    hour: int
    minute: int
    half: str
    start: int
    end: int
    next_day: bool = False
    bare: bool = False

    @property
    def as_written_min(self) -> int:
        return self.hour * 60 + self.minute


def _in_half(moment: Moment, half: str) -> int | None:
    """Return the minute of the day of `moment` in the `half`; None where that is not certain."""
    hour, minute = moment.hour, moment.minute
    if half in _MORNING or half == "a":
        fits, shift = 5 <= hour <= 11 or (half == "早" and hour == 4), 0
    elif half == "凌晨":
        fits, shift = hour <= 6, 0
    elif half in _NOON:
        fits = hour in (11, 12, 13, 14) or hour in (1, 2)
        shift = 12 if hour < 11 else 0
    elif half in _AFTERNOON:
        fits, shift = 1 <= hour <= 22, 12 if hour < 12 else 0
    else:
        fits, shift = 5 <= hour <= 12 or 17 <= hour <= 24, 12 if hour <= 12 else 0
    if half in ("a", "p") and hour > 12:
        fits = False
    return (hour + shift) * 60 + minute if fits else None


def minute_of(moment: Moment, source: Source) -> int:
    """Return the minute of the day at which a single time is.

    Raises:
        HoursError: a time that does not exist or that could be two.
    """
    _check_exists(moment, source)
    if not moment.half:
        return moment.as_written_min
    minute = _in_half(moment, moment.half)
    if minute is None:
        raise _no_such(moment, source)
    return minute


def span_of(first: Moment, last: Moment, source: Source) -> TimeSpan:
    """Return the time from `first` to `last`.

    Raises:
        HoursError: where morning and afternoon are not certain.
    """
    _check_exists(first, source)
    _check_exists(last, source)
    start_min = _start(first, last, source)
    end_min = _end(first, last, source)
    if last.next_day:
        end_min = last.as_written_min + DAY_MIN if last.as_written_min < DAY_MIN else end_min
    if first.next_day or not start_min < end_min <= start_min + DAY_MIN:
        raise _uncertain(first, last, source)
    if start_min == 0 and end_min == DAY_MIN - 1:
        raise source.because(
            first.start,
            last.end,
            sentence("“%(value)s”差一分钟到半夜。", value=source.words(first.start, last.end)),
            sentence("全天开放请写“24小时”。"),
        )
    return TimeSpan(start_min, end_min)


def _start(first: Moment, last: Moment, source: Source) -> int:
    if first.half:
        minute = _in_half(first, first.half)
        # Nobody opens at 下午9:00; where it closes, or is only named, the hour is certain.
        late = first.half in _AFTERNOON and 8 <= first.hour <= 11
        if minute is None or minute >= DAY_MIN or late:
            raise _no_such(first, source)
        return minute
    minute = first.as_written_min
    if minute >= DAY_MIN:
        raise _no_such(first, source)
    twelve_hours = last.as_written_min <= NOON_MIN and not last.next_day
    earliest = _FIRST_BARE_HOUR if twelve_hours or last.half else _FIRST_HOUR
    if 0 < first.hour < earliest:
        raise _uncertain(first, last, source)
    return minute


def _end(first: Moment, last: Moment, source: Source) -> int:
    if last.half:
        if last.next_day and last.half not in _MORNING | {"凌晨"}:
            raise _uncertain(first, last, source)
        minute = _in_half(last, last.half)
        # 下午12:00 as an end is midnight to some and noon to others.
        if minute is None or (last.half in _AFTERNOON and last.hour == 12 and not last.minute):
            raise _no_such(last, source)
        return minute
    written = last.as_written_min
    if last.hour > 12 or not first.half or last.next_day:
        return written
    if first.half in _AFTERNOON | _EVENING | _NOON:
        # 下午2:00-5:00: the half of the day holds for both, unless the first is of 24 hours.
        if first.hour > 12 or (last.hour == 12 and first.half not in _EVENING | _NOON):
            raise _uncertain(first, last, source)
        if first.half in _NOON and last.hour >= 11:
            return written
        return written + NOON_MIN
    return written


def _check_exists(moment: Moment, source: Source) -> None:
    if moment.hour > 24 or moment.minute > 59 or moment.as_written_min > DAY_MIN:
        value = source.words(moment.start, moment.end)
        raise source.because(
            moment.start,
            moment.end,
            sentence("没有 %(value)s 这个时间。", value=value),
            sentence("时间写 00:00 到 24:00。"),
        )


def _no_such(moment: Moment, source: Source) -> HoursError:
    value = source.words(moment.start, moment.end)
    return source.because(
        moment.start,
        moment.end,
        sentence("“%(value)s”说不清是几点。", value=value),
        sentence("请按 24 小时制写，例如 14:00。"),
    )


def _uncertain(first: Moment, last: Moment, source: Source) -> HoursError:
    value = source.words(first.start, last.end)
    return source.because(
        first.start,
        last.end,
        sentence("“%(value)s”说不清是上午还是下午。", value=value),
        sentence("请按 24 小时制写，例如 9:00-17:00；过了半夜写“次日2:00”。"),
    )
