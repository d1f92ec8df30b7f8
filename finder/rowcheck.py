"""What is wrong with one row, column by column, and what is odd about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter

from finder.cells import is_excel_error, may_be_scrambled, rewritten, unscrambled
from finder.errors import CoordinateError, HoursError, Problem, Sentence, sentence
from finder.facility import COLUMNS, Facility, kind_named
from finder.geo import Datum, point
from finder.hours import Rules, read_hours
from finder.hours.lint import warnings as lint
from finder.sheet import SheetRow

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"[0-9+()（）\-—、,，;；转 /]{5,60}")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
# The area codes 10 (Beijing), 2x and 3xx to 9xx with a number, without the 0 before them.
_NO_ZERO = re.compile(r"(?!400|800)(?:10[0-9]{8}|2[0-9]{9}|[3-9][0-9]{9,10})")
_DAY_FIRST = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}")
_WEBSITE = re.compile(r"https?://[^\s<>\"']+")
# Degrees that need no second look; everything else is judged by `finder.geo.point`.
_PLAIN_DEGREES = re.compile(r"[0-8]?[0-9](?:\.[0-9]+)?,(?:[0-9]{1,2}|1[0-7][0-9])(?:\.[0-9]+)?")
_WHEELCHAIR = ("", "yes", "limited", "no")
# Blanks of spreadsheets and Chinese keyboards: not printable to Python, but seen by people.
_BLANKS = "\n\r\t\u3000\xa0"
_FIELDS = fields(Facility)
_DATUMS = frozenset(datum.value for datum in Datum)
_values = attrgetter(*COLUMNS)
_required_of = attrgetter(*(one.name for one in _FIELDS if one.metadata["required"]))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def row_problems(facility: Facility) -> Iterator[Problem]:
    """Yield what is wrong with one row, column by column."""
    values = _values(facility)
    if not all(_required_of(facility)) or may_be_odd(values):
        for column, value in zip(_FIELDS, values, strict=True):
            if column.metadata["required"] and not value:
                message = sentence("“%(name)s”不能留空。", name=column.metadata["chinese"])
                hint = sentence("例如：%(example)s", example=column.metadata["example"])
                yield Problem(message, hint, column=column.name)
            if may_be_odd((value,)):
                yield from _text_problems(column.name, column.metadata["chinese"], value)
    yield from _shape_problems(facility)
    yield from _position_problems(facility)
    for problem in _hours_problems(facility.opening_hours, ""):
        yield replace(problem, column="opening_hours", value=facility.opening_hours)
    for problem in _hours_problems("", facility.special_hours):
        yield replace(problem, column="special_hours", value=facility.special_hours)


def may_be_odd(values: Sequence[str]) -> bool:
    """Return whether `_text_problems` may have something to say of one of these texts.

    All are looked at together, many times faster than one by one.
    """
    together = " ".join(values)
    if not together.isprintable() or "#" in together or "\ufffd" in together:
        return True
    return together.count("?") > 2 or may_be_scrambled(together)


def row_warnings(facility: Facility, today: dt.date | None = None) -> Iterator[Problem]:
    """Yield what is odd about a row that has no problems."""
    if today and facility.verified_date and facility.verified_date > today:
        message = sentence("核实日期“%(value)s”还没有到。", value=facility.verified_on)
        yield _wrong(facility, "verified_on", message, sentence("请核对年月日。"))
    for problem in _lint(facility.rules):
        value = problem.value or facility.opening_hours
        yield Problem(problem.message, problem.hint, "opening_hours", value)
    if _NO_ZERO.fullmatch(facility.phone):
        code = 2 if facility.phone[0] in "12" else 3
        likely = f"0{facility.phone[:code]}-{facility.phone[code:]}"
        message = sentence("电话“%(value)s”开头的 0 可能被表格软件去掉了。", value=facility.phone)
        hint = sentence("如果是，请写成 %(likely)s。", likely=likely)
        yield _wrong(facility, "phone", message, hint)


def odd_cells(names: Sequence[str], row: SheetRow) -> Iterator[Problem]:
    """Yield cells of staff's own, in comments and unknown columns, that no workbook can hold."""
    is_comment = row.is_comment
    for name, cell in zip(names, row.cells, strict=True):
        if (is_comment or name not in COLUMNS) and _CONTROL.search(cell):
            message = sentence("“%(name)s”里有看不见的控制字符。", name=name)
            hint = sentence("请删去后重新输入这一格。")
            yield Problem(message, hint, column=name, value=cell, row=row.number)


def _text_problems(column: str, chinese: str, value: str) -> Iterator[Problem]:
    if is_excel_error(value):
        message = sentence("“%(value)s”是表格软件的错误值，不是内容。", value=value)
        hint = sentence("这一格的公式算不出结果；请直接写内容，或留空。")
        yield Problem(message, hint, column=column, value=value)
    if not value.isprintable() and any(
        not character.isprintable() and character not in _BLANKS for character in value
    ):
        message = sentence("“%(name)s”里有看不见的控制字符。", name=chinese)
        hint = sentence("请删去后重新输入这一格。")
        yield Problem(message, hint, column=column, value=value)
    elif "\ufffd" in value:
        message = sentence("“%(value)s”里有乱码（\ufffd），原来的字已经丢了。", value=value)
        yield Problem(message, sentence("请重新输入这一格。"), column=column, value=value)
    elif value.count("?") > 2 and value.count("?") * 2 > len(value):
        message = sentence("“%(value)s”里的字好像变成了问号，原来的已经丢了。", value=value)
        hint = sentence("请重新输入这一格，另存为 .xlsx 或“CSV UTF-8”。")
        yield Problem(message, hint, column=column, value=value)
    elif text := unscrambled(value):
        message = sentence("“%(value)s”是乱码，可能是“%(text)s”。", value=value, text=text)
        hint = sentence("请从没有乱码的文件重新做起，另存为 .xlsx 或“CSV UTF-8”。")
        yield Problem(message, hint, column=column, value=value)


@lru_cache(maxsize=16_384)
def _lint(rules: Rules) -> tuple[Problem, ...]:
    return lint(rules)


@lru_cache(maxsize=16_384)
def _hours_problems(opening_hours: str, special_hours: str) -> tuple[Problem, ...]:
    """Return what cannot be read in one of the two columns of hours."""
    try:
        read_hours(opening_hours, special_hours)
    except HoursError as error:
        text = opening_hours or special_hours
        if is_excel_error(text):
            return ()
        if not (words := rewritten(text)):
            return error.problems
        message = sentence("“%(value)s”不是开放时间，像是被表格软件改过。", value=text)
        return (Problem(message, _as_text(text, words)),)
    return ()


def _as_text(value: str, words: str) -> Sentence:
    if words == value:
        return sentence("请把单元格设为“文本”后重新输入，例如 9:00-17:00。")
    return sentence(
        "%(value)s 是 Excel 的 %(words)s；请把单元格设为“文本”后重新输入，例如 9:00-17:00。",
        value=value,
        words=words,
    )


def _wrong(facility: Facility, column: str, message: Sentence, hint: Sentence) -> Problem:
    return Problem(message, hint, column=column, value=str(getattr(facility, column)))


def _shape_problems(facility: Facility) -> Iterator[Problem]:
    if facility.id and not _ID.fullmatch(facility.id):
        message = sentence("编号“%(value)s”的写法不对。", value=facility.id)
        yield _wrong(facility, "id", message, sentence("只用小写英文字母、数字和中间的连字符。"))
    try:
        kind_named(facility.kind)
    except ValueError:
        if facility.kind:
            message = sentence("没有“%(value)s”这个类型。", value=facility.kind)
            hint = sentence("请写说明里的类型，例如 library 或 图书馆。")
            yield _wrong(facility, "kind", message, hint)
    if _SCIENTIFIC.fullmatch(facility.phone):
        message = sentence(
            "电话“%(value)s”被表格软件改成了科学计数，末尾的数字丢了。", value=facility.phone
        )
        hint = sentence("请把单元格设为“文本”后重新输入，例如 010-56946717。")
        yield _wrong(facility, "phone", message, hint)
    elif facility.phone and not _PHONE.fullmatch(facility.phone):
        message = sentence("“%(value)s”不像电话号码。", value=facility.phone)
        yield _wrong(
            facility, "phone", message, sentence("请只写数字和连字符，例如 010-56946717。")
        )
    if facility.website and not _WEBSITE.fullmatch(facility.website):
        message = sentence("“%(value)s”不是网址。", value=facility.website)
        yield _wrong(facility, "website", message, sentence("请以 http:// 或 https:// 开头。"))
    if facility.wheelchair not in _WHEELCHAIR:
        message = sentence("无障碍一栏不认识“%(value)s”。", value=facility.wheelchair)
        yield _wrong(facility, "wheelchair", message, sentence("请写 yes、limited、no 或留空。"))
    if _DAY_FIRST.fullmatch(facility.verified_on):
        message = sentence("“%(value)s”看不出是哪一天。", value=facility.verified_on)
        hint = sentence("请把年写在前面，例如 2026-01-31。")
        yield _wrong(facility, "verified_on", message, hint)
    elif facility.verified_on and not _is_iso_date(facility.verified_on):
        message = sentence("“%(value)s”不是日期。", value=facility.verified_on)
        yield _wrong(facility, "verified_on", message, sentence("请写成 2026-01-31。"))


def _swapped_hint(facility: Facility) -> Sentence | None:
    try:
        point(facility.lon, facility.lat)
    except CoordinateError:
        return None
    return sentence("是不是把纬度和经度写反了？")


@lru_cache(maxsize=4_096)
def _is_iso_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _position_problems(facility: Facility) -> Iterator[Problem]:
    if bool(facility.lat) != bool(facility.lon):
        missing = "lon" if facility.lat else "lat"
        message = sentence("只填了一半坐标。")
        yield _wrong(facility, missing, message, sentence("请把纬度和经度都填上，或都留空。"))
    elif facility.lat and not _PLAIN_DEGREES.fullmatch(f"{facility.lat},{facility.lon}"):
        try:
            point(facility.lat, facility.lon)
        except CoordinateError as error:
            hint = _swapped_hint(facility)
            yield from (replace(one, hint=hint or one.hint) for one in error.problems)
    if facility.datum and facility.datum not in _DATUMS:
        message = sentence("没有“%(value)s”这个坐标系。", value=facility.datum)
        yield _wrong(facility, "datum", message, sentence("请写 wgs84、gcj02 或 bd09。"))
    if facility.accuracy_m and not re.fullmatch(r"[0-9]{1,6}", facility.accuracy_m):
        message = sentence("位置误差“%(value)s”不是整数米。", value=facility.accuracy_m)
        yield _wrong(
            facility, "accuracy_m", message, sentence("请只写数字，例如 3000；就在门口请留空。")
        )
