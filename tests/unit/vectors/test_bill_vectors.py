"""Bill of quantities: corrected totals, omitted posts, reported reductions."""

from fractions import Fraction

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.quotes.rules.arithmetic import (
    OtherQuote,
    corrected_line,
    corrected_sum,
    fill_omitted_post,
    ranking_quantity,
)

VECTORS = "bill_of_quantities.json"


def euros(amount):
    return f"{amount.decimal:.2f}"


def arithmetic(case):
    line = case["line"]
    found = corrected_line(
        Quantity.of(line["quantity"]),
        UnitPrice.euros(line["unit_price"]),
        Money.euros(line["stated_total"]),
    )
    return {"corrected_total": euros(found.amount), "difference": euros(found.difference)}


def line_sum(case):
    found = corrected_sum(map(Money.euros, case["line_totals"]), Money.euros(case["stated_sum"]))
    return {"corrected_sum": euros(found.amount), "difference": euros(found.difference)}


def omitted_post(case):
    others = [OtherQuote(Money.euros(o["post"]), Money.euros(o["total"])) for o in case["others"]]
    found = fill_omitted_post(Money.euros(case["Y_total_without_post"]), others)
    return {
        "L": found.mean_post,
        "X": found.mean_total,
        "P": euros(found.price),
        "total_with_post": euros(found.total_with_post),
    }


def ranking_quantity_reduction(case):
    found = ranking_quantity(
        Quantity.of(case["initial_qty"]),
        Quantity.of(case["signalled"]),
        Quantity.of(case["accepted"]),
    )
    assert found.final == Quantity.of(case["final_qty"])
    return {"ranking_addition_qty": found.addition}


KINDS = {
    "arithmetic": arithmetic,
    "sum": line_sum,
    "omitted_post": omitted_post,
    "ranking_quantity_reduction": ranking_quantity_reduction,
}


def same(key, found, expected):
    """Means are shown half up in cents; quantities compare as numbers ("0" and "0.0")."""
    if isinstance(found, Fraction):
        return euros(Money.times(Money(1), found)) == expected
    if isinstance(found, Quantity):
        return found == Quantity.of(expected)
    return found == expected


def test_bill_of_quantities_vector(case, known):
    found = KINDS[case["kind"]](case)
    expected = case["expected"]
    assert expected
    known(expected, *found)
    assert {k: found[k] for k, v in expected.items() if not same(k, found[k], v)} == {}
