"""Does what people must hear by phone or letter really leave the house, once?"""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.identity.actions.notices import notify
from renogroep.infra import db
from renogroep.infra.access import GRANTS, May, Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from tests.support.make import NOW


def tell(make, **person):
    row = make.subscription(make.package(), person=make.person(**{"email": None, **person}))
    return notify(
        make.session,
        row.person,
        "subscriptions_withdrawn",
        key=f"t:{row.id}:{row.person_id}",
        subscription=row,
        title="Gevels",
    )


@pytest.fixture
def waiting(given):
    """Two letters, one call."""
    with given() as make:
        ids = [
            tell(
                make,
                name="Ann",
                contact_way="letter",
                postal_address="Rozenstraat 12, 9999 Testgem",
            ).id,
            tell(
                make,
                name="Bob",
                contact_way="letter",
                postal_address="Laan 3\n9999 Testgem",
                language="fr",
            ).id,
            tell(make, name="Cis", contact_way="mobile", phone="0470 12 34 56").id,
        ]
        late = make.session.get_one(OutboxMessage, ids[2])
        late.due_on = NOW - timedelta(days=1)
    return ids


def done(app):
    with app.app_context():
        return [
            row.done_at is not None
            for row in db.session().scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        ]


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTS[May.LETTERS_SEND]])
def test_only_who_sends_letters(client_as, role):
    assert client_as(role).get("/brieven").status_code == 403


def test_an_empty_list_says_so(client_as):
    page = client_as(Role.DESK).page("/brieven")
    assert len(page.select(".empty-state")) == 2


def test_calls_and_letters_wait_with_who_and_when(client_as, waiting):
    page = client_as(Role.DESK).page("/brieven")
    assert page.says("0470 12 34 56")
    assert page.says("overdue")
    assert not page.select("a[href*='/l/']")


def test_a_call_is_made_once(app, client_as, waiting):
    desk = client_as(Role.DESK)
    desk.send(f"/brieven/gebeld/{waiting[2]}")
    assert done(app) == [False, False, True]
    desk.send(f"/brieven/gebeld/{waiting[2]}", status=422)
    assert desk.post(f"/brieven/gebeld/{waiting[0]}").status_code == 404  # a letter is no call


def test_the_letters_are_one_file_and_leave_the_list(app, client_as, waiting):
    desk = client_as(Role.DESK)
    answer = desk.post("/brieven/afdrukken")
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) == 2
    assert "Ann" in texts[0]
    assert "Rozenstraat 12" in texts[0]
    assert "Bob" in texts[1]
    assert "Bob" not in texts[0]
    assert done(app) == [True, True, False]
    with app.app_context():
        did = db.session().scalars(select(AuditEvent.did)).all()
        bodies = db.session().scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()
    assert did.count("letters.printed") == 2
    assert all("/l/…" in body for body in bodies[:2])  # no key stays behind
    desk.send("/brieven/afdrukken", status=422)


def test_another_municipality_does_not_exist(given, client_of, waiting):
    with given() as make:
        make._municipality = make.municipality(phone="09 999 99 99")
        person_id = make.member(Role.DESK).id
    desk = client_of(person_id)
    assert not desk.page("/brieven").says("Ann")
    assert desk.post(f"/brieven/gebeld/{waiting[2]}").status_code == 404
