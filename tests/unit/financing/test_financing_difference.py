"""What a new version changes is told by row and cell."""

from dataclasses import replace
from datetime import date

from renogroep.base.money import Money
from renogroep.financing.rules.difference import difference
from renogroep.financing.rules.tables import IncomeTable


def test_the_same_table_changes_nothing(versions):
    for version in versions:
        assert difference(version.kind, version.table, version.table).is_empty


def test_rows_and_cells_by_what_they_are_about(rule):
    old = rule("income", date(2026, 12, 31)).table
    first, gone, *others = old.rules
    new = IncomeTable((replace(first, income_max_incl_eur=Money.euros(25_270)), *others))
    found = difference("income", old, new)
    assert found.gone == ("4 couple_or_single_with_one",)
    assert found.added == ()
    (cell,) = found.cells
    assert (cell.about, cell.column) == ("4 single", "income_max_incl_eur")
    assert (cell.old, cell.new) == (Money.euros(24_750), Money.euros(25_270))
    assert difference("income", new, old).added == found.gone


def test_the_label_and_days_of_a_version_are_no_cells(rule):
    old = rule("vat", date(2026, 12, 31)).table
    later = tuple(replace(r, regime="x", valid_from=date(2027, 1, 1)) for r in old.rules)
    assert difference("vat", old, type(old)(later)).is_empty


def test_without_an_earlier_version_every_row_is_new(rule):
    table = rule("premium", date(2026, 12, 31)).table
    assert len(difference("premium", None, table).added) == len(table.rules) + len(table.conditions)
