"""The tick does what waits for its time, and running it twice is running it once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.models import Invitation
from renogroep.tenders.models import Lot
from renogroep.web.jobs import deliver, tick
from tests.support.make import NOW


def messages(key_part: str) -> int:
    return session().scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.key.contains(key_part))
    )


@pytest.fixture
def waiting(given):
    """A request that opened an hour ago, for a firm that was invited before."""
    with given() as make:
        package = make.package()
        lot = package.lots[0]
        lot.state, lot.quote_deadline = "quoting", NOW + timedelta(days=10)
        firm = make.firm()
        lead = make.member(Role.LEAD)
        make.member(Role.CONTRACTOR_OWNER, firm)
        for organisation_id, at in ((firm.id, NOW - timedelta(days=2)), (make.firm().id, NOW)):
            make._add(
                Invitation(
                    municipality_id=lot.municipality_id,
                    lot_id=lot.id,
                    organisation_id=organisation_id,
                    invited_at=at,
                    invited_by=lead.id,
                )
            )
        make._add(
            Request(
                municipality_id=lot.municipality_id,
                reference="RQ-1",
                lot_id=lot.id,
                checksum="0" * 64,
                homes=4,
                runs=1,
                opened_for_quotes_at=NOW - timedelta(hours=1),
            )
        )


def test_a_firm_that_was_invited_early_hears_once_that_its_bill_is_there(app, waiting):
    with app.test_request_context():
        tick()
        tick()
        assert messages("request.announced") == 1


def test_nobody_is_invited_after_the_deadline_because_a_server_was_away(app, waiting):
    with app.test_request_context():
        tick()
        (mail,) = session().scalars(select(OutboxMessage)).all()
        assert mail.useless_after == session().scalars(select(Lot.quote_deadline)).first()
        with clock.frozen_at(mail.useless_after):
            deliver()
        assert session().get_one(OutboxMessage, mail.id).state == "useless"


def test_after_the_interest_deadline_the_lot_is_settled_once(app, given):
    with given() as make:
        package = make.package(lots=1)
        for _ in range(3):
            make.subscription(package)
        lot_id, deadline = package.lots[0].id, package.interest_deadline
    later = clock.at_local(deadline + timedelta(days=1)) + timedelta(hours=9)
    with clock.frozen_at(later), app.test_request_context():
        tick()
        told = messages(f"-{lot_id}:")
        state = session().get_one(Lot, lot_id).state
        tick()
        assert messages(f"-{lot_id}:") == told
        assert session().get_one(Lot, lot_id).state == state
    assert told == 3
