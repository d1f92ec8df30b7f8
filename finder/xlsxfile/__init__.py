"""Workbooks of Excel: the only user of openpyxl. Everything is measured before it is unpacked."""

from finder.xlsxfile.reading import sheet_of_xlsx
from finder.xlsxfile.writing import xlsx_bytes

__all__ = ["sheet_of_xlsx", "xlsx_bytes"]
