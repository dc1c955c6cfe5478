"""A bill that comes back from a spreadsheet: the same bill, or every mistake with its cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.units import ONE, Quantity, Unit
from renogroep.tenders.rules.bill import Nature, Post, Scope
from renogroep.tenders.rules.bill_reading import COLUMNS, BillCell, read_bill

GOOD = ("01.01", "Gevel isoleren", "VH", "m²", "woning", "facade_m2", 60)


def table(*rows, head=COLUMNS):
    """Rows of values as cells, from row 1 on."""
    return [
        (
            number,
            [
                value if isinstance(value, BillCell) else BillCell(f"{letter}{number}", value)
                for letter, value in zip("ABCDEFGHIJ", values, strict=False)
            ],
        )
        for number, values in enumerate((head, *rows), 1)
    ]


def wrong(*rows, **more):
    return [(p.cell, str(p.message)) for p in read_bill(table(*rows, **more))[1]]


def changed(**cells):
    return tuple(cells.get(name, value) for name, value in zip(COLUMNS, GOOD, strict=True))


def test_a_good_table_is_a_bill():
    site = ("01.02", "Werf", "TP", "forfait", "perceel", "lot", "1")
    included = ("01.03", "Opkuis", "PM", "m²", "woning", None, None)
    posts, problems = read_bill(table(GOOD, site, included))
    assert problems == []
    assert posts == [
        Post(
            "01.01", "Gevel isoleren", Nature.VH, Unit.M2, Scope.HOME, "facade_m2", Quantity.of(60)
        ),
        Post("01.02", "Werf", Nature.TP, Unit.LUMP, Scope.LOT, "lot", ONE),
        Post("01.03", "Opkuis", Nature.PM, Unit.M2, Scope.HOME, "none", Quantity.of(0)),
    ]


def test_columns_may_stand_in_another_order_and_in_english():
    order = ("description", "number", "presumed", "unit", "nature", "source", "scope")
    values = ("Gevel isoleren", "01.01", "6,5", "m²", "vh", "FACADE_M2", "home")
    (post,), problems = read_bill(table(values, head=order))
    assert problems == []
    assert (post.presumed, post.scope) == (Quantity.of("6.5"), Scope.HOME)


@pytest.mark.parametrize("value", [60, 60.0, "60", "60,000", Quantity.of(60).decimal])
def test_a_quantity_may_be_a_number_or_a_text(value):
    (post,), _ = read_bill(table(changed(vermoedelijk=value)))
    assert post.presumed == Quantity.of(60)


def test_a_number_with_three_decimals_is_not_read_as_thousands():
    (post,), _ = read_bill(table(changed(vermoedelijk=6.125)))
    assert post.presumed == Quantity.of("6.125")


@pytest.mark.parametrize(
    ("cells", "cell", "words"),
    [
        ({"nummer": date(2027, 2, 1)}, "A2", "2027-02-01"),
        ({"nummer": 1.1}, "A2", "“1.1”"),
        ({"nummer": 7}, "A2", "another value"),
        ({"nummer": None}, "A2", "like 01.02"),
        ({"nummer": "één"}, "A2", "één"),
        ({"omschrijving": " "}, "B2", "what the contractor must do"),
        ({"omschrijving": "x" * 501}, "B2", "500"),
        ({"aard": "ZZ"}, "C2", "ZZ"),
        ({"eenheid": "kilometer"}, "D2", "kilometer"),
        ({"eenheid": "lm"}, "D2", "lm"),
        ({"bereik": "straat"}, "E2", "straat"),
        ({"bereik": "rij", "vermoedelijk": 1}, "E2", "per run"),
        ({"bron": "zwembad"}, "F2", "zwembad"),
        ({"vermoedelijk": "veel"}, "G2", "veel"),
        ({"vermoedelijk": 0}, "G2", "above zero"),
        ({"vermoedelijk": True}, "G2", "True"),
        ({"vermoedelijk": BillCell("G2", error="#DIV/0!")}, "G2", "#DIV/0!"),
        ({"vermoedelijk": BillCell("G2", uncalculated=True)}, "G2", "no result"),
        ({"omschrijving": BillCell("B2", uncalculated=True)}, "B2", "no result"),
    ],
)
def test_every_mistake_names_its_cell(cells, cell, words):
    ((found, message),) = wrong(changed(**cells))
    assert found == cell
    assert words in message


def test_all_mistakes_come_at_once_and_the_second_of_two_is_the_double():
    found = wrong(
        changed(aard="ZZ", vermoedelijk="veel"),
        GOOD,
        changed(nummer="01.02", bron="zwembad"),
        GOOD,
    )
    assert [cell for cell, _ in found] == ["C2", "G2", "F4", "A5"]


def test_a_wrong_value_of_pages_long_is_repeated_in_short():
    for name in COLUMNS:
        assert all(len(message) < 300 for _, message in wrong(changed(**{name: "z" * 5_000})))


def test_the_apostrophe_of_our_own_download_comes_off_again():
    (post,), _ = read_bill(table(changed(omschrijving="'- gevel en plint")))
    assert post.description == "- gevel en plint"
    (post,), _ = read_bill(table(changed(omschrijving="'s Avonds opruimen")))
    assert post.description == "'s Avonds opruimen"


@pytest.mark.parametrize("rows", [[], table(), table(head=("a", "b")), table(GOOD, head=())])
def test_a_table_without_rows_or_headings_is_no_bill(rows):
    posts, problems = read_bill(rows)
    assert posts == []
    assert [p.cell for p in problems] == [""]


@given(st.lists(st.lists(st.text(max_size=8) | st.floats() | st.none(), max_size=9), max_size=5))
def test_whatever_stands_in_it_is_answered_in_words(rows):
    posts, problems = read_bill(table(*rows))
    assert problems or posts
