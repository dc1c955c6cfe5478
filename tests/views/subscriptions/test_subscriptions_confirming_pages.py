"""Pages on which an interest is confirmed: with the code of a letter, and by staff on the phone."""

import pytest
from sqlalchemy import func, select

from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.subscriptions.actions import asking, coming_in, interest
from renogroep.subscriptions.actions.codes import make_code
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.codes import CodeKind
from renogroep.subscriptions.rules.coming_in import Sender
from tests.support.make_subscriptions import ANSWERS, place, sender


@pytest.fixture
def typed_in(app, given):
    """Three interests for one home: by letter, by mobile, and a mail that was one too many."""
    with given() as make:
        at = place(make)
        places = (at.package_id, at.address_id)
    with app.test_request_context(), db.transaction() as session:
        package, address = (
            session.get(kind, key)
            for kind, key in zip((type(at.package), type(at.address)), places, strict=True)
        )
        letter = coming_in.read_contact("letter", "", address)
        people = [
            Sender("Jef Brief", letter, "nl", network="203.0.113.7"),
            sender("Mia Gsm", "mobile", "+32470123456"),
            *[sender("Bot", value="bot@example.org") for _ in range(4)],
        ]
        rows = [
            interest.register_interest(
                session, package=package, address=address, answers=ANSWERS, sender=who, by=By(None)
            )
            for who in people
        ]
        body = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).first()
        code = next(line for line in body.splitlines() if len(line) == 11 and line[5] == "-")
        digits = make_code(
            session,
            person=rows[1].person,
            purpose=asking.CONFIRM,
            subject_id=rows[1].id,
            kind=CodeKind.DIGITS,
        )
        return {
            "code": code,
            "digits": digits,
            "letter": rows[0].id,
            "mobile": rows[1].id,
            "reference": rows[1].reference,
            "held": rows[5].id,
            "sent": rows[4].id,
        }


def state(app, key):
    with app.app_context():
        return db.session().get_one(Subscription, key).state


def happened(app):
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(AuditEvent))


def test_the_code_of_a_letter_confirms_without_signing_in(app, client, typed_in):
    client.send("/bevestig", {"code": typed_in["code"].lower()}, status=303)
    page = client.page("/bevestig/klaar")
    assert page.says("Your interest is confirmed.")
    assert not page.says("Jef Brief")
    assert state(app, typed_in["letter"]) == "subscribed"
    before = happened(app)
    client.send("/bevestig", {"code": typed_in["code"]}, status=303)
    assert happened(app) == before
    assert client.get("/mijn-woning").status_code in (302, 401)


def test_who_comes_second_reads_whom_to_call(app, client, typed_in):
    client.send("/bevestig", {"code": typed_in["code"]}, status=303)
    client.page("/bevestig/klaar")
    client.send(
        "/bevestig", {"code": typed_in["digits"], "reference": typed_in["reference"]}, status=303
    )
    assert client.page("/bevestig/klaar").says(
        "We cannot note an interest for this home here. Call us"
    )
    assert state(app, typed_in["mobile"]) == "interested"


@pytest.mark.parametrize("typed", ["ABCDE-23456", "12", "x" * 41, ""])
def test_a_wrong_code_is_said_and_kept_in_the_field(app, client, typed_in, typed):
    before = happened(app)
    page = client.send("/bevestig", {"code": typed}, status=422)
    assert page.select_one("#code").get("value", "") == typed
    assert page.select_one("[role=alert]")
    assert happened(app) == before


def test_five_wrong_tries_end_six_digits(app, client, typed_in):
    wrong = f"{(int(typed_in['digits']) + 1) % 1000000:06d}"
    for code in [wrong] * 5 + [typed_in["digits"]]:
        answer = client.post("/bevestig", data={"code": code, "reference": typed_in["reference"]})
        assert answer.status_code == 303
        assert client.page(answer.location).says("This code is not good.")
    assert state(app, typed_in["mobile"]) == "interested"


def test_the_number_of_the_link_stands_in_its_field(client):
    assert (
        client.page("/bevestig?nummer=RG-AB12-3").select_one("#reference")["value"] == "RG-AB12-3"
    )


def test_the_desk_confirms_who_is_on_the_phone(app, client_as, typed_in):
    desk = client_as(Role.DESK)
    page = desk.page("/nakijken")
    assert page.says("Mia Gsm")
    assert page.says("Call and ask whether it is theirs.")
    assert page.says("Nothing was sent: too many at once.")
    assert not page.says("Jef Brief")  # the letter asks it
    form = page.select_one(f"form[action$='/{typed_in['mobile']}/bevestigen']")
    sent = {"version": form.select_one("[name=version]")["value"]}
    desk.send(form["action"], sent, status=303)
    assert not desk.page("/nakijken").select(f"form[action$='/{typed_in['mobile']}/bevestigen']")
    assert state(app, typed_in["mobile"]) == "subscribed"


def test_the_desk_removes_what_is_ticked_and_says_why(app, client_as, typed_in):
    desk = client_as(Role.DESK)
    page = desk.send("/nakijken/verwijderen", {"reason": "Grap"}, status=422)
    assert page.says("Tick what you want to remove.")
    ticked = {"interest": [str(typed_in["held"])]}
    page = desk.send("/nakijken/verwijderen", {**ticked, "reason": " "}, status=422)
    assert page.says("Say why you remove this.")
    desk.send("/nakijken/verwijderen", {**ticked, "reason": "Grap"}, status=303)
    desk.send("/nakijken/verwijderen", {**ticked, "reason": "Grap"}, status=303)
    assert state(app, typed_in["held"]) == "withdrawn"
    assert state(app, typed_in["sent"]) == "interested"


def test_what_is_out_of_reach_is_not_there(app, given, client_of, typed_in):
    with given() as make:
        elsewhere = make.neighbourhood(name="Stationswijk")
        person_id = make.member(Role.ADVISOR, neighbourhood_id=elsewhere.id).id
    advisor = client_of(person_id)
    assert not advisor.page("/nakijken").says("Mia Gsm")
    assert not advisor.page("/brieven").says("Mia Gsm")
    url = f"/nakijken/{typed_in['mobile']}/bevestigen"
    advisor.send(url, {"version": "1"}, status=404)
    forged = {"interest": [str(typed_in["mobile"])], "reason": "x"}
    advisor.send("/nakijken/verwijderen", forged, status=404)
    assert state(app, typed_in["mobile"]) == "interested"


def test_an_old_page_of_the_desk_changes_nothing(app, client_as, typed_in):
    url = f"/nakijken/{typed_in['mobile']}/bevestigen"
    client_as(Role.DESK).send(url, {"version": "99"}, status=409)
    assert state(app, typed_in["mobile"]) == "interested"


def test_the_call_stands_in_the_list_of_calls_of_who_works_there(client_as, typed_in):
    assert client_as(Role.DESK).page("/brieven").says("Mia Gsm")
