"""Is every mistake in a bill of quantities found, and every change noticed?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.units import ONE, Quantity, Unit
from renogroep.tenders.rules.bill import (
    QUANTITY_SOURCES,
    Nature,
    Post,
    Scope,
    bill_checksum,
    check_bill,
    checksum,
    measured_sources,
)

FACADE = Post("01.01", "Insulate", Nature.VH, Unit.M2, Scope.HOME, "facade_m2", Quantity.of(60))
SCAFFOLD = Post("01.02", "Scaffold", Nature.TP, Unit.LUMP, Scope.RUN, "run", ONE)
SITE = Post("01.03", "Site", Nature.TP, Unit.LUMP, Scope.LOT, "lot", ONE)
WASTE = Post("01.04", "Waste", Nature.PM, Unit.LUMP, Scope.HOME, "none")
BILL = [FACADE, SCAFFOLD, SITE, WASTE]


def test_a_good_bill_has_no_problems():
    assert check_bill(BILL) == []
    assert check_bill([replace(FACADE, description="x" * 500)]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "1.1"}, "not a number like 01.02"),
        ({"number": "01.01.01.01.01"}, "not a number like 01.02"),
        ({"description": "  "}, "what the contractor must do"),
        ({"description": "x" * 501}, "longer than 500"),
        ({"nature": Nature.TP}, "lump sum"),
        ({"unit": Unit.LUMP}, "lump sum"),
        ({"unit": Unit.LM}, "counted in m²"),
        ({"source": "roof_m2"}, "“roof_m2” is not in the list"),
        ({"source": "none"}, "“none” is not in the list"),
        ({"scope": Scope.RUN}, "does not go with a post per run"),
        ({"presumed": Quantity(0)}, "above zero"),
        ({"presumed": Quantity(-1)}, "above zero"),
        ({"nature": Nature.PM}, "has no quantity"),
    ],
)
def test_each_mistake_is_named_with_its_post(change, words):
    broken = replace(FACADE, **change)
    problems = check_bill([broken, SCAFFOLD])
    assert words in " ".join(str(problem.message) for problem in problems)
    assert {problem.number for problem in problems} == {broken.number}


def test_a_post_per_run_or_lot_counts_once():
    for post in (SCAFFOLD, SITE):
        assert len(check_bill([replace(post, presumed=Quantity.of(2))])) == 1


def test_a_number_is_used_once_and_in_order():
    twice = check_bill([FACADE, replace(SITE, number="01.01")])
    assert [(p.number, "twice" in str(p.message)) for p in twice] == [("01.01", True)]
    back = check_bill([SITE, FACADE, SCAFFOLD])
    assert [p.number for p in back] == ["01.01", "01.02"]
    assert "01.03" in str(back[0].message)


def test_levels_of_numbers_are_ordered_like_an_index():
    levels = ["01", "01.01", "01.01.01", "01.02", "02"]
    assert check_bill([replace(FACADE, number=number) for number in levels]) == []


def test_an_empty_bill_and_a_bill_without_prices_are_problems():
    assert len(check_bill([])) == 1
    assert "included in another" in str(check_bill([WASTE])[0].message)


def test_all_problems_come_at_once():
    broken = [
        replace(FACADE, description=""),
        replace(SCAFFOLD, source="x"),
        replace(SITE, number="01.01"),
    ]
    assert len(check_bill(broken)) == 3


def test_only_what_is_not_counted_must_be_measured():
    sills = replace(FACADE, number="01.05", source="sill_lm", unit=Unit.LM)
    assert [s.code for s in measured_sources([sills, *BILL])] == ["facade_m2", "sill_lm"]


def test_sources_are_listed_under_their_own_code():
    assert all(code == source.code and source.label for code, source in QUANTITY_SOURCES.items())
    assert {"facade_m2", "scaffold_m2", "sill_lm", "fixed_one", "run", "lot"} <= set(
        QUANTITY_SOURCES
    )


def test_the_fingerprint_of_a_bill_is_fixed_for_ever():
    assert checksum({"b": 1, "a": "é"}) == checksum({"a": "é", "b": 1})
    assert checksum([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


changes = st.sampled_from(
    [
        {"number": "01.09"},
        {"description": "Insulate."},
        {"nature": Nature.FH},
        {"unit": Unit.LM},
        {"scope": Scope.LOT},
        {"source": "brick_m2"},
        {"presumed": Quantity.of("60.001")},
    ]
)


@given(st.integers(0, 3), changes)
def test_any_change_gives_another_fingerprint(place, change):
    changed = [replace(p, **change) if n == place else p for n, p in enumerate(BILL)]
    assert (bill_checksum(changed) == bill_checksum(BILL)) == (changed == BILL)
    assert bill_checksum(list(BILL)) == bill_checksum(BILL)
