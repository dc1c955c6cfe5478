"""How do tables travel between people's spreadsheet programs and us? Files only, no meanings."""

from renogroep.infra.sheets.cells import Book, Cell, Sheet
from renogroep.infra.sheets.exports import write_csv, write_table
from renogroep.infra.sheets.form import Column, FormSheet, Input, Kind, write_bill
from renogroep.infra.sheets.reading import read_book, read_csv, read_xlsx

__all__ = [
    "Book",
    "Cell",
    "Column",
    "FormSheet",
    "Input",
    "Kind",
    "Sheet",
    "read_book",
    "read_csv",
    "read_xlsx",
    "write_bill",
    "write_csv",
    "write_table",
]
