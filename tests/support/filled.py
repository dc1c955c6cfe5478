"""The bill of a job as a firm fills it in, for tests of uploads."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.support.make_jobs import PRICES

PRICE_1, PRICE_2, ANSWER, REMARK, QUANTITY = "G", "H", "I", "J", "F"
TERM_ANSWERS = {
    "Eigen minimum (woningen)": 4,
    "Hoogste aantal woningen": 10,
    "Start ten vroegste": "1/3/2027",
    "Start ten laatste": "31/5/2027",
    "Waarborg (jaar)": 10,
    "Dagen hinder per woning": 5,
    "Offerte geldig tot en met": "30/6/2027",
}


class Filled:
    """The bill of a job as a firm fills it in."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(BytesIO(data))
        self.sheet = self.book["Meetstaat"]
        self.rows = {row[0].value: row[0].row for row in self.sheet.iter_rows() if row[0].value}
        for number, prices in PRICES.items():
            for column, price in zip((PRICE_1, PRICE_2), prices, strict=True):
                self.put(number, column, price)
        for row in self.book["Voorwaarden"].iter_rows():
            if row[0].value in TERM_ANSWERS:
                row[1].value = TERM_ANSWERS[row[0].value]

    def put(self, number: str, column: str, value: Any) -> str:
        self.sheet[f"{column}{self.rows[number]}"] = value
        return f"{column}{self.rows[number]}"

    def data(self) -> bytes:
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()
