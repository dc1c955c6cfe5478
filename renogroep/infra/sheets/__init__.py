"""How do tables travel between people's spreadsheet programs and us? Files only, no meanings."""

from renogroep.infra.sheets.exports import write_csv, write_table
from renogroep.infra.sheets.form import write_bill
from renogroep.infra.sheets.reading import read_book, read_csv, read_xlsx
from renogroep.infra.sheets.streaming import csv_rows

__all__ = [
    "csv_rows",
    "read_book",
    "read_csv",
    "read_xlsx",
    "write_bill",
    "write_csv",
    "write_table",
]
