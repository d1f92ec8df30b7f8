"""Parameters, as text from an address or a command line, to a question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from finder.errors import CoordinateError, Problem, QueryError, sentence
from finder.facility import Kind, kind_named
from finder.geo import Point, point
from finder.hours import ZONE
from finder.translations import LANGUAGES

P = ParamSpec("P")
T = TypeVar("T")

MAX_LIMIT = 1000
DEFAULT_LIMIT = 20
MAX_TEXT_LENGTH = 100
FIRST_YEAR, LAST_YEAR = 2000, 2199
YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


class Reading:
    """Reads one parameter after another, so that all that are wrong are named in one answer."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def of(self, otherwise: T, read: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what `read` returns; `otherwise` where it cannot, its problems remembered."""
        try:
            return read(*args, **named)
        except QueryError as error:
            self.problems += error.problems
            return otherwise

    def end(self) -> None:
        """Check that everything could be understood.

        Raises:
            QueryError: with every problem, in the order of reading.
        """
        if self.problems:
            raise QueryError(*self.problems)


def moment(text: str, now: dt.datetime) -> dt.datetime:
    """Return the moment that `text` names, in Asia/Shanghai; `now` where it is blank.

    Args:
        text: ISO 8601; without an offset it is the time of Beijing.

    Raises:
        QueryError: it is not a moment between the years 2000 and 2199.
    """
    text = text.strip()
    if not text:
        return now.astimezone(ZONE)
    try:
        # An unescaped plus in an address arrives as a space.
        escaped = re.sub(r"(:\d\d(?:\.\d+)?) (?=\d\d:?\d\d$)", r"\1+", text)
        given = dt.datetime.fromisoformat(escaped)
        given = given if given.tzinfo else given.replace(tzinfo=ZONE)
        if not FIRST_YEAR <= given.year <= LAST_YEAR:
            raise ValueError(text)
        return given.astimezone(ZONE)
    except (ValueError, OverflowError):
        message = sentence("“%(value)s”不是看得懂的时间。", value=text)
        hint = sentence("请写成 2026-11-28T23:00 或 2026-11-28T23:00+08:00。")
        raise QueryError(Problem(message, hint, column="at", value=text)) from None


def date(text: str, today: dt.date) -> dt.date:
    """Return the date that `text` names; `today` where it is blank.

    Raises:
        QueryError: it is not a date between the years 2000 and 2199.
    """
    text = text.strip()
    if not text:
        return today
    try:
        return iso_date(text)
    except ValueError:
        message = sentence("“%(value)s”不是看得懂的日期。", value=text)
        hint = sentence("请写成 2026-10-01。")
        raise QueryError(Problem(message, hint, column="from", value=text)) from None


def iso_date(text: str) -> dt.date:
    """Return the date that `text` writes as ISO 8601.

    Raises:
        ValueError: it is not a date between the years 2000 and 2199.
    """
    given = dt.date.fromisoformat(text)
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise ValueError(text)
    return given


def position(lat: str, lon: str) -> Point:
    """Return the position that two texts name.

    Raises:
        QueryError: one is missing or not a coordinate.
    """
    missing = [
        Problem(
            sentence("缺少 %(name)s。", name=name),
            sentence("请给出纬度 lat 和经度 lon，例如 lat=39.9117&lon=116.6813。"),
            column=name,
        )
        for name, value in (("lat", lat), ("lon", lon))
        if not value.strip()
    ]
    try:
        found = point(lat.strip() or "0", lon.strip() or "0")
    except CoordinateError as error:
        raise QueryError(*missing, *error.problems) from None
    if missing:
        raise QueryError(*missing)
    return found


def kinds(text: str) -> tuple[Kind, ...]:
    """Return the kinds that `text` names, by key or Chinese name, separated by commas.

    Raises:
        QueryError: there is no such kind.
    """
    found: list[Kind] = []
    problems: list[Problem] = []
    for name in _names(text):
        try:
            found.append(kind_named(name))
        except ValueError:
            known = tuple(kind.value for kind in Kind)
            message = sentence("没有“%(value)s”这个类型。", value=name)
            hint = sentence("可用的类型：%(known)s。", known=known)
            problems.append(Problem(message, hint, column="kind", value=name))
    if problems:
        raise QueryError(*problems)
    return tuple(found)


def services(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the services of `known` that `text` names, separated by commas.

    Raises:
        QueryError: no facility offers one of them.
    """
    found = _names(text)
    if wrong := [name for name in found if name not in known]:
        hint = sentence("可用的服务：%(known)s。", known=tuple(known))
        raise QueryError(
            *(
                Problem(sentence("没有“%(value)s”这项服务。", value=name), hint, "service", name)
                for name in wrong
            )
        )
    return tuple(found)


def towns(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the towns of `known` that `text` names, separated by commas.

    Raises:
        QueryError: no facility is in one of them.
    """
    found = _names(text)
    if wrong := [name for name in found if name not in known]:
        hint = sentence("可用的镇街：%(known)s。", known=tuple(known))
        raise QueryError(
            *(
                Problem(sentence("没有“%(value)s”这个镇街。", value=name), hint, "town", name)
                for name in wrong
            )
        )
    return tuple(found)


def _names(text: str) -> list[str]:
    return [name for name in (name.strip() for name in text.split(",")) if name]


def search_text(text: str) -> str:
    """Return what is searched for, without the spaces round it; blank searches for nothing.

    Raises:
        QueryError: it has more than 100 characters.
    """
    if len(text.strip()) > MAX_TEXT_LENGTH:
        message = sentence("要搜索的“%(value)s”太长。", value=text)
        hint = sentence("请写 %(limit)d 个字以内。", limit=MAX_TEXT_LENGTH)
        raise QueryError(Problem(message, hint, column="q", value=text))
    return text.strip()


def yes_no(text: str, column: str) -> bool:
    """Return whether `text` says yes; blank says no.

    Raises:
        QueryError: it says neither.
    """
    answer = YES_NO.get(text.strip().lower())
    if answer is None:
        message = sentence("%(column)s 的值“%(value)s”看不懂。", column=column, value=text)
        raise QueryError(Problem(message, sentence("请写 1 或 0。"), column=column, value=text))
    return answer


def number(text: str) -> int | None:
    """Return the number that a text of one to nine digits is; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def limit(text: str) -> int:
    """Return how many results are wanted, 20 where it is blank.

    Raises:
        QueryError: not a whole number from 1 to 1,000.
    """
    # Here and not in int, for which some blanks are none.
    digits = text.strip()
    if not digits:
        return DEFAULT_LIMIT
    if not re.fullmatch(r"[0-9]{1,4}", digits) or not 1 <= int(digits) <= MAX_LIMIT:
        message = sentence("limit 的值“%(value)s”不对。", value=text)
        hint = sentence("请写 1 到 %(limit)d 的整数。", limit=MAX_LIMIT)
        raise QueryError(Problem(message, hint, column="limit", value=text))
    return int(digits)


def language(text: str) -> str:
    """Return the language that `text` names, Chinese where it is blank.

    Raises:
        QueryError: there are no sentences in it.
    """
    if not text.strip():
        return LANGUAGES[0]
    if text not in LANGUAGES:
        message = sentence("没有“%(value)s”这种语言。", value=text)
        hint = sentence("可用的语言：%(known)s。", known=tuple(LANGUAGES))
        raise QueryError(Problem(message, hint, column="lang", value=text))
    return text
