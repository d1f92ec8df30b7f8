"""What spreadsheets do to a cell: formulas, serial numbers, dates, errors, scrambled text."""

from __future__ import annotations

import datetime as dt
import re

# A text that begins so is run as a formula, even after apostrophes and blanks.
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠\t\r]")
_FORMULA_START = re.compile(r"['\s=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
# What Excel shows where a formula failed.
_ERROR = re.compile(
    r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.I
)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:年\s*|(?P<mark>[-/.]))(?P<month>\d{1,2})(?:月\s*|(?P=mark))(?P<day>\d{1,2})日?"
    r"(?:[ T]\s*\d{1,2}:\d\d(?::\d\d(?:\.0+)?)?)?"
)
# A single time or date as Excel shows it.
_ALONE = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?|\d{1,2}月\d{1,2}日"
    r"|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{1,4}"
)
# Serial numbers of 2000 to 2099; others are more likely something else.
_SERIAL_DAYS = range(36_526, 73_051)
# Day 0 in Excel's count, which is right from March 1900 on.
_DAY_ZERO = dt.datetime(1899, 12, 30)
_CJK = re.compile(r"[\u4e00-\u9fff]")
# The same in UTF-8, from U+4E00 on.
_CJK_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")
_ACCENTS = re.compile(r"[\x80-\u024f\u2010-\u2122]{2}")
_MARK = "\ufeff"
# What str.strip takes away, and byte order marks.
_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    f"\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000{_MARK}"
)


def folded(cell: str) -> str:
    """Return a cell with every line break as one line feed, as all spreadsheets can keep it."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def stripped(cell: str) -> str:
    """Return a cell without the blanks and byte order marks round it."""
    cell = cell.strip()
    if cell[:1] == _MARK or cell[-1:] == _MARK:
        # At once: a cell of thousands of both by turns would be copied as often.
        return cell.strip(_BLANKS)
    return cell


def bare(cell: str) -> str:
    """Return a cell as it was before a spreadsheet was kept from running it, without its blanks."""
    return stripped(restored(stripped(cell)))


def _is_formula(cell: str) -> bool:
    return bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell)


def neutralised(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before it if one would."""
    return f"'{cell}" if _is_formula(cell) else cell


def neutralised_row(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `neutralised` makes of each cell."""
    # All at once: few rows have a cell that begins as one that is run does.
    if not _FORMULA_START.search("".join([cell[:1] for cell in cells])):
        return cells
    return tuple(map(neutralised, cells))


def restored(cell: str) -> str:
    """Return the cell that `neutralised` was given."""
    return cell[1:] if cell[:1] == "'" and _is_formula(cell[1:]) else cell


def is_excel_error(cell: str) -> bool:
    """Return whether a formula failed here."""
    return bool(_ERROR.fullmatch(cell))


def iso_date(cell: str) -> str | None:
    """Return a date in ISO: 2023/12/5, 2023年12月5日, 2023.12.5 or Excel's 45265; None if not.

    A spreadsheet rewrites dates by itself. 5/12/2023 may be either of two days and is none.
    """
    if serial := re.fullmatch(r"(\d{5})(?:\.\d+)?", cell):
        days = int(serial[1])
        return _moment(days).date().isoformat() if days in _SERIAL_DAYS else None
    match = _DATE.fullmatch(cell)
    if not match or ("年" in cell) != ("月" in cell):
        return None
    try:
        return dt.date(*(int(match[part]) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return None


def _moment(serial: float) -> dt.datetime:
    return _DAY_ZERO + dt.timedelta(minutes=round(serial * 24 * 60))


def rewritten(cell: str) -> str | None:
    """Return the time or date that a spreadsheet has made of a whole cell; None if it is none.

    0.375 is 9:00, 45265 is 2023-12-05; 24-Jul and 2024/7/1 it makes of 24/7.
    """
    if not re.fullmatch(r"\d{1,5}(?:\.\d+)?", cell):
        return iso_date(cell) or (cell if _ALONE.fullmatch(cell) else None)
    number = float(cell)
    if number <= 1 and "." in cell:
        minutes = round(number * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if int(number) not in _SERIAL_DAYS:
        return None
    moment = _moment(number)
    if not number % 1:
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {moment.hour}:{moment.minute:02d}"


def may_be_scrambled(text: str) -> bool:
    """Return whether `unscrambled` may find something in a part of `text`; never a wrong no.

    What it looks for would be there as bytes: Chinese characters in UTF-8, read as GBK.
    """
    if text.isascii():
        return False
    # Two at least are wanted, and one is common: it is in the GBK of 设备.
    misread = _CJK_UTF8.findall(text.encode("gb18030", "ignore"))
    return len(misread) > 1 or bool(_ACCENTS.search(text))


def unscrambled(cell: str) -> str | None:
    """Return what a scrambled text probably was; None if it does not look scrambled.

    Told by reading it back the way it was misread: UTF-8 as GBK (閫氬窞) or as Western European
    (é€šå·ž), GBK as Western European (Í¨ÖÝ).
    """
    if cell.isascii():
        return None
    if _CJK.search(cell):
        return _misread(cell, "gb18030", "utf-8")
    if not _ACCENTS.search(cell):
        return None
    return (
        _misread(cell, "cp1252", "utf-8")
        or _misread(cell, "latin-1", "utf-8")
        or _misread(cell, "latin-1", "gb18030")
    )


def _misread(cell: str, wrong: str, right: str) -> str | None:
    text = cell.encode(wrong, "ignore").decode(right, "replace")
    lost, chinese = text.count("\ufffd"), len(_CJK.findall(text))
    return text if chinese >= 2 and chinese > 3 * lost else None
