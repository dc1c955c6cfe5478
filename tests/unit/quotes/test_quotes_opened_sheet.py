"""An opened quote with its corrections, and what of its findings is settled."""

from fractions import Fraction

import pytest

from renogroep.base.money import Money, UnitPrice
from renogroep.base.text import t
from renogroep.base.units import Quantity
from renogroep.financing.queries import shipped_periods
from renogroep.quotes.rules.abnormal import CheckContext
from renogroep.quotes.rules.opened_sheet import ACCEPTED, FILLED, STATED, Change, opened_sheet
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms
from renogroep.quotes.rules.price_tables import band_tables, judged_totals, outliers_of, settled
from renogroep.quotes.rules.regularity import Finding, Severity
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope

LINES = tuple(
    Line(number, number, Nature.VH, "m²", Scope.HOME, Quantity.of("10")) for number in ("1", "2")
)
BANDS = (Band(6, 8), Band(9, None))


def priced(number: str, first: str, stated: str | None = None) -> Answer:
    prices = (UnitPrice.euros(first), UnitPrice.euros(first))
    total = None if stated is None else Money.euros(stated)
    return Answer(number, AnswerKind.PRICE, prices, total, "")


def quote(*changes: Change, first: str = "5"):
    answers = (priced("1", first, "49"), Answer("2", AnswerKind.MISSING, (), None, ""))
    return opened_sheet(PriceSheet(answers, Terms()), LINES, BANDS, changes)


def test_a_correction_reads_a_price_anew_and_keeps_what_the_firm_wrote():
    sheet = quote(Change("1", "price_2", "5", "6"), Change("1", "price_2", "6", "7"))
    assert (sheet.total(0), sheet.total(1)) == (Money.euros("50"), Money.euros("70"))
    assert sheet.raw_total == Money.euros("49")


def test_a_total_that_was_written_wrongly_counts_by_its_price():
    sheet = quote(Change("1", STATED, "49", "50"))
    answer = sheet.sheet.answer("1")
    assert answer is not None
    assert answer.stated_total == Money.euros("50")


@pytest.mark.parametrize(
    ("change", "filled", "accepted"),
    [
        (Change("2", FILLED, "missing", "art. 86 §2"), {"2"}, set()),
        (Change("2", FILLED, "excluded", "art. 86 §2"), set(), set()),
        (Change("", ACCEPTED, "too_short", "accepted"), set(), {"too_short"}),
    ],
)
def test_only_a_blank_is_filled_in_and_no_price_changes(change, filled, accepted):
    sheet = quote(change)
    assert (sheet.filled, sheet.accepted, sheet.sheet) == (filled, accepted, sheet.raw)


@pytest.mark.parametrize(
    ("finding", "settles"),
    [
        (("zero_price", "1"), True),
        (("zero_price", "2"), False),
        (("missing", "2"), True),
        (("missing", "1"), False),
        (("arithmetic", "2"), False),
        (("too_short", None), True),
        (("too_late", None), False),
    ],
)
def test_a_finding_is_settled_by_a_fill_a_judgement_or_an_accepted_answer(finding, settles):
    sheet = quote(
        Change("2", FILLED, "missing", "art. 86 §2"), Change("", ACCEPTED, "too_short", "accepted")
    )
    code, line = finding
    assert settled(Finding(code, t("x"), Severity.ASK, line), sheet, {"1"}) == settles


def test_quotes_stand_beside_each_other_per_band_with_the_lowest_price():
    low, high = band_tables({"A": quote(), "B": quote(first="6")})
    assert (low.band, high.band) == BANDS
    assert [sorted(low.lowest(row)) for row in low.rows] == [["A"], []]
    assert low.totals == {"A": Money.euros("50"), "B": Money.euros("60")}
    assert band_tables({}) == ()


def test_a_price_far_from_the_middle_one_stands_out():
    sheets = {name: quote() for name in "ABC"} | {"D": quote(first="50")}
    assert [(one.line, one.contractor) for one in outliers_of(sheets)] == [("1", "D")]


CONTEXT = CheckContext("works", "open", "price_only", Fraction(100))
READING = shipped_periods().rule("abnormal_reading")


@pytest.mark.parametrize(
    ("euros", "checked"),
    [((10, 10, 10), False), ((10, 10, 10, 5), True), ((0, 0, 10, 10), False)],
)
def test_totals_are_judged_from_four_quotes_of_which_most_cost_something(euros, checked):
    prices = {str(n): Money.euros(str(amount)) for n, amount in enumerate(euros)}
    assert (judged_totals(prices, CONTEXT, READING).check is not None) == checked
