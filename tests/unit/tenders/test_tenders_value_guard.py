"""The announced value of a package is a border: exactly on it fits, one cent over does not."""

import pytest

from renogroep.base.money import Money
from renogroep.tenders.rules.value_guard import why_over

# Ceilings of H1 to H10 at contractor B in the worked example, excl. VAT.
CEILINGS = [
    *(8_768, 8_080, 10_086, 8_516, 9_272, 7_702, 10_774, 9_020, 9_582),
    11_764,
]


def euros(*amounts):
    return [Money.euros(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("maximum", "amounts", "over"),
    [
        (None, euros(10**9), False),
        (Money.euros(90_000), euros(), False),
        (Money.euros(90_000), euros(87_916), False),
        (Money.euros(80_000), euros(87_916), True),  # the scenario of ten
        (Money.euros(90_000), euros(*CEILINGS[:9]), False),  # 81,800
        (Money.euros(90_000), euros(*CEILINGS), True),  # H10 does not fit any more
        (Money(10_000), [Money(10_000)], False),
        (Money(10_000), [Money(10_001)], True),
        (Money(10_000), [Money(9_999), Money(1)], False),
        (Money(10_000), [Money(9_999), Money(2)], True),
        (Money(0), [Money(0)], False),
    ],
)
def test_over_is_over_by_a_cent(maximum, amounts, over):
    assert (why_over(maximum, *amounts) is not None) == over


def test_the_sentence_names_both_amounts():
    refused = why_over(Money.euros(80_000), *euros(80_000, 7_916))
    assert refused.code == "package.over_maximum"
    assert "87.916,00" in str(refused.text)
    assert "80.000,00" in str(refused.text)


def test_the_ceilings_of_the_worked_example_add_up():
    assert sum(CEILINGS[:9]) == 81_800
