"""Two colleagues approve one version at the same moment, and its author tries too.

Each race runs with a control: without the lock both believe that they switched it on, or the second
one gets a crash instead of words.
"""

import pytest
from sqlalchemy import func, select

from renogroep.financing import actions
from renogroep.financing.actions import switching
from renogroep.financing.models import RuleVersion
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from tests.support.make_rules import written
from tests.support.races import meet_after, together, unguarded


@pytest.fixture
def proposed(given):
    """Ids of a proposed version, its author and two colleagues."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        row = written(make)
        actions.propose(make.session, row, by=By(row.author_id))
        return row.id, row.author_id, *(make.member(Role.TEAM_LEAD).id for _ in range(2))


def approving(row_id, who, transaction=db.transaction):
    def work():
        with transaction() as session:
            actions.activate(session, session.get_one(RuleVersion, row_id), by=By(who))

    return work


def times_switched_on(app, row_id):
    with app.app_context():
        return db.session().scalar(
            select(func.count()).where(
                AuditEvent.did == "rule_version.activated",
                AuditEvent.subject_id == row_id,
            )
        )


def test_one_of_two_approves_and_the_other_one_hears_it(app, proposed):
    row_id, _author, one, two = proposed
    said = together(app, approving(row_id, one), approving(row_id, two))
    assert sorted(said) == ["rules.active", "well"]
    assert times_switched_on(app, row_id) == 1


def test_its_author_is_refused_whoever_is_first(app, proposed):
    row_id, author, one, _two = proposed
    said = together(app, approving(row_id, author), approving(row_id, one))
    assert said[1] == "well"
    assert said[0] in {"rules.own", "rules.active"}
    assert times_switched_on(app, row_id) == 1


def test_control_without_the_guard_nobody_hears_it(app, proposed, monkeypatch, database):
    row_id, _author, one, two = proposed
    looked = meet_after(switching.check_second_person)
    monkeypatch.setattr(switching, "check_second_person", looked)
    monkeypatch.setattr(switching, "locked", lambda *_: None)
    said = together(app, approving(row_id, one, unguarded), approving(row_id, two, unguarded))
    assert "rules.active" not in said
    assert "well" in said
    assert said != ["well", "well"] or times_switched_on(app, row_id) == 2
