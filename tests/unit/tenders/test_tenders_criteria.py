"""Can only criteria and scenarios be announced that add up and can be computed?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money
from renogroep.base.names import sort_key
from renogroep.tenders.rules.criteria import (
    FORMULA_WORDS,
    Criterion,
    PriceFormula,
    Scenario,
    check_criteria,
    check_scenarios,
    codes_of,
    formula_text,
)

PRICE = Criterion("price", "Price", 60, PriceFormula.PROPORTIONAL)
WARRANTY = Criterion("warranty", "Warranty", 25)
DISRUPTION = Criterion("disruption", "Days of disruption", 15)
GOOD = [PRICE, WARRANTY, DISRUPTION]


def words(problems):
    return " ".join(str(problem) for problem in problems)


def test_good_criteria_have_no_problems():
    assert check_criteria(GOOD) == []
    assert check_criteria([replace(PRICE, weight=100)]) == []


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        ([], "add up to 0"),
        ([PRICE, WARRANTY], "add up to 85"),
        ([*GOOD, Criterion("plan_of_approach", "Plan", 1)], "add up to 101"),
        ([replace(WARRANTY, weight=100)], "exactly one price criterion. There are 0"),
        ([PRICE, replace(PRICE, weight=40)], "There are 2"),
        ([PRICE, WARRANTY, replace(WARRANTY, weight=15)], "used twice"),
        ([replace(PRICE, formula=None), WARRANTY, DISRUPTION], "Choose the formula"),
        ([PRICE, replace(WARRANTY, formula=PriceFormula.MINMAX), DISRUPTION], "not about price"),
        (
            [replace(PRICE, weight=85), replace(WARRANTY, weight=0), DISRUPTION],
            "“Warranty” has no weight",
        ),
        ([replace(PRICE, title=" "), WARRANTY, DISRUPTION], "a name"),
        ([replace(PRICE, floor=Money(1)), WARRANTY, DISRUPTION], "Leave both empty"),
    ],
)
def test_each_mistake_is_named(criteria, said):
    assert said in words(check_criteria(criteria))


@pytest.mark.parametrize(
    ("floor", "ceiling", "right"),
    [
        (0, 1, True),
        (100, 200, True),
        (100, 100, False),
        (200, 100, False),
        (None, 100, False),
        (100, None, False),
        (-1, 5, False),
    ],
)
def test_the_absolute_formula_needs_two_amounts(floor, ceiling, right):
    price = replace(
        PRICE,
        formula=PriceFormula.ABSOLUTE,
        floor=None if floor is None else Money(floor),
        ceiling=None if ceiling is None else Money(ceiling),
    )
    assert (check_criteria([price, WARRANTY, DISRUPTION]) == []) is right


def test_the_constant_in_the_formula_is_the_weight():
    for formula in PriceFormula:
        criterion = replace(PRICE, formula=formula, weight=15, floor=Money(100), ceiling=Money(200))
        text = formula_text(criterion)
        assert "15 ×" in str(text)
        assert text.params["points"] == 15
    assert set(FORMULA_WORDS) == set(PriceFormula)
    with pytest.raises(ValueError):
        formula_text(WARRANTY)


@pytest.mark.parametrize(
    ("scenarios", "said"),
    [
        ([(7, 3, 50), (10, 4, 50)], ""),
        ([(10, 4, 100)], ""),
        ([(10, 10, 100)], ""),
        ([], "add up to 0"),
        ([(7, 3, 50), (10, 4, 49)], "add up to 99"),
        ([(7, 3, 50), (7, 4, 50)], "same number"),
        ([(5, 2, 100)], "only between the minimum and the maximum"),
        ([(13, 2, 100)], "only between the minimum and the maximum"),
        ([(7, 8, 100)], "scaffold runs"),
        ([(7, 0, 100)], "scaffold runs"),
        ([(7, 3, 100), (8, 3, 0)], "no weight"),
    ],
)
def test_scenarios(scenarios, said):
    problems = check_scenarios([Scenario(*s) for s in scenarios], minimum=6, maximum=12)
    assert said in words(problems)
    assert bool(problems) is bool(said)


@pytest.mark.parametrize(
    ("titles", "codes"),
    [
        (["Waarborg", "Hinder", "Plan van aanpak"], ["warranty", "disruption", "plan"]),
        (["Waarborg", "Waarborg op verf"], ["warranty", "waarborg_op_verf"]),
        (["Plan van aanpak", "Plan voor hinder"], ["plan", "plan_voor_hinder"]),
        (["Waarborg", "waarborg "], ["warranty", "warranty"]),  # one criterion twice: refused
        (["Price", ""], ["price_2", ""]),
        (["x" * 60, "x" * 61], ["x" * 40, "x" * 36 + "_2"]),
    ],
)
def test_two_criteria_never_share_a_name(titles, codes):
    assert list(codes_of(titles)) == codes


@given(st.lists(st.text(max_size=60), max_size=8))
def test_a_name_fits_its_column_and_belongs_to_one_title(titles):
    codes = codes_of(titles)
    assert all(len(code) <= 40 and code != "price" for code in codes)
    keys = {sort_key(title) for title in titles}
    assert len(set(codes)) == len(keys)
