"""Are the right ceilings shown beside the question about income?"""

from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.financing.rules.income import ceilings

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("couple", "dependants", "category_4", "category_2"),
    [
        (False, 0, 24750, 55020),
        (False, 1, 37110, 78610),  # as a couple, and this dependant adds nothing
        (False, 2, 41530, 83030),
        (True, 0, 37110, 78610),
        (True, 1, 41530, 83030),
        (True, 3, 50370, 91870),
    ],
)
def test_ceilings_of_2026(rule, couple, dependants, category_4, category_2):
    found = ceilings(rule("income", TODAY), on=TODAY, couple=couple, dependants=dependants)
    assert [ceiling.category for ceiling in found] == [4, 3, 2, 1]
    assert found[0].up_to == Money.euros(category_4)
    assert found[2].up_to == Money.euros(category_2)
    assert found[3].up_to is None
    assert [ceiling.other_dwelling_excluded for ceiling in found] == [True, True, True, False]


def test_next_year_has_no_ceilings_until_somebody_writes_them_down(rule):
    on = date(2027, 1, 1)
    assert ceilings(rule("income", on), on=on, couple=True, dependants=0) == ()
    assert ceilings(rule("income", TODAY), on=on, couple=True, dependants=0) == ()


def test_negative_dependants_are_a_programmers_error(rule):
    with pytest.raises(ValueError):
        ceilings(rule("income", TODAY), on=TODAY, couple=True, dependants=-1)
