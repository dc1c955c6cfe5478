"""The workbook of a firm: what is asked in it, and what stands beside it."""

from datetime import datetime
from decimal import Decimal

import pytest

from renogroep.base.form_sheet import Input, Kind
from renogroep.base.units import Quantity
from renogroep.quotes.rules import bill_layout as layout
from renogroep.quotes.rules.bill_sheets import Asked, bill_sheet, judging_sheet, terms_sheet
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.typed import Typed
from renogroep.tenders.rules.announced import announce
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope
from renogroep.tenders.rules.criteria import Criterion, PriceFormula, Scenario


def asked(**more) -> Asked:
    line = Line(
        number="01.1",
        description="Isolatie",
        nature=Nature.VH,
        unit="m²",
        scope=Scope.HOME,
        quantity=Quantity.of("10"),
    )
    values = {
        "reference": "V-1",
        "revision": 1,
        "package": "Gevels",
        "lot": "Isolatie",
        "homes": 9,
        "deadline": datetime.fromisoformat("2027-01-22T12:00"),
        "bands": (Band(6, 8), Band(9, None)),
        "lines": (line,),
    }
    return Asked(**values | more)


def inputs(row) -> list:
    return [cell.value for cell in row if isinstance(cell, Input)]


def test_a_draft_comes_back_in_its_cells_as_numbers_where_we_can_read_them():
    typed = Typed({"01.1": {"price_1": "12,50", "price_2": "veel", "remark": "zie plan"}}, {})
    (row,) = bill_sheet(asked(), typed, ()).rows
    first, second, answer, remark = inputs(row)
    assert first.decimal == Decimal("12.50")
    assert (second, answer, remark) == ("veel", None, "zie plan")


def test_the_lowest_band_has_a_total_unless_scenarios_are_announced():
    plain = bill_sheet(asked(), Typed(), ())
    assert [column.name for column in plain.columns if column.summed] == ["total"]
    scenarios = [(Scenario(6, 2, 40), {"01.1": Quantity.of("60")})]
    mixed = bill_sheet(asked(), Typed(), scenarios)
    assert [column.name for column in mixed.columns if column.summed] == ["total_6"]
    assert mixed.weights == {"total_6": 40}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("12", Kind.WHOLE, 12), ("1000", Kind.WHOLE, "1000"), ("", Kind.WHOLE, None)],
)
def test_a_term_that_we_cannot_read_stays_as_it_was_typed(text, kind, value):
    ((_, answer, _help),) = terms_sheet(("capacity",), {"capacity": text}).rows
    assert (answer.kind, answer.value or None) == (kind, value)


@pytest.mark.parametrize(("mailed", "where"), [(True, layout.MAIL_IT), (False, layout.ADD_IT)])
def test_the_judging_stands_beside_the_prices(mailed, where):
    told = announce(
        legal_form=None,
        max_value=None,
        ends_on=None,
        criteria=[
            Criterion("price", "Prijs", 60, PriceFormula.PROPORTIONAL),
            Criterion("plan", "Plan van aanpak", 40),
        ],
        scenarios=[Scenario(6, 2, 100)],
    )
    rows = judging_sheet(told, 90, mailed=mailed, dutch=str).rows
    assert (layout.VALIDITY, 90, layout.VALIDITY_HELP) in rows
    assert (f"{layout.CRITERION}: Plan van aanpak", 40, layout.JUDGED) in rows
    assert (f"{layout.DOCUMENT}: Plan van aanpak", None, where) in rows
    assert (layout.SCENARIO, 6, layout.scenario_words(2, 100)) in rows
