"""Is the version of the right day chosen, and does an old one stay old?"""

from datetime import date

import pytest

from renogroep.financing.rules.tables import VatTable
from renogroep.financing.rules.versions import (
    RuleVersionValue,
    current,
    is_indicative,
    review_date,
    seed_versions,
    table_from_json,
)


def version(label, start, end=None, review=None):
    day = date.fromisoformat
    return RuleVersionValue(
        "vat",
        label,
        day(start),
        day(end) if end else None,
        "source",
        "high",
        day(review) if review else None,
        VatTable(()),
    )


@pytest.mark.parametrize(
    ("on", "label"),
    [
        ("2022-06-30", "fluvius_2021"),
        ("2022-07-01", None),  # nobody wrote down what held then
        ("2024-12-31", "mvp_2024"),
        ("2025-01-01", "mvp_2025H1"),
        ("2025-07-01", "mvp_2025_4cat"),
        ("2026-02-28", "mvp_2025_4cat"),
        ("2026-03-01", "mvp_2026"),
        ("2031-01-01", "mvp_2026"),  # open-ended
    ],
)
def test_premium_regime_of_a_day(versions, on, label):
    found = current(versions, date.fromisoformat(on), "premium")
    assert (found and found.label) == label


def test_an_ended_version_does_not_bring_back_the_one_before_it():
    old = version("old", "2024-01-01")  # nobody closed it
    new = version("new", "2026-01-01", "2026-12-31")
    assert current([new, old], date(2025, 12, 31), "vat") == old
    assert current([new, old], date(2026, 12, 31), "vat") == new
    assert current([new, old], date(2027, 1, 1), "vat") is None


def test_order_of_versions_does_not_matter_and_kinds_do_not_mix():
    a, b = version("a", "2026-01-01"), version("b", "2026-01-01")
    assert current([a, b], date(2026, 5, 1), "vat") == current([b, a], date(2026, 5, 1), "vat") == b
    assert current([a, b], date(2026, 5, 1), "premium") is None


@pytest.mark.parametrize(
    ("made", "on", "expected"),
    [
        (version("a", "2026-03-01"), "2027-03-01", False),  # the review day itself
        (version("a", "2026-03-01"), "2027-03-02", True),
        (version("a", "2026-03-01", review="2027-10-07"), "2027-10-07", False),
        (version("a", "2026-03-01", review="2027-10-07"), "2027-10-08", True),
        (version("a", "2026-03-01", "2030-12-31"), "2030-12-31", False),  # it has an end
    ],
)
def test_indicative_after_the_review_day(made, on, expected):
    assert is_indicative(made, date.fromisoformat(on)) is expected


def test_review_counts_from_the_last_check():
    assert review_date(date(2026, 3, 1)) == date(2027, 3, 1)
    assert review_date(date(2026, 3, 1), date(2026, 10, 7)) == date(2027, 10, 7)


def test_every_row_lies_within_a_version_that_is_listed(versions):
    assert len({(v.kind, v.label) for v in versions}) == len(versions)
    for found in versions:
        assert {row.regime for row in found.table.rules} == {found.label}


def test_open_ended_versions_have_a_review_day(versions):
    for found in versions:
        assert (found.review_on is not None) == (found.valid_until is None), found.label


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "tax"}, "kind “tax”"),
        ({"confidence": "sure"}, "confidence"),
        ({"kind": "loan"}, "does not hold loan rules"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_a_version_that_contradicts_itself_is_refused(change, problem):
    values = {
        "kind": "vat",
        "label": "a",
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
        "source": "s",
        "confidence": "high",
        "review_on": None,
        "table": VatTable(()),
    }
    with pytest.raises(ValueError, match=problem):
        RuleVersionValue(**{**values, **change})


def test_an_unknown_kind_of_table_is_refused():
    with pytest.raises(ValueError, match="kind “weather”"):
        table_from_json("weather", {})


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        ("vat,other,2026-01-01,,s,high,\n", "version.csv does not know vat_x"),
        ("vat,vat_x,2026-01-01,,s,high,\nvat,vat_y,2027-01-01,,s,high,\n", "vat_y has no rows"),
    ],
)
def test_seed_files_must_agree(listed, problem):
    heads = {
        "version.csv": "kind,label,valid_from,valid_until,source,confidence,verified_on\n" + listed,
        "premium_condition.csv": "code,measures,amount_eur,number,categories,yes,text,valid_from,"
        "valid_until,source,confidence,confidence_note,note\n",
        "premium.csv": "regime,valid_from,valid_until,measure,measure_nl,category,kind,percent,"
        "cap_eur,eur_per_m2,max_m2,fixed_eur,invoice_percent_ceiling,requirement_nl,source,"
        "confidence,confidence_note,to_verify,note\n",
        "vat.csv": "regime,valid_from,valid_until,work,private_use,min_age_years,percent,"
        "conditions_nl,source,confidence,confidence_note,note\n"
        "vat_x,2026-01-01,,renovation,no,0,21,c,s,high,,\n",
    }
    with pytest.raises(ValueError, match=problem):
        seed_versions(heads.__getitem__)
