"""What a home is used for is told once, by the household or by staff, and nothing told is lost."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.owners.actions import facts
from renogroep.owners.actions.home_use import note_answers, tell_use
from renogroep.owners.actions.people import erase_person, export_person
from renogroep.owners.queries.household import household_of


def noted(session):
    return session.scalars(
        select(AuditEvent).where(AuditEvent.did == "dwelling.use_told").order_by(AuditEvent.id)
    ).all()


@pytest.fixture
def case(make):
    return make.case(make.dwelling(use=None), owner_kind="landlord")


@pytest.mark.parametrize(
    ("use", "private"),
    [(None, None), ("home", True), ("mostly_home", True), ("mostly_business", False)],
)
def test_the_card_counts_as_a_home_what_is_mainly_lived_in(make, use, private):
    assert household_of(make.case(make.dwelling(use=use))).private_use is private


@pytest.mark.parametrize(
    ("letting", "counted"), [(None, ""), ("private", ""), ("social", "social")]
)
def test_only_a_woonmaatschappij_is_another_way_of_letting(make, letting, counted):
    assert household_of(make.case(owner_kind="landlord", letting=letting)).letting == counted


def test_income_and_other_homes_are_left_out_where_they_may_not_be_seen(make):
    case = make.case(income_category=3, other_dwelling=True)
    seen, unseen = household_of(case), household_of(case, sensitive=False)
    assert (seen.category, seen.other_dwelling) == (3, True)
    assert (unseen.category, unseen.other_dwelling) == (None, None)
    assert household_of(case, category=2).category == 2


def test_telling_it_twice_is_once(session, case):
    by = By(case.person_id, seen=case.dwelling.version)
    for _ in range(2):  # the second press comes from the same page
        tell_use(session, case, use="mostly_home", letting="social", by=by)
        session.flush()
    assert (case.dwelling.use, case.letting) == ("mostly_home", "social")
    assert [(row.facts["use"], row.facts["channel"]) for row in noted(session)] == [
        ("mostly_home", "online")
    ]


def test_another_answer_from_an_old_page_is_stale(session, case):
    old = case.dwelling.version
    tell_use(session, case, use="home", by=By(None, Channel.PHONE, seen=old))
    session.flush()
    with pytest.raises(StaleDataError):
        tell_use(session, case, use="mostly_business", by=By(case.person_id, seen=old))
    assert case.dwelling.use == "home"


@pytest.mark.parametrize(
    ("use", "letting", "code"),
    [("", "", "dwelling.use"), ("shop", "", "dwelling.use"), ("home", "friends", "case.letting")],
)
def test_what_is_not_on_the_list_changes_nothing(session, case, use, letting, code):
    with pytest.raises(Refused, match=f"^{code}:"):
        tell_use(session, case, use=use, letting=letting, by=TICK)
    assert (case.dwelling.use, case.letting, noted(session)) == (None, None, [])


def test_only_a_landlord_has_a_way_of_letting(session, make):
    case = make.case()
    tell_use(session, case, use="home", letting="social", by=TICK)
    assert case.letting is None
    change = {"build_year": 1965, "by": TICK}
    facts.set_home(session, case, owner_kind="landlord", letting="social", **change)
    assert case.letting == "social"
    facts.set_home(session, case, owner_kind="owner_occupier", **change)
    assert case.letting is None


def test_staff_change_it_and_leaving_it_empty_leaves_it(session, make):
    case = make.case()
    change = {"owner_kind": "owner_occupier", "build_year": 1965, "by": TICK}
    facts.set_home(session, case, use="mostly_business", **change)
    facts.set_home(session, case, **change)
    assert case.dwelling.use == "mostly_business"
    assert [row.facts["use"] for row in noted(session)] == ["mostly_business"]


def test_what_comes_with_an_interest_never_changes_what_was_known(session, case):
    note_answers(session, case, use="home", letting="private", by=TICK)
    note_answers(session, case, use="mostly_business", letting="social", by=TICK)
    assert (case.dwelling.use, case.letting) == ("home", "private")


def test_the_owner_reads_it_back_and_the_way_of_letting_is_forgotten(session, case):
    tell_use(session, case, use="home", letting="private", by=TICK)
    session.flush()
    (home,) = export_person(session, case.person_id)["cases"]
    assert (home["use"], home["letting"]) == ("home", "private")
    erase_person(session, case.person_id)
    assert (case.dwelling.use, case.letting) == ("home", None)
