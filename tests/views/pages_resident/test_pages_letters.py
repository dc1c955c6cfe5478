"""Does what people must hear by phone or letter really leave the house, once?"""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import GRANTS, May, Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import MessageState, OutboxMessage
from renogroep.owners.models import Case
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


def test_calls_and_letters_wait_with_who_and_when(app, client_as, waiting):
    page = client_as(Role.DESK).page("/brieven")
    with app.app_context():
        seen = db.session().scalars(select(AuditEvent).filter_by(did="messages.seen")).one()
    assert sorted(seen.facts["messages"]) == sorted(waiting)
    assert page.says("0470 12 34 56")
    assert page.says("overdue")
    assert not page.select("a[href*='/l/']")


def test_a_call_is_made_once(app, client_as, waiting):
    desk = client_as(Role.DESK)
    desk.send(f"/brieven/gebeld/{waiting[2]}")
    assert done(app) == [False, False, True]
    desk.send(f"/brieven/gebeld/{waiting[2]}", status=422)
    assert desk.post(f"/brieven/gebeld/{waiting[0]}").status_code == 404  # a letter is no call


def test_the_letters_are_one_file_as_often_as_the_printer_needs(app, client_as, waiting):
    desk = client_as(Role.DESK)
    for _ in range(2):  # a double click loses nothing
        answer = desk.get("/brieven/brieven.pdf")
        assert answer.mimetype == "application/pdf"
    texts = [page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages]
    assert len(texts) == 2
    assert "Ann" in texts[0]
    assert "Rozenstraat 12" in texts[0]
    assert "Bob" in texts[1]
    assert "Bob" not in texts[0]
    assert done(app) == [False, False, False]
    with app.app_context():
        did = db.session().scalars(select(AuditEvent.did)).all()
    assert did.count("letters.downloaded") == 4


def printed(page):
    form = page.select_one("main form[action$='/afgedrukt']")
    return {"letter": [field["value"] for field in form.select("[name=letter]")]}


def test_printed_letters_leave_the_list_and_new_ones_stay(app, given, client_as, waiting):
    desk = client_as(Role.DESK)
    sent = printed(desk.page("/brieven"))
    with given() as make:
        tell(make, name="Dora", contact_way="letter", postal_address="Plein 1, 9999 Testgem")
    desk.send("/brieven/afgedrukt", sent)
    assert done(app) == [True, True, False, False]
    with app.app_context():
        bodies = db.session().scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()
    assert all("/l/…" in body for body in bodies[:2])  # no key stays behind
    assert desk.page("/brieven").says("Dora")
    assert desk.send("/brieven/afgedrukt", sent, status=422).select_one(".refusal")


def test_a_mail_that_nobody_took_is_seen_and_sent_again(app, given, client_as):
    with given() as make:
        mail = tell(make, name="Eva", contact_way="email", email="eva@oud.example")
        mail.state, mail.last_error = MessageState.REFUSED, "550 no such user"
        key, person_id = mail.id, mail.person_id
    desk = client_as(Role.DESK)
    there = desk.page("/brieven").select_one("section[aria-labelledby=vast] a")["href"]
    assert desk.page(there).says("eva@oud.example")
    with given() as make:
        make.reach(make.session.get_one(Person, person_id), "email", email="eva@nieuw.example")
    desk.send("/verzending/opnieuw", {"one": key})
    with app.app_context():
        row = db.session().get_one(OutboxMessage, key)
        assert (row.address, row.state) == ("eva@nieuw.example", "waiting")
    assert not desk.page("/brieven").select("section[aria-labelledby=vast]")


def test_who_works_in_one_neighbourhood_sends_only_its_letters(given, client_of, waiting):
    with given() as make:
        person = make.session.scalars(select(Person).where(Person.name == "Ann")).one()
        case = make.session.scalars(select(Case).where(Case.person_id == person.id)).one()
        place = case.dwelling.address.street.neighbourhood_id
        here = make.member(Role.DESK, neighbourhood_id=place).id
        elsewhere = make.member(Role.DESK, neighbourhood_id=make.neighbourhood().id).id
    assert client_of(here).page("/brieven").says("Ann")
    assert not client_of(elsewhere).page("/brieven").says("Ann")
    assert client_of(elsewhere).post(f"/brieven/gebeld/{waiting[2]}").status_code == 404


def test_a_mail_of_another_neighbourhood_is_not_sent_again(app, given, client_of):
    with given() as make:
        mail = tell(make, name="Eva", contact_way="email", email="eva@oud.example")
        mail.state, key = MessageState.STOPPED, mail.id
        elsewhere = make.member(Role.DESK, neighbourhood_id=make.neighbourhood().id).id
    desk = client_of(elsewhere)
    assert not desk.page("/brieven").select("section[aria-labelledby=vast]")
    assert desk.post("/verzending/opnieuw", data={"one": key}).status_code == 404
    with app.app_context():
        assert db.session().get_one(OutboxMessage, key).state == "stopped"


def test_another_municipality_does_not_exist(given, client_of, waiting):
    with given() as make:
        make._municipality = make.municipality(phone="09 999 99 99")
        person_id = make.member(Role.DESK).id
    desk = client_of(person_id)
    assert not desk.page("/brieven").says("Ann")
    assert desk.post(f"/brieven/gebeld/{waiting[2]}").status_code == 404
