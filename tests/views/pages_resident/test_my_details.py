"""A resident corrects name, contact and language; a new mailbox counts when its code came back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners.models import Task
from tests.support.html import form_values
from tests.support.make import NOW

PAGE, MAILBOX = "/mijn-gegevens/verbeteren", "/mijn-gegevens/e-mailadres"


@pytest.fixture
def others(given):
    """Somebody else's open case."""
    with given() as make:
        return make.case(make.dwelling(), make.person("Ander")).id


@pytest.fixture
def home(given, client, others):
    """A resident who came through their link."""
    with given() as make:
        person = make.person("An Verlinden", email="an@example.org")
        make.case(make.dwelling(), person)
        token = keys.make_link(make.session, person=person, purpose="my_home", by=TICK)
    client.get(f"/l/{token}")
    return client


def me(app):
    with app.app_context():
        found = db.session().scalars(select(Person).where(Person.name.like("An V%"))).one()
        return (found.name, found.contact_way, found.email, found.language)


def fields(page, **changed):
    return {**form_values(page.select_one("main form")), **changed}


def code_to(app, address):
    with app.app_context():
        body = db.session().scalars(
            select(OutboxMessage.body)
            .where(OutboxMessage.address == address)
            .order_by(OutboxMessage.id.desc())
        )
        return re.search(r"^\d{6}$", body.first(), re.MULTILINE).group()


def test_name_and_language_count_at_once_and_are_recorded(app, home):
    sent = fields(home.page(PAGE), name="An Verlinden-Maes", language="fr")
    assert home.post(PAGE, data=sent).location == "/mijn-gegevens"
    assert me(app) == ("An Verlinden-Maes", "email", "an@example.org", "fr")
    with app.app_context():
        assert "person.changed" in db.session().scalars(select(AuditEvent.did)).all()


def test_another_way_counts_at_once_and_who_asked_it_stays_signed_in(app, home):
    sent = fields(home.page(PAGE), way="mobile", phone="0470 12 34 56")
    home.send(PAGE, sent)
    assert me(app)[1:3] == ("mobile", "an@example.org")
    assert home.page("/mijn-gegevens").says("0470 12 34 56")


def test_a_new_mailbox_counts_when_its_code_comes_back(app, home):
    sent = fields(home.page(PAGE), email="Nieuw@example.org")
    assert home.post(PAGE, data=sent).location == MAILBOX
    assert me(app)[2] == "an@example.org"
    assert home.page(MAILBOX).says("Nieuw@example.org")
    digits = code_to(app, "Nieuw@example.org")
    assert home.post(MAILBOX, data={"code": digits}).location == "/mijn-gegevens"
    assert me(app)[1:3] == ("email", "nieuw@example.org")
    assert home.page("/mijn-gegevens").says("nieuw@example.org")
    assert home.get(MAILBOX).location == PAGE  # nothing waits any more


def test_a_mailbox_beside_the_phone_does_not_become_the_way_to_write(app, home):
    home.send(PAGE, fields(home.page(PAGE), way="mobile", phone="0470 12 34 56"))
    home.send(PAGE, fields(home.page(PAGE), email="nieuw@example.org"))
    home.send(MAILBOX, {"code": code_to(app, "nieuw@example.org")})
    assert me(app)[1:3] == ("mobile", "nieuw@example.org")


def test_who_has_no_mailbox_yet_keeps_the_old_way_until_the_code_came_back(app, home):
    home.send(PAGE, fields(home.page(PAGE), way="mobile", phone="0470 12 34 56", email=""))
    home.send(PAGE, fields(home.page(PAGE), way="email", email="nieuw@example.org"))
    assert me(app)[1:3] == ("mobile", None)
    with clock.frozen_at(NOW + timedelta(minutes=1)):
        home.send(MAILBOX, {"code": code_to(app, "nieuw@example.org")})
    assert me(app)[1:3] == ("email", "nieuw@example.org")


def test_digits_of_another_mailbox_change_nothing(app, home):
    home.send(PAGE, fields(home.page(PAGE), email="eerst@example.org"))
    first = code_to(app, "eerst@example.org")
    home.send(PAGE, fields(home.page(PAGE), email="nieuw@example.org"))
    answer = home.post(MAILBOX, data={"code": first})
    assert answer.location == f"{MAILBOX}?fout=1"
    assert home.page(answer.location).select_one(".refusal")
    assert me(app)[2] == "an@example.org"


def test_five_codes_a_day_and_no_more(app, home):
    for number in range(5):
        home.send(PAGE, fields(home.page(PAGE), email=f"n{number}@example.org"))
    page = home.send(PAGE, fields(home.page(PAGE), email="n5@example.org"), status=422)
    assert page.select_one(".refusal")
    with clock.frozen_at(NOW + timedelta(days=1, minutes=1)):
        home.send(PAGE, fields(home.page(PAGE), email="n5@example.org"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "#name"),
        ({"way": "mobile", "phone": "geen nummer"}, "#phone"),
        ({"email": "geen adres"}, "#email"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(app, home, changed, field):
    page = home.send(PAGE, fields(home.page(PAGE), **changed), status=422)
    assert page.select_one(f"{field}[aria-invalid='true']")
    assert me(app) == ("An Verlinden", "email", "an@example.org", "nl")


def test_a_page_of_before_a_change_overwrites_nothing(app, home):
    old = fields(home.page(PAGE), name="An Verkeerd")
    home.send(PAGE, fields(home.page(PAGE), name="An Verlinden-Maes"))
    home.send(PAGE, old, status=409)
    assert me(app)[0] == "An Verlinden-Maes"


def test_who_lives_nowhere_here_and_wants_letters_says_where(given, client):
    with given() as make:
        person = make.person("An Verder")
        token = keys.make_link(make.session, person=person, purpose="my_home", by=TICK)
    client.get(f"/l/{token}")
    sent = fields(client.page(PAGE), way="letter", postal_address="")
    assert client.send(PAGE, sent, status=422).select_one(".refusal")
    client.send(PAGE, {**sent, "postal_address": "Dorp 1, 9000 Gent"})


def test_a_question_about_the_home_is_one_task_with_a_day(app, home):
    link = home.page("/mijn-gegevens").select_one("main a[href*='/vraag/']")["href"]
    for _ in range(2):
        home.send(link, {"words": "De gevel is 12 m breed, niet 9."})
    with app.app_context():
        task = db.session().scalars(select(Task)).one()
        assert task.what["params"] == {"words": "De gevel is 12 m breed, niet 9."}
    page = home.page(link)
    assert page.says("De gevel is 12 m breed, niet 9.")
    assert page.says("An advisor calls you by")
    assert not page.select("main form")
    assert home.send(link, {"words": "Nog iets"}, status=422).says("An advisor calls you by")
    home.send(link, {"words": ""}, status=422)


def test_the_home_of_another_cannot_be_asked_about(home, others):
    assert home.get(f"/mijn-gegevens/vraag/{others}").status_code == 404
    assert home.post(f"/mijn-gegevens/vraag/{others}", data={"words": "x"}).status_code == 404
