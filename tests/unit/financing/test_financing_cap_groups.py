"""Do works that share one maximum get it once, whatever their order and their invoices?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import ZERO, Money, total
from renogroep.base.units import Quantity
from renogroep.financing.rules.premium import Applicant, PremiumWork, premiums
from renogroep.financing.rules.versions import current

TODAY = date(2026, 11, 30)
IN_2025 = date(2025, 10, 1)
OWNER = Applicant(4, 1955, "owner_occupier", other_dwelling=False)


def work(measure, euros, area=None):
    return PremiumWork(measure, Money.euros(euros), None if area is None else Quantity.of(area))


@pytest.fixture
def back(rule):
    def ask(*works, on=TODAY, who=OWNER, **changes):
        found = premiums(rule("premium", on), on=on, who=replace(who, **changes), works=works)
        return {outcome.group: outcome for outcome in found}

    return ask


def amounts(found):
    return {group: str(outcome.amount) for group, outcome in found.items()}


# HOUSEHOLD.md, section 12.
@pytest.mark.parametrize(
    ("category", "works", "expected"),
    [
        (4, [("wall_outside", "9000"), ("wall_outside", "9000")], "5000"),
        (4, [("wall_outside", "8000"), ("wall_cavity", "4000")], "5000"),
        (4, [("wall_outside", "5000"), ("wall_cavity", "4999.98")], "4999.99"),
        (3, [("wall_outside", "600"), ("wall_cavity", "500")], "385.00"),
        (3, [("wall_outside", "499.99"), ("wall_cavity", "500")], "0"),
        (3, [("wall_outside", "500"), ("wall_cavity", "500")], "350.00"),
    ],
)
def test_a_group_has_one_maximum_and_one_smallest_invoice(back, category, works, expected):
    found = back(*(work(*one) for one in works), category=category)
    assert list(found) == ["buitenmuur"]
    assert found["buitenmuur"].amount == Money.euros(expected)
    assert found["buitenmuur"].works == (0, 1)


def test_a_group_that_meets_its_maximum_says_so(back):
    outcome = back(work("wall_outside", "8000"), work("wall_cavity", "4000"))["buitenmuur"]
    assert "together at most 5.000,00" in str(outcome.reason)
    assert [part.amount for part in outcome.parts] == [Money.euros(4000), Money.euros(2000)]
    below = back(work("wall_outside", "1000"), work("wall_cavity", "1000"))["buitenmuur"]
    assert str(below.reason) == "These works count together: 1.000,00."


def test_other_groups_have_their_own_maximum(back):
    found = back(work("wall_outside", "20000"), work("roof", "20000"))
    assert amounts(found) == {"buitenmuur": "5.000,00", "dak": "5.750,00"}


@pytest.mark.parametrize(
    ("works", "expected"),
    [
        ([("wall_outside", "20000", 60), ("wall_outside", "20000", 60)], "2250.00"),  # 100 m²
        ([("wall_outside", "20000", 30), ("wall_outside", "20000", 30)], "1350.00"),
        ([("wall_outside", "20000", 80), ("wall_cavity", "20000", 80)], "2250.00"),
        ([("wall_outside", "20000", 40), ("wall_cavity", "20000", 40)], "1200.00"),
    ],
)
def test_areas_are_added_before_the_highest_number_of_square_metres(back, works, expected):
    found = back(*(work(*one) for one in works), on=IN_2025, category=2)
    assert found["buitenmuur"].amount == Money.euros(expected)


def test_one_area_that_is_not_measured_leaves_the_measure_unknown(back):
    works = (work("wall_outside", "20000", 60), work("wall_outside", "20000"))
    assert back(*works, on=IN_2025, category=2)["buitenmuur"].amount is None


def test_of_fixed_amounts_in_a_group_the_highest_counts(back):
    works = (work("hp_air_air", "8000"), work("hp_air_water", "14000"))
    outcome = back(*works, category=2)["warmtepomp"]
    assert outcome.amount == Money.euros(1500)
    assert "only the highest" in str(outcome.reason)


@pytest.mark.parametrize(
    ("measure", "euros", "area", "beside", "expected"),
    [
        ("asbestos_bonus", "20000", 60, [], "0"),
        ("asbestos_bonus", "20000", 60, ["floor"], "0"),
        ("asbestos_bonus", "20000", 60, ["roof"], "480"),
        ("prep_insulation", "3000", None, [], "0"),
        ("prep_insulation", "3000", None, ["windows_doors"], "0"),
        ("prep_insulation", "3000", None, ["floor"], "1500"),
    ],
)
def test_what_is_only_paid_beside_insulation_gives_nothing_alone(
    back, measure, euros, area, beside, expected
):
    others = [work(name, "5000") for name in beside]
    for works in ([work(measure, euros, area), *others], [*others, work(measure, euros, area)]):
        found = next(o for o in back(*works).values() if o.parts[0].measure == measure)
        assert found.amount == Money.euros(expected)


def test_a_small_roof_without_premium_carries_no_bonus(back):
    found = back(work("asbestos_bonus", "2000", 60), work("roof", "999.99"))
    assert amounts(found) == {"asbest": "0,00", "dak": "0,00"}


def test_beside_a_premium_that_is_not_known_the_bonus_is_not_known_either(rule):
    version = rule("premium", TODAY)
    unsure = tuple(
        replace(row, confidence="low") if row.measure == "roof" else row
        for row in version.table.rules
    )
    version = replace(version, table=replace(version.table, rules=unsure))
    works = [work("asbestos_bonus", "2000", 60), work("roof", "9000")]
    found = premiums(version, on=TODAY, who=OWNER, works=works)
    assert [outcome.amount for outcome in found] == [None, None]


# Landlords: mvp_conditions, read 2026-11-29.
@pytest.mark.parametrize(
    ("on", "letting", "measure", "expected"),
    [
        (TODAY, "", "wall_outside", "0"),
        (TODAY, "", "hp_air_water", None),
        (TODAY, "social", "wall_outside", "4510.00"),
        (TODAY, "social", "hp_air_water", None),  # of category 4 it is not sure
        (IN_2025, "", "wall_outside", "900.00"),  # as the highest income
        (IN_2025, "", "electricity_sanitary", "0"),  # energy works only
        (IN_2025, "social", "electricity_sanitary", "3000.00"),
    ],
)
def test_what_a_landlord_gets(back, on, letting, measure, expected):
    asked = work(measure, "9020", 60)
    (found,) = back(
        asked, on=on, category=None, owner_kind="landlord", letting=letting, other_dwelling=True
    ).values()
    assert found.amount == (None if expected is None else Money.euros(expected))
    assert found.indicative or letting != "social"


@pytest.mark.parametrize(("use", "expected"), [(True, "4500"), (None, "4500"), (False, "0")])
def test_a_shop_house_that_is_mainly_business_gets_nothing(back, use, expected):
    found = back(work("wall_outside", "9000"), private_use=use)
    assert found["buitenmuur"].amount == Money.euros(expected)


def test_what_is_not_known_in_a_group_leaves_the_rest_and_says_so(rule):
    version = rule("premium", TODAY)
    unsure = tuple(
        replace(row, confidence="low") if row.measure == "wall_cavity" else row
        for row in version.table.rules
    )
    version = replace(version, table=replace(version.table, rules=unsure))
    works = [work("wall_outside", "6000"), work("wall_cavity", "4000")]
    (found,) = premiums(version, on=TODAY, who=OWNER, works=works)
    assert (found.amount, found.unsure) == (Money.euros(3000), True)
    assert "not sure" in str(found.missing[0])


SOME_WORK = st.builds(
    PremiumWork,
    st.sampled_from(
        ["wall_outside", "wall_cavity", "roof", "asbestos_bonus", "prep_insulation", "hp_air_air"]
        + ["hp_air_water", "hp_boiler", "windows_doors", "pyramid"]
    ),
    st.integers(0, 3_000_000).map(Money),
    st.one_of(st.none(), st.integers(0, 200_000).map(Quantity)),
)
DAYS = st.sampled_from([TODAY, IN_2025])
WHO = st.builds(
    Applicant,
    st.sampled_from([None, 1, 2, 3, 4]),
    st.sampled_from([None, 1955, 2018]),
    st.sampled_from(["owner_occupier", "landlord"]),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "social"]),
    st.sampled_from([None, True, False]),
)


def _per_group(versions, on, who, works):
    found = premiums(current(versions, on, "premium"), on=on, who=who, works=works)
    return {outcome.group: outcome.amount for outcome in found}


@given(data=st.data(), works=st.lists(SOME_WORK, max_size=6), on=DAYS, who=WHO)
def test_the_order_of_the_works_never_matters(versions, data, works, on, who):
    mixed = data.draw(st.permutations(works))
    assert _per_group(versions, on, who, works) == _per_group(versions, on, who, mixed)


@given(works=st.lists(SOME_WORK, min_size=1, max_size=5), on=DAYS, who=WHO, data=st.data())
def test_one_work_split_in_two_gives_the_same(versions, works, on, who, data):
    place = data.draw(st.integers(0, len(works) - 1))
    whole = works[place]
    cents = data.draw(st.integers(0, whole.base_excl_vat.cents))
    area = None if whole.area is None else data.draw(st.integers(0, whole.area.scaled))
    halves = [
        PremiumWork(whole.measure, Money(c), None if area is None else Quantity(a))
        for c, a in (
            (cents, area),
            (whole.base_excl_vat.cents - cents, area and whole.area.scaled - area),
        )
    ]
    if area == 0:
        halves[1] = replace(halves[1], area=whole.area)
    split = [*works[:place], *halves, *works[place + 1 :]]
    assert _per_group(versions, on, who, works) == _per_group(versions, on, who, split)


@given(works=st.lists(SOME_WORK, max_size=6), on=DAYS, who=WHO)
def test_a_group_never_gets_more_than_its_highest_cap_nor_than_its_works(versions, works, on, who):
    found = premiums(current(versions, on, "premium"), on=on, who=who, works=works)
    for outcome in found:
        caps = [part.rule and part.rule.highest for part in outcome.parts if part.amount]
        if caps and None not in caps:
            assert outcome.amount <= max(caps)
        mine = total(works[place].base_excl_vat for place in outcome.works)
        assert ZERO <= (outcome.amount or ZERO) <= mine
    assert sorted(place for o in found for place in o.works) == list(range(len(works)))
