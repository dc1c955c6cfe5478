"""Abnormal totals: every number of the check, under the default and under all readings."""

from fractions import Fraction

from renogroep.base.money import Money
from renogroep.base.numbers import half_up
from renogroep.quotes.rules.abnormal import (
    CheckContext,
    Reading,
    check_totals,
    flags_by_reading,
    mandatory_check_applies,
)

VECTORS = "abnormal_price.json"


def euros(amount):
    return f"{amount.decimal:.2f}"


def exact_euros(cents):
    value = cents / 100
    return f"{value.numerator}/{value.denominator}"


def four_decimals(value):
    scaled = half_up(value * 10_000)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{abs(scaled) // 10_000}.{abs(scaled) % 10_000:04d}"


def as_file(check):
    """The check in the words of the file."""
    return {
        "n": check.n,
        "excluded_lowest_amounts": [euros(a) for a in check.excluded_lowest],
        "excluded_highest_amounts": [euros(a) for a in check.excluded_highest],
        "kept_count": check.kept_count,
        "average_exact": exact_euros(check.average),
        "average": euros(check.average_rounded),
        "threshold_exact": exact_euros(check.threshold),
        "threshold": euros(check.threshold_rounded),
        "deviation_pct": {ref: four_decimals(d) for ref, d in check.deviation_pct.items()},
        "flagged": list(check.flagged),
    }


def compare(check, expected, known):
    found = as_file(check)
    known(expected, *found)
    assert expected
    assert {key: found[key] for key in expected} == expected | {
        "flagged": sorted(expected["flagged"])
    }


def read_context(case, known):
    context = dict(case["context"])
    known(context, "contract_type", "procedure", "award_basis", "price_weight_pct", "amounts_note")
    return CheckContext(
        context["contract_type"],
        context["procedure"],
        context["award_basis"],
        Fraction(context["price_weight_pct"]),
    )


def test_abnormal_price_vector(case, known):
    known(
        case, "id", "context", "percentage", "offers_excl_vat", "expected", "note", "source",
        "n_ge_7", "reading_insensitive_flags",
    )  # fmt: skip
    totals = {ref: Money.euros(amount) for ref, amount in case["offers_excl_vat"].items()}
    percentage = Fraction(case["percentage"])
    expected = dict(case["expected"])
    applies = mandatory_check_applies(read_context(case, known), len(totals))
    assert applies is expected.pop("mandatory_check_applies")
    by_reading = expected.pop("by_reading", {})
    for reading, numbers in by_reading.items():
        compare(check_totals(totals, percentage, Reading(reading)), numbers, known)
    if expected:
        compare(check_totals(totals, percentage), expected, known)
    else:
        assert by_reading or not applies
    if "n_ge_7" in case:
        assert case["n_ge_7"] is (len(totals) >= 7)
    if "reading_insensitive_flags" in case:
        alike = len(set(flags_by_reading(totals, percentage).values())) == 1
        assert alike is case["reading_insensitive_flags"]
