"""Seven rows for a household, posts x contractors for the lead, and honest warnings."""

from datetime import date

import pytest

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity, Unit
from renogroep.quotes.rules.comparison import (
    ROWS,
    Gap,
    HomeOffer,
    gap_sentence,
    gaps,
    household_comparison,
    matrix,
    matrix_totals,
)
from renogroep.quotes.rules.maximum import OwnShare
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms
from renogroep.tenders.rules.bill import Nature, Scope

LINES = [
    Line("01", "Isolatie", Nature.VH, Unit.M2, Scope.HOME, Quantity.of(100)),
    Line("02", "Stelling", Nature.VH, Unit.M2, Scope.HOME, Quantity.of(100)),
    Line("03", "Opbouw stelling", Nature.TP, Unit.LUMP, Scope.RUN, Quantity.of(3)),
]


def price(amount, stated=None):
    return (AnswerKind.PRICE, amount, stated)


OUT = (AnswerKind.EXCLUDED, None, None)
OPTION = (AnswerKind.OPTION, "8", None)
BARE_OPTION = (AnswerKind.OPTION, None, None)


def sheet(*answers):
    rows = []
    for line, (kind, amount, stated) in zip(LINES, answers, strict=False):
        prices = () if amount is None else (UnitPrice.euros(amount), UnitPrice.euros(amount))
        rows.append(Answer(line.number, kind, prices, stated and Money.euros(stated)))
    return PriceSheet(tuple(rows), Terms())


SHEETS = {
    "Zeta": sheet(price("100", "10000"), OUT, price("900")),
    "Élan": sheet(price("90", "9500"), price("10"), OUT),
    "Beta": sheet(price("95"), price("12"), price("700")),
    "Arno": sheet(price("80"), OPTION),
}


def test_a_missing_scaffold_is_a_warning_with_an_amount():
    home = {"01": Quantity.of(60), "02": Quantity.of(60)}
    found = gaps("Zeta", SHEETS, LINES, 0, home)
    # the median of 10 and 12 (an option and an exclusion do not count) x 60
    assert found == [Gap("02", "Stelling", AnswerKind.EXCLUDED, Money.euros(660))]
    assert str(gap_sentence(found[0])) == (
        "Not in the price: Stelling. Count on about 660,00 extra."
    )


def test_a_shared_post_counts_the_share_of_one_home():
    found = gaps("Élan", SHEETS, LINES, 1, {}, {Scope.RUN: 3})
    assert found == [Gap("03", "Opbouw stelling", AnswerKind.EXCLUDED, Money(26667))]  # 800 / 3


def test_an_option_has_its_own_price_and_a_missing_post_is_a_gap():
    option, missing = gaps("Arno", SHEETS, LINES, 0, {"02": Quantity.of(10)})
    assert (option.kind, option.estimate) == (AnswerKind.OPTION, Money.euros(80))
    assert "Only if you choose it" in str(gap_sentence(option))
    assert (missing.line, missing.kind) == ("03", AnswerKind.MISSING)


def test_no_estimate_when_nobody_prices_the_post():
    alone = {"X": sheet(price("1"), BARE_OPTION)}
    found = gaps("X", alone, LINES[:2], 0, {})
    assert found[0].estimate is None
    assert str(gap_sentence(found[0])) == "Not in the price: Stelling. Ask what it costs."


def test_what_a_home_does_not_need_is_no_gap():
    assert gaps("Zeta", SHEETS, LINES, 0, {"02": Quantity(0)}) == []


def offer(name, cents=None, shared=None, **more):
    amounts = (None if one is None else Money(one) for one in (cents, shared))
    return HomeOffer(name, OwnShare(*amounts), **more)


OFFERS = [offer("Zeta", 300), offer("Beta"), offer("Élan", 200), offer("Emma", 200), offer("A", 1)]


@pytest.mark.parametrize(
    ("show_all", "names", "hidden"),
    [
        (False, ("A", "Élan", "Emma"), 2),
        (True, ("A", "Élan", "Emma", "Zeta", "Beta"), 0),
    ],
)
def test_three_first_by_own_share_then_show_all(show_all, names, hidden):
    table = household_comparison(OFFERS, show_all=show_all)
    assert (table.contractors, table.hidden) == (names, hidden)
    assert [row.key for row in table.rows] == list(ROWS)
    assert len(table.rows) == 7
    assert all(len(row.cells) == len(names) for row in table.rows)


def test_the_worst_own_share_decides_and_is_what_is_shown():
    """Shared, C comes before A."""
    table = household_comparison([offer("C", 300, 100), offer("A", 200, 150), offer("B", 90, 250)])
    assert table.contractors == ("A", "B", "C")
    assert [str(cell[0]) for cell in table.rows[0].cells] == ["2,00", "2,50", "3,00"]


def test_seven_rows_in_words():
    full = offer(
        "A",
        511_280,
        per_month=Money(2841),
        gaps=(Gap("02", "Stelling", AnswerKind.EXCLUDED, Money(66000)),),
        start_from=date(2027, 3, 1),
        start_until=date(2027, 5, 31),
        warranty_years=10,
        disruption_days=0,
        valid_until=date(2027, 3, 31),
    )
    rows = household_comparison([full]).rows
    assert [str(row.cells[0][0]) for row in rows] == [
        "5.112,80",
        "28,41",
        "Not in the price: Stelling. Count on about 660,00 extra.",
        "between 2027-03-01 and 2027-05-31",
        "10 years",
        "0 days",
        "2027-03-31",
    ]


def test_what_is_not_known_is_said():
    rows = household_comparison([offer("A")]).rows
    assert [str(row.cells[0][0]) for row in rows] == [
        "not known",
        "not known",
        "Everything that was asked is in the price.",
        *["not known"] * 4,
    ]


def test_matrix_shows_every_post_beside_every_contractor():
    rows = matrix(LINES, SHEETS, 0)
    assert list(rows[0].cells) == ["Arno", "Beta", "Élan", "Zeta"]
    kinds = [[str(cell.kind) for cell in row.cells.values()] for row in rows]
    assert kinds == [
        ["price", "price", "price", "price"],
        ["option", "price", "price", "excluded"],
        ["missing", "price", "excluded", "price"],
    ]
    assert rows[0].cells["Élan"].amount == Money.euros(9000)
    assert rows[0].cells["Élan"].difference == Money.euros(-500)
    assert rows[0].cells["Zeta"].difference == Money(0)
    assert rows[0].cells["Beta"].difference is None


def test_stated_totals_say_nothing_about_a_higher_band():
    assert matrix(LINES, SHEETS, 1)[0].cells["Élan"].difference is None


def test_matrix_totals_leave_options_out():
    assert matrix_totals(matrix(LINES, SHEETS, 0)) == {
        "Arno": Money.euros(8000),
        "Beta": Money.euros(9500 + 1200 + 2100),
        "Élan": Money.euros(9000 + 1000),
        "Zeta": Money.euros(10000 + 2700),
    }
    assert matrix_totals([]) == {}
