"""What somebody corrects on the own page, where no form stands in between."""

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.identity.actions import sessions
from renogroep.identity.actions.keys import good_link, make_link
from renogroep.identity.models import WebSession
from renogroep.infra.acts import TICK, By
from renogroep.journeys.actions.my_details import ask_correction, confirm_mailbox, correct_me
from renogroep.owners.actions.cases import close_case
from renogroep.owners.models import Task


@pytest.fixture
def person(make):
    return make.person("An Verlinden", email="an@example.org")


def began(session, person, purpose="my_home"):
    token = make_link(session, person=person, purpose=purpose, by=TICK)
    sessions.begin(session, person, link=good_link(session, token))
    return session.scalars(select(WebSession).order_by(WebSession.id.desc())).first()


def test_the_session_that_asks_hangs_on_the_new_link_and_others_end(session, make, person):
    other, mine = began(session, person), began(session, person)
    before = mine.link_id
    correct_me(
        session,
        person,
        name=person.name,
        way="mobile",
        typed={"email": "an@example.org", "mobile": "0470 12 34 56", "letter": ""},
        language="nl",
        stay=mine.id,
        by=By(person.id),
    )
    session.refresh(mine)
    assert mine.link_id not in (before, other.link_id)


def test_a_session_of_a_key_to_one_order_keeps_its_own_key(session, person):
    key = began(session, person, "co_sign")
    before = key.link_id
    correct_me(
        session,
        person,
        name=person.name,
        way="mobile",
        typed={"email": "", "mobile": "0470 12 34 56", "letter": ""},
        language="nl",
        stay=key.id,
        by=By(person.id),
    )
    session.refresh(key)
    assert key.link_id == before


def test_what_counts_already_is_confirmed_without_a_code(session, person):
    given = {"first": True, "stay": 0, "by": By(person.id)}
    assert confirm_mailbox(session, person, "AN@example.org", "", **given)
    assert not confirm_mailbox(session, person, "nieuw@example.org", "", **given)


def test_an_empty_question_is_none_and_a_closed_case_takes_none(session, make, person):
    case = make.case(make.dwelling(), person)
    with pytest.raises(Refused) as refused:
        ask_correction(session, case, "  ", by=By(person.id))
    assert refused.value.code == "correction.empty"
    close_case(session, case, reason="cost", by=TICK)
    with pytest.raises(Refused) as refused:
        ask_correction(session, case, "Fout", by=By(person.id))
    assert refused.value.code == "case.closed"
    assert session.scalars(select(Task)).all() == []
