"""Groups are made the same way every time, kept beside the ones before, and changed with a reason."""

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.groups import queries
from renogroep.groups.actions import bundling, people
from renogroep.groups.rules.changes import changes
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.owners.actions.facts import record_facts
from tests.support.make_groups import street_of_homes


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD)


@pytest.fixture
def package(make):
    return make.package(min_group=2, max_group=4)


def said(run):
    return [[m.subscription.reference for m in group.members] for group in run.groups]


def test_every_home_has_a_group_a_scaffold_and_a_reason(session, make, lead, package):
    homes = street_of_homes(make, package, "2 4 6 10")
    run = bundling.bundle(session, package, by=By(lead.id))
    assert said(run) == [[home.reference for home in homes]]
    assert [m.run_code for m in run.groups[0].members] == ["R1", "R1", "R1", "R2"]
    assert all(m.reasons for m in run.groups[0].members)
    assert (run.basis, run.min_size, run.max_size) == ("adjacency", 2, 4)


def test_the_same_homes_give_the_same_groups(session, make, lead, package):
    street_of_homes(make, package, "2 4 6 8 10 12 14 16")
    first = bundling.bundle(session, package, by=By(lead.id))
    second = bundling.bundle(session, package, by=By(lead.id))
    assert first.id != second.id
    assert said(first) == said(second)
    assert changes(queries.group_sizes(first), queries.group_sizes(second)) == []


def test_only_screened_homes_come_in(session, make, lead, package):
    homes = street_of_homes(make, package, "2 4")
    street_of_homes(make, package, "2", street="Lindestraat", state="subscribed")
    street_of_homes(make, package, "4", street="Beukstraat", state="not_fit")
    run = bundling.bundle(session, package, by=By(lead.id))
    assert said(run) == [[home.reference for home in homes]]
    assert run.left_out == []


def test_works_that_do_not_fit_are_not_asked_for(session, make, lead):
    package = make.package(lots=1)
    make.lot(package, number=2, measure="windows_doors")
    protected, _ = street_of_homes(make, package, "2 4", state="screened_with_change")
    record_facts(session, protected.case, {"protected": ("yes", "")}, by=TICK)
    found = {h.reference: h.lot_ids for h in queries.screened_homes(session, package.id)}
    assert found[protected.reference] == {package.lots[1].id}


@pytest.mark.parametrize(
    ("sizes", "code"),
    [({"min_size": 5, "max_size": 4}, r"bundling\.sizes"), ({"basis": "luck"}, r"groups\.basis")],
)
def test_impossible_wishes_are_refused(session, make, lead, package, sizes, code):
    street_of_homes(make, package)
    with pytest.raises(Refused, match=f"^{code}:"):
        bundling.bundle(session, package, **sizes, by=By(lead.id))
    assert queries.latest_run(session, package.id) is None


def test_without_homes_there_are_no_groups(session, lead, package):
    with pytest.raises(Refused, match=r"^groups\.no_homes:"):
        bundling.bundle(session, package, by=By(lead.id))


def test_procurement_has_no_groups(session, make, lead):
    package = make.package(mode="procurement")
    street_of_homes(make, package)
    with pytest.raises(Refused, match=r"^groups\.procurement:"):
        bundling.bundle(session, package, by=By(lead.id))


@pytest.fixture
def two_groups(session, make, lead, package):
    street_of_homes(make, package, "2 4 6")
    street_of_homes(make, package, "1 3", street="Lindestraat")
    return bundling.bundle(session, package, by=By(lead.id))


def test_a_move_by_hand_keeps_its_reason_and_counts_scaffolds_again(session, lead, two_groups):
    linden, roses = two_groups.groups
    middle = roses.members[1].subscription
    bundling.move_member(
        session,
        two_groups,
        subscription_id=middle.id,
        to_group_id=linden.id,
        reason="Sister lives there",
        by=By(lead.id),
    )
    session.expire_all()
    assert [m.run_code for m in roses.members] == ["R1", "R2"]  # 4 left, so 2 and 6 stand apart
    moved = next(m for m in linden.members if m.subscription_id == middle.id)
    assert moved.reasons[0]["params"] == {"reason": "Sister lives there"}
    streets = [text for m in linden.members for text in m.reasons if "streets" in text["params"]]
    assert len(streets) == 3  # nobody reads any more that all stand in one street
    event = session.scalars(select(AuditEvent).where(AuditEvent.did == "group_member.moved")).one()
    assert event.facts == {"subscription_id": middle.id, "old": roses.id, "new": linden.id}


def test_a_home_can_be_left_out_and_come_back(session, lead, two_groups):
    linden = two_groups.groups[0]
    home = linden.members[0].subscription
    move = {"subscription_id": home.id, "by": By(lead.id)}
    bundling.move_member(session, two_groups, to_group_id=None, reason="Abroad", **move)
    assert queries.membership(session, home) is None
    assert queries.left_out_reason(session, home)["params"] == {"reason": "Abroad"}
    bundling.move_member(session, two_groups, to_group_id=linden.id, reason="Is back", **move)
    assert queries.membership(session, home).group_id == linden.id
    assert queries.left_out_reason(session, home) is None


def test_a_move_that_cannot_be_is_refused(session, make, lead, two_groups):
    linden, roses = two_groups.groups
    home = roses.members[0].subscription
    two_groups.max_size = 2
    for given, code in (
        ({"to_group_id": linden.id, "reason": " "}, "no_reason"),
        ({"to_group_id": roses.id, "reason": "x"}, "same_group"),
        ({"to_group_id": linden.id, "reason": "x"}, "full"),
        ({"to_group_id": 987654, "reason": "x"}, "unknown_group"),
        ({"subscription_id": 987654, "to_group_id": None, "reason": "x"}, "unknown_home"),
    ):
        with pytest.raises(Refused, match=rf"^groups\.{code}:"):
            bundling.move_member(
                session, two_groups, **{"subscription_id": home.id, **given}, by=By(lead.id)
            )
    assert queries.membership(session, home).group_id == roses.id


def test_export_and_erasure_of_a_person(session, two_groups):
    home = two_groups.groups[0].members[0].subscription
    (row,) = people.export_person(session, home.person_id)["groups"]
    assert row["reasons"]
    people.erase_person(session, home.person_id)
    assert queries.membership(session, home).reasons == []
