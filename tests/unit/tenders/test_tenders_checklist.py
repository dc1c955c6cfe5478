"""Does the checklist stop every package that is not ready, and no package that is?"""

from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.base.units import ONE, Quantity, Unit
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Post, Scope
from renogroep.tenders.rules.checklist import LotFacts, PackageFacts, publication_checklist
from renogroep.tenders.rules.criteria import Criterion, PriceFormula, Scenario
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.tenders.rules.procedures import FRAMEWORK_MONTHS, Limits

TODAY = date(2026, 11, 23)
LIMITS = Limits(own_submission_below=Money.euros(30_000))
LOT = LotFacts(
    number=1,
    title="Façade",
    measure="wall_outside",
    posts=(
        Post("01.01", "Insulate", Nature.VH, Unit.M2, Scope.HOME, "facade_m2", Quantity.of(60)),
        Post("01.02", "Site", Nature.TP, Unit.LUMP, Scope.LOT, "lot", ONE),
    ),
    bands=(Band(6, 8), Band(9, None)),
    min_to_quote=8,
    min_to_execute=6,
    max_homes=12,
    quote_deadline=date(2027, 2, 1),
)
GROUP = PackageFacts(
    mode=Mode.GROUP_QUOTES,
    title="Warm façades",
    summary="Together.",
    phone="03 000 00 00",
    lots=(LOT,),
    interest_deadline=date(2026, 12, 24),
    order_deadline=date(2027, 3, 15),
    freeze_on=date(2027, 3, 30),
    min_group=4,
    max_group=12,
)
PROCUREMENT = replace(
    GROUP,
    mode=Mode.PROCUREMENT,
    criteria=(Criterion("price", "Price", 100, PriceFormula.PROPORTIONAL),),
    scenarios=(Scenario(7, 3, 50), Scenario(10, 4, 50)),
    legal_form="vopmb",
    own_submission=False,
    max_value=Money.euros(400_000),
    ends_on=date(2028, 12, 31),
)


def checked(package, limits=LIMITS):
    return publication_checklist(package, today=TODAY, freeze_days=15, limits=limits)


def undone(package, limits=LIMITS):
    return [item.code for item in checked(package, limits) if not item.done]


def test_a_complete_package_may_be_published_in_both_modes():
    assert undone(GROUP) == undone(PROCUREMENT) == []


def test_group_quotes_have_no_award_words():
    items = checked(GROUP)
    assert len(items) == 8
    assert not any("award" in str(item.text) for item in items)
    assert len(checked(PROCUREMENT)) == 14


def lot(**changes):
    return {"lots": (replace(LOT, **changes),)}


def lots_by(*days):
    """The same lot more than once, each with its own moment for quotes."""
    return {"lots": tuple(replace(LOT, quote_deadline=day) for day in days)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
        ({"phone": ""}, "phone"),
        ({"lots": ()}, "lots"),
        (lot(title=""), "lots"),
        (lot(measure=""), "lots"),
        (lot(posts=()), "bill"),
        (lot(bands=(Band(6, 8), Band(10, None))), "bands"),
        (lot(min_to_execute=13, min_to_quote=13, bands=(Band(1, None),)), "gates"),
        (lot(min_to_execute=0, bands=(Band(1, None),)), "gates"),
        (lot(min_to_quote=5), "gates"),
        ({"min_group": 13}, "gates"),
        ({"interest_deadline": None}, "dates"),
        ({"interest_deadline": TODAY}, "dates"),
        (lot(quote_deadline=None), "dates"),
        (lot(quote_deadline=date(2026, 12, 24)), "dates"),
        (lots_by(date(2027, 2, 1), None), "dates"),
        (lots_by(date(2026, 12, 24), date(2027, 2, 1)), "dates"),
        (lots_by(date(2027, 2, 1), date(2027, 3, 15)), "dates"),
        ({"order_deadline": date(2027, 2, 1)}, "dates"),
        ({"freeze_on": date(2027, 3, 29)}, "dates"),
    ],
)
def test_each_check_of_both_modes_can_fail_alone(change, code):
    assert undone(replace(GROUP, **change)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"criteria": ()}, "criteria"),
        ({"scenarios": (Scenario(7, 3, 99),)}, "scenarios"),
        ({"scenarios": (Scenario(5, 3, 100),)}, "scenarios"),
        ({"legal_form": ""}, "legal_form"),
        ({"legal_form": "friends"}, "legal_form"),
        ({"max_value": None}, "max_value"),
        ({"max_value": Money(0)}, "max_value"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2027, 3, 14)}, "ends_on"),
        ({"ends_on": date(2030, 11, 24)}, "ends_on"),
        ({"own_submission": True}, "submission"),
        ({"own_submission": True, "max_value": Money.euros(30_000)}, "submission"),
    ],
)
def test_each_check_of_procurement_can_fail_alone(change, code):
    assert undone(replace(PROCUREMENT, **change)) == [code]


def test_sealed_quotes_are_received_here_only_below_the_dated_limit():
    small = replace(PROCUREMENT, own_submission=True, max_value=Money.euros("29999.99"))
    assert undone(small) == []
    at = replace(small, max_value=Money.euros(30_000))
    assert undone(at) == ["submission"]
    assert undone(at, Limits(own_submission_below=Money.euros(50_000))) == []


def test_without_a_limit_with_a_source_no_sealed_quotes_come_in_here():
    unknown = Limits(own_submission_below=None)
    small = replace(PROCUREMENT, own_submission=True, max_value=Money.euros(1))
    assert undone(small, unknown) == ["submission"]
    assert undone(PROCUREMENT, unknown) == []


def test_dates_on_the_edge_are_accepted():
    edge = replace(
        PROCUREMENT,
        interest_deadline=date(2026, 11, 24),
        lots=(replace(LOT, quote_deadline=date(2026, 11, 25)),),
        order_deadline=date(2026, 11, 26),
        freeze_on=date(2026, 12, 11),
        ends_on=date(2026, 11, 26),
    )
    assert undone(edge) == []
    assert undone(replace(edge, ends_on=date(2030, 11, 23))) == []


def test_a_group_package_may_always_receive_quotes_here():
    assert undone(replace(GROUP, own_submission=True)) == []


def test_a_framework_lasts_four_years_at_most():
    assert FRAMEWORK_MONTHS == 48


def test_a_problem_names_the_lot_and_the_post():
    broken = replace(
        GROUP, lots=(replace(LOT, posts=(replace(LOT.posts[0], description=""), LOT.posts[1])),)
    )
    (item,) = [i for i in checked(broken) if not i.done]
    assert str(item.problems[0]) == "Lot 1, post 01.01: Write what the contractor must do."


def test_an_empty_package_gets_the_whole_list_and_no_error():
    empty = PackageFacts(
        Mode.PROCUREMENT, "", "", "", (), None, None, None, max_group=0, min_group=0
    )
    assert undone(empty) == [
        "title",
        "summary",
        "phone",
        "lots",
        "dates",
        "criteria",
        "scenarios",
        "legal_form",
        "max_value",
        "ends_on",
    ]


def reminders(**changes):
    criteria = (
        Criterion("price", "Price", 50, PriceFormula.PROPORTIONAL),
        Criterion("warranty", "Warranty", 20),
        Criterion("plan", "Plan of approach", 30),
    )
    package = replace(PROCUREMENT, criteria=criteria, **changes)
    items = checked(package)
    return [str(item.text) for item in items if item.code == "documents"]


def test_a_criterion_that_a_sealed_quote_cannot_answer_is_said_before_publication():
    (said,) = reminders(own_submission=True, max_value=Money.euros(29_000))
    assert "“Plan of approach”" in said
    assert "Warranty" not in said
    assert reminders(own_submission=False) == []
