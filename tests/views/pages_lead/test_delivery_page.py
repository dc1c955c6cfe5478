"""Does one line say whether everything left, and is there something to do about what did not?"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra import channel_state, db
from renogroep.infra.access import GRANTS, May, Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import MessageState, OutboxMessage
from renogroep.web.jobs import deliver
from tests.support.mail_server import mail_server
from tests.support.make import NOW
from tests.support.processes import free_port

HOUR = timedelta(hours=1)


@pytest.fixture
def tell(given):
    """``tell("Eva", state=...)`` leaves a mail for somebody; gives its id."""

    def one(name, **changed):
        with given() as make:
            subscription = make.subscription(
                make.package(), person=make.person(name=name, email=f"{name.lower()}@oud.example")
            )
            message = notify(
                make.session,
                subscription.person,
                "subscriptions_withdrawn",
                key=f"told:{name}",
                subscription=subscription,
                title="Gevels",
            )
            for field, value in changed.items():
                setattr(message, field, value)
            return message.id

    return one


def row_of(app, key):
    with app.app_context():
        db.session().rollback()
        return db.session().get_one(OutboxMessage, key)


def lead_line(page):
    return page.select_one("main .lead").text.strip()


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTS[May.DELIVERY_MANAGE]])
def test_only_lead_and_administrator(client_as, role):
    assert client_as(role).get("/verzending").status_code == 403


@pytest.mark.parametrize("role", sorted(GRANTS[May.DELIVERY_MANAGE]))
def test_everything_has_left(app, client_as, tell, role):
    tell("Eva")
    with app.app_context():
        deliver()
    page = client_as(role).page("/verzending")
    assert lead_line(page) == "Alles is vertrokken."
    assert not page.select("main table")


@pytest.mark.parametrize(
    ("people", "line"),
    [(["Eva"], "1 wacht sinds 24"), (["Eva", "Jan"], "2 wachten sinds 24")],
)
def test_what_waits_says_since_when_and_leaves_a_trace_of_who_looked(
    app, client_as, tell, people, line
):
    keys = [tell(name) for name in people]
    page = client_as(Role.ADMIN).page("/verzending")
    assert lead_line(page).startswith(line.split("24")[0])
    assert page.says("Eva")
    assert not page.select("main [name=message]")  # it leaves by itself
    with app.app_context():
        seen = db.session().scalars(select(AuditEvent).filter_by(did="messages.seen")).one()
    assert sorted(seen.facts["messages"]) == keys


def test_each_message_says_where_it_stands_and_why(client_as, tell):
    tell("Eva", state=MessageState.REFUSED, last_error="550 no such user")
    tell("Jan", last_error="TimeoutError", tries=2, next_try_at=NOW + HOUR)
    tell("Lea", state=MessageState.USELESS, useless_after=NOW)
    page = client_as(Role.LEAD).page("/verzending")
    assert lead_line(page).startswith("1 wacht sinds")
    eva, lea, jan = (row.text for row in page.select("main tbody tr"))
    assert "geweigerd" in eva
    assert "550 no such user" in eva
    assert "De server antwoordt niet meer." in jan
    assert "Volgende poging" in jan
    assert "te laat" in lea


def test_what_failed_is_no_everything(client_as, tell):
    tell("Eva", state=MessageState.STOPPED)
    page = client_as(Role.LEAD).page("/verzending")
    assert lead_line(page) == "Er wacht niets, maar 1 bericht kon niet worden bezorgd."


PRESSED = [
    # what is pressed, who goes again: of a refused, b stopped, c waiting
    (lambda a, b, c: {"one": a, "message": [b], "which": ""}, "a"),
    (lambda a, b, c: {"message": [a, b], "which": "chosen"}, "ab"),
    (lambda a, b, c: {"message": [b], "which": "all"}, "ab"),
]


@pytest.mark.parametrize(("pressed", "gone"), PRESSED, ids=["one", "chosen", "all"])
def test_one_chosen_or_all_go_again_to_the_address_of_today(
    app, given, client_as, tell, pressed, gone
):
    keys = {
        "a": tell("Eva", state=MessageState.REFUSED, last_error="550 no"),
        "b": tell("Jan", state=MessageState.STOPPED, tries=16),
        "c": tell("Lea"),
    }
    with given() as make:
        eva = make.session.scalars(select(Person).where(Person.name == "Eva")).one()
        make.reach(eva, "email", email="eva@nieuw.example")
    client_as(Role.LEAD).send("/verzending/opnieuw", pressed(*keys.values()))
    for name in "ab":
        row = row_of(app, keys[name])
        assert (row.state == "waiting", row.tries == 0 and name in gone) == (name in gone,) * 2
    assert row_of(app, keys["a"]).address == "eva@nieuw.example" or "a" not in gone
    with app.app_context():
        did = db.session().scalars(select(AuditEvent.did)).all()
    assert did.count("mail.tried_again") == len(gone)


@pytest.mark.parametrize(
    "sent", [{}, {"which": "chosen"}, {"which": "all"}, {"message": "x", "which": "chosen"}]
)
def test_nothing_chosen_says_so(client_as, tell, sent):
    tell("Eva")
    page = client_as(Role.LEAD).send("/verzending/opnieuw", sent, status=422)
    assert page.select_one(".refusal")


def test_twice_is_once_and_says_so(app, client_as, tell):
    key = tell("Eva", state=MessageState.REFUSED)
    lead = client_as(Role.LEAD)
    lead.send("/verzending/opnieuw", {"one": key})
    lead.send("/verzending/opnieuw", {"one": key}, status=422)


def test_what_waits_or_was_sent_is_not_sent_again(app, client_as, tell):
    key = tell("Eva")
    client_as(Role.LEAD).send("/verzending/opnieuw", {"one": key}, status=422)
    with app.app_context():
        deliver()
    client_as(Role.LEAD).send("/verzending/opnieuw", {"one": key}, status=422)
    assert row_of(app, key).state == "sent"


def test_a_link_that_ended_is_made_anew_once(app, client_as, tell, monkeypatch):
    key, port = tell("Eva"), free_port()
    lead = client_as(Role.LEAD)
    with clock.frozen_at(NOW + timedelta(days=401)):
        with app.app_context():
            assert deliver() == 0
        assert row_of(app, key).state == "useless"
        before = row_of(app, key).body
        page = lead.page("/verzending")
        assert page.select(f"button[formaction='/verzending/nieuw/{key}']")
        lead.send(f"/verzending/nieuw/{key}")
        lead.send(f"/verzending/nieuw/{key}", status=422)
        assert lead_line(lead.page("/verzending")).startswith("1 wacht sinds")
        monkeypatch.setitem(app.config, "SMTP_HOST", "localhost")
        monkeypatch.setitem(app.config, "SMTP_PORT", port)
        with app.app_context(), mail_server(port) as post:
            assert deliver() == 1
        (mail,) = post.mails
        link = next(
            word for word in mail.get_payload(decode=True).decode().split() if "/l/" in word
        )
        assert link not in before
        assert app.test_client().get(link).status_code == 302
        assert lead_line(lead.page("/verzending")) == "Alles is vertrokken."
    with app.app_context():
        did = db.session().scalars(select(AuditEvent.did)).all()
    assert did.count("message.renewed") == 1


def test_what_was_too_late_for_its_day_is_for_a_talk(client_as, tell):
    key = tell("Eva", state=MessageState.USELESS, useless_after=NOW)
    lead = client_as(Role.LEAD)
    assert lead.page("/verzending").says("Bel als het nog belangrijk is")
    lead.send(f"/verzending/nieuw/{key}", status=422)


def test_a_server_that_is_away_is_named(app, client_as, tell):
    tell("Eva")
    with app.app_context():
        for _ in range(3):
            channel_state.went_down("mail", "SSLCertVerificationError self-signed")
    page = client_as(Role.ADMIN).page("/verzending")
    assert page.says("De mailserver is weg sinds")
    assert page.says("Het certificaat van de server klopt niet")


@pytest.mark.parametrize(("waited", "alarms"), [(HOUR - timedelta(seconds=1), False), (HOUR, True)])
@pytest.mark.parametrize("role", sorted(GRANTS[May.DELIVERY_MANAGE]))
def test_after_an_hour_it_stands_on_today_and_in_health(
    client, client_as, tell, role, waited, alarms
):
    tell("Eva")
    someone = client_as(role)
    with clock.frozen_at(NOW + waited):
        today = someone.page("/vandaag")
        assert bool(today.select("#delivery-table a[href='/verzending']")) is alarms
        health = client.get("/gezond/klaar")
        assert health.status_code == 200
        assert health.text.startswith("ok\n")
        assert ("messages wait since" in health.text) is alarms
        page = someone.page("/verzending")
        assert bool(page.select("main .note--warn")) is alarms
    assert not client_as(Role.DESK).page("/vandaag").select("#delivery-table")


def test_who_leads_one_neighbourhood_sees_only_its_messages(given, client_of, tell):
    key = tell("Eva", state=MessageState.REFUSED)
    with given() as make:
        elsewhere = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
        make._municipality = make.municipality(phone="09 999 99 99")
        foreign = make.member(Role.LEAD).id
    for person_id in (elsewhere, foreign):
        other = client_of(person_id)
        assert lead_line(other.page("/verzending")) == "Alles is vertrokken."
        assert other.post("/verzending/opnieuw", data={"one": key}).status_code == 404
        assert other.post(f"/verzending/nieuw/{key}").status_code == 404
        other.send("/verzending/opnieuw", {"which": "all"}, status=422)
