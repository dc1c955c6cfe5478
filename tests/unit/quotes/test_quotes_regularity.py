"""Every finding is named, the first ground does not stop the check, and people decide."""

from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity, Unit
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms
from renogroep.quotes.rules.regularity import (
    SEVERITY_LABELS,
    Asked,
    Severity,
    check_regularity,
    last_bound_day,
)
from renogroep.tenders.rules.bill import Nature, Scope

DEADLINE = date(2026, 3, 16)
ASKED = Asked(DEADLINE, 90, 2)
BOUND = Terms(validity_days=90)


def line(number):
    return Line(number, "Werk", Nature.VH, Unit.M2, Scope.HOME, Quantity.of("12.5"))


def found(answers, terms=BOUND, revision=2, numbers=("01",)):
    sheet = PriceSheet(tuple(answers), terms)
    findings = check_regularity(sheet, [line(n) for n in numbers], ASKED, revision)
    return [(f.code, f.severity, f.line) for f in findings]


def answer(kind=AnswerKind.PRICE, amount="80.40", stated=None):
    prices = (UnitPrice.euros(amount),) if kind == AnswerKind.PRICE else ()
    return Answer("01", kind, prices, None if stated is None else Money.euros(stated))


def test_a_quote_in_order_has_no_findings():
    assert found([answer(stated="1005.00")]) == []
    assert found([answer(AnswerKind.INCLUDED)]) == []


@pytest.mark.parametrize(
    ("given", "code", "severity"),
    [
        ([], "missing_post", Severity.ASK),
        ([answer(AnswerKind.MISSING)], "missing_post", Severity.ASK),
        ([answer(AnswerKind.EXCLUDED)], "excluded_post", Severity.SUBSTANTIAL),
        ([answer(AnswerKind.OPTION)], "option_post", Severity.SUBSTANTIAL),
        ([answer(amount="0")], "zero_price", Severity.ASK),
        ([answer(stated="1005.01")], "arithmetic", Severity.NOTE),
    ],
)
def test_findings_about_a_post(given, code, severity):
    assert found(given) == [(code, severity, "01")]


@pytest.mark.parametrize(
    ("kind", "code"), [(AnswerKind.EXCLUDED, "excluded_post"), (AnswerKind.OPTION, "option_post")]
)
def test_where_households_choose_a_post_that_is_left_out_is_no_reservation(kind, code):
    sheet = PriceSheet((answer(kind),), BOUND)
    (finding,) = check_regularity(sheet, [line("01")], replace(ASKED, tender=False), 2)
    assert (finding.code, finding.severity) == (code, Severity.ASK)
    assert "reservation" not in str(finding.text)


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        (Terms(validity_days=90), []),
        (Terms(validity_days=89), ["validity_too_short"]),
        (Terms(valid_until=date(2026, 6, 14)), []),
        (Terms(valid_until=date(2026, 6, 13)), ["validity_too_short"]),
        (Terms(), ["validity_not_stated"]),
    ],
)
def test_how_long_the_quote_binds(terms, codes):
    assert [code for code, _, _ in found([answer()], terms)] == codes


def test_last_bound_day():
    assert last_bound_day(Terms(validity_days=90), DEADLINE) == date(2026, 6, 14)
    assert last_bound_day(Terms(), DEADLINE) is None


def test_an_outdated_bill_may_be_substantial_and_the_check_goes_on():
    assert found([], Terms(validity_days=1), revision=1, numbers=("01", "02")) == [
        ("wrong_revision", Severity.SUBSTANTIAL, None),
        ("validity_too_short", Severity.SUBSTANTIAL, None),
        ("missing_post", Severity.ASK, "01"),
        ("missing_post", Severity.ASK, "02"),
    ]


def test_the_sentence_names_both_amounts():
    sheet = PriceSheet((answer(stated="1050"),), BOUND)
    (finding,) = check_regularity(sheet, [line("01")], ASKED, 2)
    assert str(finding.text) == (
        "Post 01: the total is 1.005,00 and not 1.050,00; the unit price counts."
    )


def test_every_severity_has_words():
    assert set(SEVERITY_LABELS) == set(Severity)
