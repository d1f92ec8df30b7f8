"""The published list for a spreadsheet, as everybody may have it.

It has the known columns and nothing else: comments and columns of their own are staff's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from operator import attrgetter

from finder.cells import neutralised_row
from finder.facility import COLUMNS, Facility
from finder.sheet import Sheet, SheetRow, titles

# Excel takes a file without it for the encoding of the country.
BOM = "\ufeff"

_ROWS_AT_ONCE = 500

_cells = attrgetter(*COLUMNS)


def csv_parts(facilities: Sequence[Facility], *, chinese: bool) -> Iterator[bytes]:
    """Yield a CSV file for Excel bit by bit: UTF-8 with a byte order mark.

    Args:
        chinese: whether the columns have their Chinese names.
    """
    header = titles(Sheet(COLUMNS, ()), chinese)
    yield (BOM + _lines([header])).encode()
    for start in range(0, len(facilities), _ROWS_AT_ONCE):
        some = facilities[start : start + _ROWS_AT_ONCE]
        yield _lines([neutralised_row(_cells(one)) for one in some]).encode()


def _lines(rows: list[tuple[str, ...]]) -> str:
    file = io.StringIO(newline="")
    # The line end of RFC 4180.
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def public_sheet(facilities: Sequence[Facility]) -> Sheet:
    """Return the table of the known columns."""
    rows = (SheetRow(number, _cells(one)) for number, one in enumerate(facilities, start=2))
    return Sheet(COLUMNS, tuple(rows))
