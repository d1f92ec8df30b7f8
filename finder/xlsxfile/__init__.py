"""Workbooks of Excel: the only user of openpyxl. Everything is measured before it is unpacked.

openpyxl is loaded with the first workbook: it brings numpy, and most processes never see one.
"""

from __future__ import annotations

from finder.file_limits import WEB, FileLimits
from finder.progress import Progress, silent
from finder.sheet import Sheet

# What the web calls such a file (IANA's registry of media types).
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = ["MIMETYPE", "sheet_of_xlsx", "xlsx_bytes"]


def sheet_of_xlsx(data: bytes, limits: FileLimits = WEB, progress: Progress = silent) -> Sheet:
    """Return the sheet of a workbook; see `finder.xlsxfile.reading`.

    Raises:
        FileError: it cannot be read for certain.
    """
    from finder.xlsxfile import reading

    return reading.sheet_of_xlsx(data, limits, progress)


def xlsx_bytes(sheet: Sheet, *, chinese: bool = True) -> bytes:
    """Return a sheet as a workbook; see `finder.xlsxfile.writing`."""
    from finder.xlsxfile import writing

    return writing.xlsx_bytes(sheet, chinese=chinese)
