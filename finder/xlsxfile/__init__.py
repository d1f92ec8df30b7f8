"""Workbooks of Excel: the only user of openpyxl. Everything is measured before it is unpacked."""

from finder.xlsxfile.reading import sheet_of_xlsx
from finder.xlsxfile.writing import xlsx_bytes

# What the web calls such a file (IANA's registry of media types).
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = ["MIMETYPE", "sheet_of_xlsx", "xlsx_bytes"]
