"""A sheet to a workbook whose cells are all text."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from finder.cells import neutralised
from finder.csvtext import MAX_CELL
from finder.sheet import Sheet, column_of, is_ours, titles

# What XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT = "@"
_BOLD, _RED = Font(bold=True), Font(color="A61B1B")
_WIDTHS = {"id": 24, "name": 30, "address": 36, "opening_hours": 44, "special_hours": 30}


def xlsx_bytes(sheet: Sheet, *, chinese: bool = True) -> bytes:
    """Return a workbook of a sheet in which every cell is text, so that Excel rewrites none.

    The cells that a CSV file would have neutralised are so here too: people save one as the other.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet("设施")
    page.freeze_panes = "A2"
    for at, title in enumerate(sheet.header, start=1):
        dimension = page.column_dimensions[get_column_letter(at)]
        dimension.width = 70 if is_ours(title) else _WIDTHS.get(column_of(title) or "", 14)
        dimension.number_format = _TEXT
    ours = [is_ours(title) for title in sheet.header]
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)

    def cell(text: str, is_our: bool, font: Font | None = None) -> WriteOnlyCell:
        made = WriteOnlyCell(page, _ILLEGAL.sub("\ufffd", neutralised(text))[:MAX_CELL])
        made.data_type = "s"
        made.number_format = _TEXT
        made.alignment = wrapped if is_our else top
        if font:
            made.font = font
        return made

    header = zip(titles(sheet, chinese), ours, strict=True)
    page.append([cell(title, is_our, _BOLD) for title, is_our in header])
    for row in sheet.rows:
        cells = zip(row.cells, ours, strict=True)
        page.append(
            [cell(text, our, _RED if our else None) if text else None for text, our in cells]
        )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
