"""Text in the OSM opening_hours grammar to `Rules`.

The grammar is a strict subset: what is not certain is refused, with the place in the text.

    rules    = rule { (";" | "," | "||") rule }
    rule     = "24/7" [state] | days [times] [state] | times [state] | state
    days     = [years] [dates] ["week" weeks] [weekdays]
    years    = year ["-" year] { "," … }
    dates    = [year] month ["-" [year] month] | [year] month day ["-" …] { "," … }
    weekdays = ("Mo" ["-" "Fr"] | "Mo[1]" | "WD" | "PH") { "," … }
    times    = "09:00-17:00" { "," … }; an end up to 48:00, or before the start: past midnight
    state    = ["open" | "off" | "closed" | "unknown"] ['"note"'], a note only after a word

A rule after "," names its days again and does not follow one after "||"; a rule without state
names its times. "WD", working days by the official calendar, is the only extension.
"""

from __future__ import annotations

from functools import lru_cache

from finder.errors import sentence
from finder.hours.dates import Dates, read_dates
from finder.hours.reader import Reader
from finder.hours.rules import Join, Rule, Rules, State
from finder.hours.spans import DAY_MIN, WEEKDAYS, WeekdaySpan
from finder.hours.times import read_times
from finder.hours.tokens import refusal, tokens

_STATES = {
    "open": State.OPEN,
    "off": State.CLOSED,
    "closed": State.CLOSED,
    "unknown": State.UNKNOWN,
}
_NTH_HINT = sentence("每月第几个星期几写作 Mo[1] 或 Mo[-1]。")
_WEEKDAY_HINT = sentence("星期写作 Mo Tu We Th Fr Sa Su。")
_JOINS = {";": Join.REPLACE, ",": Join.ADD, "||": Join.ELSE}


@lru_cache(maxsize=16_384)
def rules_of(opening_hours: str, special_hours: str = "") -> Rules:
    """Return the rules of one facility from its two columns; blank ordinary hours are unknown.

    Raises:
        HoursError: a text that cannot be read, or an exception without its year.
    """
    special = _placed(special_hours)
    for column, rule in special:
        if not rule.is_dated or rule.join is Join.ELSE:
            raise refusal(
                column,
                str(rule),
                sentence("例外“%(rule)s”没有写年份和日期。", rule=str(rule)),
                sentence("请写明年月日，例如 2026 Oct 01-03 off。"),
            )
    return Rules(parsed(opening_hours), tuple(rule for _, rule in special))


def parsed(text: str) -> tuple[Rule, ...]:
    """Return the rules that `text` states, none where it is blank.

    Raises:
        HoursError: with the place of the first character that cannot be read for certain.
    """
    return tuple(rule for _, rule in _placed(text))


def _placed(text: str) -> list[tuple[int, Rule]]:
    """Return the rules of `text`, each with the place of its first character."""
    reader = Reader(tokens(text))
    placed: list[tuple[int, Rule]] = []
    join = Join.REPLACE
    while not (reader.at_end and not placed):
        placed.append((reader.token.column, _rule(reader, join)))
        if reader.at_end:
            break
        sign = reader.take("sign", *_JOINS)
        if sign is None:
            raise reader.unexpected(sentence("规则之间请用 ; 或 , 隔开。"))
        if sign.text == "," and join is Join.ELSE:
            # The reference implementation takes it for a part of the fallback, others do not.
            raise refusal(
                sign.column,
                sign.text,
                sentence("|| 之后用逗号连接的规则有两种理解。"),
                sentence("请写 || 或 ; ，例如 Mo 09:00-17:00 || Tu unknown || We unknown。"),
            )
        join = _JOINS[sign.text]
    _check_closing_nights(placed)
    return placed


def _check_closing_nights(placed: list[tuple[int, Rule]]) -> None:
    """Refuse what closes past midnight beside `||`: which of two days falls back is not certain."""
    if not any(rule.join is Join.ELSE for _, rule in placed):
        return
    for column, rule in placed:
        if rule.state is State.CLOSED and any(span.end_min > DAY_MIN for span in rule.times):
            raise refusal(
                column,
                str(rule),
                sentence("“%(rule)s”过了半夜，又有 ||，看不出哪一天不开放。", rule=str(rule)),
                sentence("请在半夜分成两条，例如 Su 22:00-24:00 off; Mo 00:00-02:00 off。"),
            )


def _rule(reader: Reader, join: Join) -> Rule:
    first = reader.token
    if _takes_always(reader):
        state, note = _state(reader)
        return Rule(join=join, always=True, state=state or State.OPEN, note=note)
    dates = read_dates(reader)
    weekday_column = reader.token.column
    weekdays, holidays, workdays = _weekdays(reader)
    if len(dates.dates) > 1 and dates.dates[-1].is_one_month and weekdays and weekdays[0].nths:
        # In `Jan,Mar Su[1]` the Sunday belongs to March alone, or to both months: libraries differ.
        raise refusal(
            weekday_column,
            str(weekdays[0]),
            sentence("“%(weekday)s”是只指最后一个月，还是各月都算？", weekday=str(weekdays[0])),
            sentence("请分开写，例如 Jan Su[1] 09:00-12:00; Mar Su[1] 09:00-12:00。"),
        )
    has_days = dates != Dates() or bool(weekdays) or holidays or workdays
    if join is Join.ADD and not has_days:
        raise reader.unexpected(sentence("逗号后的规则请重新写明星期或日期。"))
    times = read_times(reader)
    state, note = _state(reader)
    if not times and state is None:
        if not has_days:
            raise reader.unexpected(sentence("这里应写星期（Mo）、日期（Oct 01）、时间或 off。"))
        if not (reader.at_end or reader.peek("sign", *_JOINS)):
            raise reader.unexpected(sentence("日期、星期之后应写时间，例如 09:00-17:00。"))
        if reader.peek("sign", ",") and reader.peek("number", ahead=1):
            reader.take("sign", ",")
            raise reader.unexpected(sentence("并列的日期请都写全，例如 Oct 01,Oct 03。"))
        raise refusal(
            first.column,
            first.text,
            sentence("第 %(column)d 个字起的规则没有写时间。", column=first.column),
            sentence("请写上时间，例如 09:00-17:00；不开放写 off，全天写 00:00-24:00。"),
        )
    return Rule(
        join=join,
        years=dates.years,
        dates=dates.dates,
        weeks=dates.weeks,
        weekdays=weekdays,
        holidays=holidays,
        workdays=workdays,
        times=times,
        state=state or State.OPEN,
        note=note,
    )


def _takes_always(reader: Reader) -> bool:
    # Not a word of its own: in `week 1-24/7` the same characters are an end and a step.
    always = (("number", "24"), ("sign", "/"), ("number", "7"))
    if not all(reader.peek(kind, text, ahead=ahead) for ahead, (kind, text) in enumerate(always)):
        return False
    return all(reader.take(kind, text) for kind, text in always)


def _state(reader: Reader) -> tuple[State | None, str]:
    word = reader.take("word", *_STATES)
    note = reader.take("note")
    if note and not word:
        raise refusal(
            note.column,
            note.text,
            sentence("备注 %(note)s 前没有写状态。", note=note.text),
            sentence("请在备注前写 open（开放）、unknown（不确定）或 off（不开放）。"),
        )
    return (_STATES[word.text] if word else None, note.text[1:-1].strip() if note else "")


def _weekdays(reader: Reader) -> tuple[tuple[WeekdaySpan, ...], bool, bool]:
    spans: list[WeekdaySpan] = []
    holidays = workdays = False
    while True:
        if reader.take("word", "PH"):
            holidays = True
            if reader.peek("sign", "-"):
                raise reader.unexpected(sentence("PH 表示法定节假日，不能写成范围。"))
        elif reader.take("word", "WD"):
            workdays = True
        elif word := reader.take("word", *WEEKDAYS):
            spans.append(_weekday_span(reader, WEEKDAYS.index(word.text)))
        else:
            break
        if not (reader.peek("sign", ",") and reader.peek("word", *WEEKDAYS, "WD", "PH", ahead=1)):
            break
        reader.take("sign", ",")
    return tuple(spans), holidays, workdays


def _weekday_span(reader: Reader, first: int) -> WeekdaySpan:
    if reader.take("sign", "["):
        nths = [_nth(reader)]
        while reader.take("sign", ","):
            nths.append(_nth(reader))
        reader.need("sign", "]", hint=_NTH_HINT)
        return WeekdaySpan(first, first, tuple(nths))
    if not reader.take("sign", "-"):
        return WeekdaySpan(first, first)
    last = reader.need("word", *WEEKDAYS, hint=_WEEKDAY_HINT)
    return WeekdaySpan(first, WEEKDAYS.index(last.text))


def _nth(reader: Reader) -> int:
    minus = reader.take("sign", "-")
    number = reader.need("number", hint=_NTH_HINT)
    nth = int(number.text)
    if not 1 <= nth <= 5:
        raise refusal(
            number.column,
            number.text,
            sentence("一个月里没有第 %(nth)d 个星期几。", nth=nth),
            sentence("请写 1 到 5，或 -1 到 -5。"),
        )
    return -nth if minus else nth
