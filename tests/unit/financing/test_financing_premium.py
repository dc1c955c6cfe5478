"""Does a premium appear only when a rule of that day gives it, and never too much?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import ZERO, Money
from renogroep.base.units import Quantity
from renogroep.financing.rules.premium import Applicant, PremiumWork, premiums

TODAY = date(2026, 11, 23)


def premium(version, *, on, measure, base_excl_vat, area, **who):
    """The premium when this is the only work."""
    works = [PremiumWork(measure, base_excl_vat, area)]
    (found,) = premiums(version, on=on, who=Applicant(**who), works=works)
    return found


@pytest.fixture
def asked(rule):
    """The premium of a façade of € 9.000 in an old home of category 4, with changes."""

    def ask(on=TODAY, version="seed", **changes):
        question = {
            "measure": "wall_outside",
            "category": 4,
            "base_excl_vat": Money.euros(9000),
            "area": None,
            "build_year": 1955,
            "owner_kind": "owner_occupier",
            "other_dwelling": False,
        }
        found = rule("premium", on) if version == "seed" else version
        return premium(found, on=on, **{**question, **changes})

    return ask


@pytest.mark.parametrize(
    ("category", "base", "expected"),
    [
        (4, "8576.58", "4288.29"),
        (4, "9200.57", "4600.29"),  # 4.600,285: half a cent goes up
        (3, "9894.57", "3463.10"),  # 3.463,0995
        (3, "10702.57", "3500.00"),  # the cap
        (4, "10000.00", "5000.00"),
        (4, "10000.02", "5000.00"),
        (2, "9000.00", "0"),
        (1, "9000.00", "0"),
    ],
)
def test_facade_premium_from_march_2026(asked, category, base, expected):
    found = asked(category=category, base_excl_vat=Money.euros(base))
    assert found.amount == Money.euros(expected)
    assert (found.version_label, found.valid_from) == ("mvp_2026", date(2026, 3, 1))
    assert "2026-10-07" in found.source


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"on": date(2022, 8, 1)}, "not known yet"),
        ({"version": None}, "not known yet"),
        ({"category": None}, "income category"),
        ({"build_year": None}, "building year"),
        ({"owner_kind": "co_ownership"}, "co-ownership"),
        ({"owner_kind": "tenant"}, "owner"),
        ({"measure": "green_roof"}, "not sure"),
        ({"measure": "hp_air_water"}, "not sure"),  # low confidence
        ({"measure": "solar_boiler", "category": 3}, "not sure"),
    ],
)
def test_what_we_do_not_know_is_a_message_and_never_a_number(asked, changes, reason):
    found = asked(**changes)
    assert found.amount is None
    assert reason in str(found.reason)
    assert found.conditions == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"owner_kind": "landlord", "category": None}, "let"),
        ({"build_year": 2018, "category": 3}, "built in 2018"),
        ({"build_year": 2018, "category": None}, "built in 2018"),  # certain without a category
        ({"build_year": 2012}, "15 years"),
        ({"build_year": 2030}, "built in 2030"),
        ({"base_excl_vat": Money.euros("999.99")}, "at least 1.000,00"),
        ({"base_excl_vat": ZERO}, "at least 1.000,00"),
        ({"category": 2, "build_year": None}, "income category 2"),
        ({"other_dwelling": True}, "another home"),
        ({"other_dwelling": True, "category": None}, "another home"),
    ],
)
def test_what_is_certainly_nothing_is_zero_with_its_reason(asked, changes, reason):
    found = asked(**changes)
    assert found.amount == ZERO
    assert reason in str(found.reason)
    assert found.source


def test_fifteen_years_counts_by_calendar_year(asked):
    assert asked(build_year=2011).amount == Money.euros(4500)
    assert asked(build_year=2012).amount == ZERO


def test_a_heat_pump_asks_a_home_of_five_years(asked):
    pump = {"measure": "hp_air_water", "category": 2, "base_excl_vat": Money.euros(14000)}
    assert asked(build_year=2021, **pump).amount == Money.euros(1500)
    assert asked(build_year=2022, **pump).amount == ZERO


def test_owner_of_another_home_gets_what_the_highest_income_gets(asked):
    pump = {"measure": "hp_air_water", "base_excl_vat": Money.euros(7000)}
    assert asked(other_dwelling=True, category=2, **pump).amount == Money.euros(1400)  # 20 %
    assert asked(other_dwelling=False, category=2, **pump).amount == Money.euros(
        1500
    )  # 25 % > 1500


def test_not_told_whether_there_is_another_home_becomes_a_condition(asked):
    assert "You own no other home." in map(str, asked(other_dwelling=None).conditions)
    assert "You own no other home." not in map(str, asked(other_dwelling=False).conditions)


def test_windows_are_marked_indicative_and_say_their_demand(asked):
    windows = asked(measure="windows_doors")
    assert (windows.amount, windows.indicative) == (Money.euros(4500), True)
    assert "Ug ≤ 1,0" in windows.parts[0].requirement
    assert any("ventilation" in str(condition) for condition in windows.conditions)
    wall = asked()
    assert (wall.indicative, wall.parts[0].requirement) == (False, "R ≥ 3,0 m²K/W")
    assert wall.simulator.startswith("https://apps.energiesparen.be/")


def test_amount_stays_but_becomes_indicative_after_the_review_day(asked):
    late = asked(on=date(2027, 10, 8))
    assert (late.amount, late.indicative) == (Money.euros(4500), True)


def test_an_expired_version_gives_no_amount(asked, rule):
    ended = replace(rule("premium", TODAY), valid_until=date(2026, 12, 31))
    assert asked(on=date(2026, 12, 31), version=ended).amount == Money.euros(4500)
    assert asked(on=date(2027, 1, 1), version=ended).amount is None


@pytest.mark.parametrize(
    ("area", "base", "expected"),
    [
        ("60", "9000", "1350.00"),  # 60 x 22,50
        ("60.333", "9000", "1357.49"),  # 1.357,4925
        ("100", "20000", "2250.00"),
        ("100.001", "20000", "2250.00"),  # no more than 100 m²
        ("60", "5400", "1350.00"),  # exactly a quarter of the invoice
        ("60", "5399.96", "1349.99"),
    ],
)
def test_premium_per_square_metre_in_2025(asked, area, base, expected):
    found = asked(
        on=date(2025, 12, 1),
        category=2,
        area=Quantity.of(area),
        base_excl_vat=Money.euros(base),
    )
    assert found.amount == Money.euros(expected)


def test_without_a_measured_area_there_is_no_amount_per_square_metre(asked):
    found = asked(on=date(2025, 12, 1), category=2)
    assert found.amount is None
    assert "measured" in str(found.reason)


def test_landlords_are_unknown_where_no_rule_names_them(asked, rule):
    version = rule("premium", TODAY)
    without = tuple(c for c in version.table.conditions if c.code != "landlord_excluded")
    silent = replace(version, table=replace(version.table, conditions=without))
    assert asked(version=silent, owner_kind="landlord").amount is None


def test_an_upper_limit_alone_is_never_an_amount(asked, rule):
    version = rule("premium", TODAY)
    surer = tuple(replace(row, confidence="medium") for row in version.table.rules)
    trusted = replace(version, table=replace(version.table, rules=surer))
    found = asked(version=trusted, measure="solar_boiler")
    assert found.amount is None
    assert "At most 2.750,00" in str(found.reason)


@pytest.mark.parametrize(
    "changes",
    [{"category": 5}, {"owner_kind": "baker"}, {"base_excl_vat": Money(-1)}],
)
def test_nonsense_is_a_programmers_error(asked, changes):
    with pytest.raises(ValueError):
        asked(**changes)


@given(
    cents=st.integers(100_000, 10**8),
    more=st.integers(0, 10**6),
    category=st.sampled_from([3, 4]),
)
def test_a_dearer_facade_never_gives_less_and_never_lowers_the_own_share(
    versions, cents, more, category
):
    version = next(v for v in versions if v.label == "mvp_2026")

    def back(base: int) -> int:
        found = premium(
            version,
            on=TODAY,
            measure="wall_outside",
            category=category,
            base_excl_vat=Money(base),
            area=None,
            build_year=1955,
            owner_kind="owner_occupier",
            other_dwelling=False,
        )
        assert found.amount is not None
        return found.amount.cents

    cheap, dear = back(cents), back(cents + more)
    assert 0 < cheap <= dear <= 500_000
    assert cents - cheap <= cents + more - dear
