"""The part of a rule that names times of the day."""

from __future__ import annotations

from finder.errors import sentence
from finder.hours.reader import Reader
from finder.hours.spans import DAY_MIN, TimeSpan
from finder.hours.tokens import refusal

_TIME_HINT = sentence("时间写作 09:00。")
_END_HINT = sentence("请写明结束时间，例如 09:00-17:00。")


def read_times(reader: Reader) -> tuple[TimeSpan, ...]:
    """Return the times that come next, none where something else does.

    Raises:
        HoursError: a time that does not exist, or a span that does not end within 24 hours.
    """
    spans: list[TimeSpan] = []
    while reader.peek("time"):
        spans.append(_time_span(reader))
        if not (reader.peek("sign", ",") and reader.peek("time", ahead=1)):
            break
        reader.take("sign", ",")
    return tuple(spans)


def _time_span(reader: Reader) -> TimeSpan:
    start_column = reader.token.column
    start_text, start_min = _minute(reader, limit_min=DAY_MIN - 1)
    reader.need("sign", "-", hint=_END_HINT)
    end_text, end_min = _minute(reader, limit_min=2 * DAY_MIN)
    if end_min < start_min:
        end_min += DAY_MIN
    if not start_min < end_min <= start_min + DAY_MIN:
        value = f"{start_text}-{end_text}"
        raise refusal(
            start_column,
            value,
            sentence("%(value)s 不是一段不超过 24 小时的时间。", value=value),
            sentence("全天开放请写 00:00-24:00 或 24/7。"),
        )
    return TimeSpan(start_min, end_min)


def _minute(reader: Reader, limit_min: int) -> tuple[str, int]:
    token = reader.need("time", hint=_TIME_HINT)
    hour, minute = map(int, token.text.split(":"))
    if minute > 59 or hour * 60 + minute > limit_min:
        hint = (
            sentence("开始时间写 00:00 到 23:59。")
            if limit_min < DAY_MIN
            else sentence("结束时间写 00:00 到 24:00，过了半夜可写到 48:00。")
        )
        raise refusal(
            token.column, token.text, sentence("没有 %(value)s 这个时间。", value=token.text), hint
        )
    return token.text, hour * 60 + minute
