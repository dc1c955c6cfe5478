"""Terms of law and policy are complete, dated data with a source."""

from dataclasses import replace

import pytest

from renogroep.financing.queries import shipped_terms
from renogroep.financing.rules.terms import TERMS, TermsTable


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("standstill", 15),
        ("validity", 90),
        ("price_answer", 12),
        ("withdrawal", 14),
        ("freeze", 15),
        ("waiver", 5),
        ("new_yes", 5),
    ],
)
def test_the_shipped_terms_are_those_of_the_design(code, days):
    assert shipped_terms().days(code) == days


def test_every_term_has_a_source_and_a_first_day():
    for code in TERMS:
        rule = shipped_terms().rule(code)
        assert rule.source
        assert rule.valid_from


def test_what_was_stored_comes_back():
    table = shipped_terms()
    assert TermsTable.from_json(table.to_json()) == table


def test_a_missing_term_is_no_table():
    with pytest.raises(ValueError, match="withdrawal is missing"):
        TermsTable(tuple(rule for rule in shipped_terms().rules if rule.code != "withdrawal"))


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "0"},
        {"value": "-14"},
        {"value": "veertien"},
        {"value": "²"},
        {"value": "401"},
        {"unit": "weeks"},
        {"code": "lunch"},
        {"confidence": "sure"},
    ],
)
def test_a_term_that_cannot_be_is_refused(changed):
    with pytest.raises(ValueError):
        replace(shipped_terms().rule("withdrawal"), **changed)


def test_an_unknown_reading_is_refused():
    with pytest.raises(ValueError):
        replace(shipped_terms().rule("abnormal_reading"), value="half")
