"""A wish to be forgotten is done at once, but for what was signed; a stranger's code does nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.queries import shipped_retention
from renogroep.financing.rules.retention import Step
from renogroep.identity.models import Consent
from renogroep.identity.rules.events import Did
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions import retention
from renogroep.journeys.actions.erase_me import ask_code, ask_erasing, erase_me, what_goes_of
from renogroep.journeys.actions.people import forget_told
from renogroep.journeys.queries.erased import erased_people
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.models import Task
from renogroep.subscriptions.models import Subscription
from tests.support.make import NOW
from tests.support.make_orders import ordered, ready_to_order
from tests.support.personal import personal_tables, rows_of


def refusal(act, *args, **given):
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.code


def digits(session):
    body = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    return re.search(r"^\d{6}$", body, re.MULTILINE).group()


def erases(session, person):
    ask_code(session, person, by=By(person.id))
    return erase_me(session, person, digits(session), by=By(person.id))


@pytest.fixture
def signer(session, make):
    """A household that ordered."""
    _, orders = ordered(make, ready_to_order(make), ("H1",))
    return orders["H1"]


def over(session, order, days=0):
    """Its works were handed over so many days ago."""
    order.state = OrderState.HANDED_OVER
    order.handed_over_at = clock.now() - timedelta(days=days)
    session.flush()


def test_who_signed_nothing_is_forgotten_at_once(session, make):
    row = make.subscription(make.package(lots=1))
    assert erases(session, row.person)
    session.refresh(row)
    assert row.person.erased_at is not None
    assert row.state == "withdrawn"
    assert erase_me(session, row.person, "", by=By(row.person_id))  # twice is once
    assert session.scalars(select(AuditEvent.did)).all().count(Did.PERSON_ERASED) == 1


def test_other_digits_erase_nothing(session, make):
    person, other = make.person("An Verlinden"), make.person("Een Ander")
    ask_code(session, other, by=By(other.id))
    assert not erase_me(session, person, digits(session), by=By(person.id))
    assert person.erased_at is None


def test_a_signed_order_that_runs_stands_in_the_way(session, signer):
    person = signer.person
    for act in (ask_code, ask_erasing):
        assert refusal(act, session, person, by=By(person.id)) == "erase.order_runs"
    assert refusal(erase_me, session, person, "123456", by=By(person.id)) == "erase.order_runs"
    assert person.erased_at is None


def test_a_contract_stays_with_its_name_until_its_day_and_the_rest_goes(session, signer):
    over(session, signer)
    person, until = signer.person, clock.today() + timedelta(days=3653)
    name, mailbox = person.name, person.email
    assert what_goes_of(session, person).until == until
    assert erases(session, person)
    session.expire_all()
    assert (person.erased_at, person.name, person.email) == (None, name, mailbox)
    assert signer.ceiling is not None
    interest = session.get_one(Subscription, signer.subscription_id)
    assert (interest.answers, interest.state) == ({}, "withdrawn")
    for kind in (Consent, OutboxMessage):
        assert session.scalars(select(kind).where(kind.person_id == person.id)).all() == []
    erased = {(row[1], row[3]) for row in erased_people(session)}
    assert erased == {(person.id, True)}


def test_the_night_takes_the_contract_on_its_day_whatever_came_later(session, signer):
    over(session, signer, days=100)
    person = signer.person
    assert erases(session, person)
    day = NOW + timedelta(days=3653 - 100)
    for moment, step in ((day - timedelta(days=1), Step.KEEP), (day, Step.ERASE)):
        with clock.frozen_at(moment):
            table = shipped_retention()
            assert retention.settle_person(session, person.id, table, by=TICK) == step
    assert person.erased_at is not None
    forget_told(session, person, by=TICK)  # there is nobody any more
    assert session.scalars(select(AuditEvent.did)).all().count(Did.PERSON_TOLD_ERASED) == 1


def test_a_contract_of_more_than_ten_years_ago_keeps_nothing(session, signer):
    over(session, signer, days=3653)
    assert erases(session, signer.person)
    assert signer.person.erased_at is not None


def test_nothing_of_a_neighbour_goes(session, make):
    example = ready_to_order(make)
    mine, other = (example.homes[name].person for name in ("H1", "H3"))
    before = {table: rows_of(session, table, other.id) for table in personal_tables()}
    assert erases(session, mine)
    session.expire_all()
    after = {table: rows_of(session, table, other.id) for table in personal_tables()}
    assert after == before


def test_without_a_mailbox_it_is_one_task_with_a_day(session, make):
    person = make.person("Jef Brief", contact_way="letter", email=None, postal_address="Dorp 1")
    make.case(make.dwelling(), person)
    assert refusal(ask_code, session, person, by=By(person.id)) == "erase.no_mailbox"
    assert not erase_me(session, person, "123456", by=By(person.id))
    days = {ask_erasing(session, person, by=By(person.id)) for _ in range(2)}
    tasks = session.scalars(select(Task)).all()
    assert {task.due_on for task in tasks} == days
    assert len(tasks) == 1


def test_of_whom_we_know_no_home_the_phone_is_the_way(session, make):
    person = make.person(contact_way="letter", email=None, postal_address="Dorp 1")
    assert refusal(ask_erasing, session, person, by=By(person.id)) == "erase.no_case"


def test_who_works_here_is_not_erased_by_a_link(session, make):
    member = make.member(Role.ADVISOR)
    assert refusal(ask_code, session, member, by=By(member.id)) == "erase.account"
