"""Lots move step by step, with their history; what was announced stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.tenders import actions, queries
from renogroep.tenders.rules.events import Did
from renogroep.tenders.rules.lifecycle import LotState
from tests.support.make import TODAY


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_move_is_guarded_and_kept_in_the_history(session, make):
    package = make.package("group_quotes")
    who = make.person("Lea Lead")
    lot = package.lots[0]
    actions.move_lot(session, lot, "ask_quotes", by=By(who.id), homes=7)
    assert lot.state == "quoting"
    assert refusal(actions.move_lot, session, lot, "ask_quotes", by=TICK) == "lot.wrong_state"
    event = session.scalars(select(AuditEvent)).one()
    assert event.facts == {
        "move": "ask_quotes",
        "before": "collecting",
        "after": "quoting",
        "homes": 7,
    }
    line = queries.history(session, package)[0]
    assert line.who == "Lea Lead"
    assert "Lot 1" in str(line.text)


@pytest.mark.parametrize("move", ["check", "decide", "start_standstill"])
def test_words_of_procurement_do_not_exist_in_group_quotes(session, make, move):
    lot = make.package("group_quotes").lots[0]
    lot.state = "opened"
    assert refusal(actions.move_lot, session, lot, move, by=TICK) == "lot.wrong_state"


def test_a_lot_of_a_draft_does_not_move(session, make):
    lot = make.package(state="draft").lots[0]
    code = refusal(actions.move_lot, session, lot, "ask_quotes", by=TICK)
    assert code == "lot.not_published"


def test_the_package_closes_with_its_last_lot(session, make):
    package = make.package(lots=2)
    one, two = package.lots
    actions.move_lot(session, one, "fail", by=TICK)
    assert package.state == "published"
    two.state = "executing"
    actions.move_lot(session, two, "close", by=TICK)
    assert package.state == "closed"
    assert session.scalars(select(AuditEvent.did)).all()[-1] == Did.PACKAGE_CLOSED


def test_people_get_more_time_once(session, make):
    package = make.package()
    later = package.interest_deadline + timedelta(days=14)
    assert actions.extend_interest(session, package, later, TICK) == package.lots
    assert (package.interest_deadline, package.lots[0].extended) == (later, True)
    again = later + timedelta(days=1)
    code = refusal(actions.extend_interest, session, package, again, TICK)
    assert code == "package.no_extension"


@pytest.mark.parametrize(
    "days, code",
    [(30, "package.extension_too_short"), (60, "package.extension_too_long")],
)
def test_more_time_lies_between_the_old_day_and_the_quotes(session, make, days, code):
    package = make.package()
    new = TODAY + timedelta(days=days)
    assert refusal(actions.extend_interest, session, package, new, TICK) == code
    assert not package.lots[0].extended


def test_a_lot_that_went_on_gets_no_more_time(session, make):
    package = make.package(lots=2)
    package.lots[0].state = "quoting"
    new = package.interest_deadline + timedelta(days=7)
    assert [lot.number for lot in actions.extend_interest(session, package, new, TICK)] == [2]


def test_a_package_is_open_until_the_end_of_its_last_day(session, make):
    package = make.package()
    place, last = package.neighbourhood_id, package.interest_deadline
    assert queries.open_packages(session, place, last) == [package]
    assert queries.open_packages(session, place, last + timedelta(days=1)) == []
    package.lots[0].state = "quoting"
    session.flush()
    assert queries.open_packages(session, place, last) == []


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_a_package_that_is_not_published_is_not_open(session, make, state):
    package = make.package(state=state)
    assert queries.open_packages(session, package.neighbourhood_id, TODAY) == []


def test_publishing_keeps_the_fingerprint_of_what_was_announced(session, make):
    package = make.package("group_quotes", "draft")
    for post in package.lots[0].posts:
        if post.scope == "run":
            post.nature, post.unit = "TP", "forfait"
    session.flush()
    actions.publish(session, package, by=By(make.person().id))
    event = session.scalars(select(AuditEvent).filter_by(did=str(Did.PACKAGE_PUBLISHED))).one()
    assert len(event.facts["bills"][0]) == 64
    assert refusal(actions.publish, session, package, by=By(1)) == "package.wrong_state"


def test_an_incomplete_package_is_not_published(session, make):
    package = make.package("group_quotes", "draft", summary="")
    assert refusal(actions.publish, session, package, by=By(1)) == "package.incomplete"
    assert (package.state, package.published_at) == ("draft", None)


def test_texts_fall_back_to_dutch(session, make):
    package = make.package(title="Gevels", title_fr="Façades")
    said = [queries.in_language(package, "title", code) for code in ("nl", "fr", "en")]
    assert said == ["Gevels", "Façades", "Gevels"]


@pytest.mark.parametrize("state", LotState)
def test_the_database_takes_every_state_of_a_lot(session, make, state):
    make.package().lots[0].state = state
    session.flush()


@pytest.mark.parametrize("state", ["", "published", "Collecting"])
def test_the_database_refuses_a_state_that_a_lot_does_not_have(session, make, state):
    make.package()
    with pytest.raises(IntegrityError, match="known_state"):
        session.execute(text("UPDATE lot SET state = :state"), {"state": state})
    session.rollback()


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_cancelled_package_takes_its_open_lots_along(session, make, state):
    package = make.package("procurement", state, lots=2)
    package.lots[1].state = "closed"
    actions.cancel(session, package, "Er is geen geld meer.", by=TICK)
    assert package.state == "cancelled"
    assert [lot.state for lot in package.lots] == ["failed", "closed"]
    did = session.scalars(select(AuditEvent.did).order_by(AuditEvent.number)).all()
    assert did == [Did.LOT_MOVED, Did.PACKAGE_CANCELLED]


def test_a_package_with_works_that_go_on_is_not_cancelled(session, make):
    package = make.package(lots=2)
    package.lots[1].state = "executing"
    code = refusal(actions.cancel, session, package, "Er is geen geld meer.", by=TICK)
    assert code == "lot.wrong_state"
    assert (package.state, package.lots[0].state) == ("published", "collecting")


def test_a_lot_of_a_cancelled_package_does_not_go_on(session, make):
    package = make.package(state="cancelled")
    code = refusal(actions.move_lot, session, package.lots[0], "ask_quotes", by=TICK)
    assert code == "lot.not_published"
