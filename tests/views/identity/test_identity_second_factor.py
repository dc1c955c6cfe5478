"""Without the code of a phone a password opens nothing; a lost phone needs two colleagues."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import passwords
from renogroep.identity.models import Account, Person, RecoveryCode
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from tests.support.make import NOW
from tests.support.phones import code_of, secret_on
from tests.support.signing_in import person_of, reader_of

PASSWORD = "een zin die ik ken"  # noqa: S105
SET_UP, CODE = "/aanmelden/instellen", "/aanmelden/code"


@pytest.fixture(autouse=True)
def asked(app):
    """The usual roles are asked for a second factor."""
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    yield
    app.config["SECOND_FACTOR_ROLES"] = frozenset()


@pytest.fixture
def colleague(app, given):
    """``colleague(role)``: an address of somebody with a password, who never signed in."""

    def make_one(role):
        with given() as make:
            email = f"{role}@testgem.example"
            person = make.member(role, email=email)
            account = make.session.scalars(select(Account).where(Account.email == email)).one()
            passwords.set_password(make.session, account, PASSWORD, by=TICK)
            return person.id, email

    return make_one


def enter(client, email):
    answer = client.post("/aanmelden", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def set_up(client, at=SET_UP):
    """(the secret, the recovery codes)"""
    page = client.page(at)
    secret = secret_on(page)
    done = client.send(at, {**page.values(), "code": code_of(secret)}, status=200)
    codes = [one.get_text() for one in done.select("main li samp")]
    assert len(codes) == 10
    return secret, codes


@pytest.fixture
def lead(app, colleague):
    """Somebody whose phone is set up: (address, secret, recovery codes)."""
    _, email = colleague(Role.LEAD)
    return email, *set_up(enter(app.test_client(), email))


def later(minutes=5):
    return clock.frozen_at(NOW + timedelta(minutes=minutes))


def test_the_first_sign_in_leads_to_setting_it_up_and_nothing_else_opens(client, colleague):
    enter(client, colleague(Role.LEAD)[1])
    for page in ("/vandaag", "/pakketten", "/wachtwoord", "/mijn-aanmeldingen", CODE):
        assert client.get(page).location.startswith(SET_UP), page
    assert client.post("/wachtwoord", data={"password": "een heel andere zin"}).status_code == 401
    set_up(client, f"{SET_UP}?next=/pakketten")
    assert client.get("/pakketten").status_code == 200


def test_roles_that_decide_nothing_are_not_asked(client, colleague):
    enter(client, colleague(Role.CONTRACTOR_OWNER)[1])
    assert client.get("/vandaag").status_code == 200


def test_it_is_asked_of_who_set_it_up_by_choice(app, client, colleague):
    _, email = colleague(Role.CONTRACTOR_OWNER)
    set_up(enter(client, email), "/tweede-controle/instellen")
    assert enter(app.test_client(), email).get("/vandaag").location.startswith(CODE)


def test_a_copied_cookie_from_before_the_code_opens_nothing_after_it(app, client, lead):
    email, secret, _ = lead
    with later():
        enter(client, email)
        thief = app.test_client()
        with client.session_transaction() as ours, thief.session_transaction() as theirs:
            theirs.update(ours)
            token = ours.get("csrf_token")
        client.send(CODE, {"code": code_of(secret)})
        assert client.get("/pakketten").status_code == 200
        assert thief.get("/pakketten").location.startswith("/aanmelden?")
        with client.session_transaction() as ours:
            assert ours.get("csrf_token") != token or token is None


def test_a_code_works_once_and_the_next_one_again(app, lead):
    email, secret, _ = lead
    with later():
        one, other = (enter(app.test_client(), email) for _ in range(2))
        code = code_of(secret)
        one.send(f"{CODE}?next=/pakketten", {"code": code})
        page = other.send(CODE, {"code": code}, status=422)
        assert page.says("was used already")
        assert other.get("/pakketten").status_code == 302
        other.send(CODE, {"code": code_of(secret, steps=1)})
        assert other.get("/pakketten").status_code == 200


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "x", "abcd-efgh-ijkm-npqr"])
def test_a_code_that_is_none_is_refused_beside_its_field(client, lead, typed):
    enter(client, lead[0])
    assert client.send(CODE, {"code": typed}, status=422).select("#code-error")


def test_arabic_digits_are_digits(client, lead):
    email, secret, _ = lead
    with later():
        enter(client, email)
        arabic = code_of(secret).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        client.send(CODE, {"code": arabic})
        assert client.get("/pakketten").status_code == 200


def test_guesses_at_a_code_wait(client, lead):
    email, secret, _ = lead
    with later():
        enter(client, email)
        for n in range(5):
            client.send(CODE, {"code": f"00000{n}"}, status=422)
        page = client.send(CODE, {"code": code_of(secret)}, status=422)
        assert page.says("Seconds to wait: 1.")


def test_a_recovery_code_opens_once_and_says_how_many_are_left(app, lead):
    email, _, codes = lead
    one, other = (enter(app.test_client(), email) for _ in range(2))
    answer = one.post(CODE, data={"code": codes[3].upper().replace("-", " ")})
    assert one.page(answer.location).says("Recovery codes left: 9 of 10.")
    assert other.send(CODE, {"code": codes[3]}, status=422).select("#code-error")
    with app.app_context():
        kept = db.session().scalars(select(RecoveryCode.code_hash)).all()
        assert not set(kept) & set(codes)


def test_new_recovery_codes_end_the_old_ones(app, client, lead):
    email, _, codes = lead
    enter(client, email)
    client.send(CODE, {"code": codes[0]})
    page = client.send("/tweede-controle/codes", status=200)
    fresh = [one.get_text() for one in page.select("main li samp")]
    other = enter(app.test_client(), email)
    other.send(CODE, {"code": codes[1]}, status=422)
    other.send(CODE, {"code": fresh[1]})


def test_a_wrong_first_code_keeps_the_secret_on_the_page(client, colleague):
    enter(client, colleague(Role.ADVISOR)[1])
    page = client.page(SET_UP)
    again = client.send(SET_UP, {**page.values(), "code": "000000"}, status=422)
    assert secret_on(again) == secret_on(page)
    made_up = client.send(SET_UP, {"secret": "x", "code": "000000"}, status=422)
    assert secret_on(made_up) != secret_on(page)


def test_the_secret_of_another_account_is_not_taken(app, colleague):
    one = enter(app.test_client(), colleague(Role.ADVISOR)[1])
    other = enter(app.test_client(), colleague(Role.LEAD)[1])
    page = one.page(SET_UP)
    code = code_of(secret_on(page))
    other.send(SET_UP, {**page.values(), "code": code}, status=422)
    assert other.get("/pakketten").status_code == 302


def test_the_secret_is_sealed_in_the_database(app, lead):
    with app.app_context():
        kept = db.session().scalars(select(Account.totp_secret)).one()
    assert lead[1].encode() not in kept


@pytest.fixture
def two_admins(app, given, colleague):
    """(the one who asks, a team lead who confirms), signed in with both factors."""
    browsers = []
    for role in (Role.ADMIN, Role.TEAM_LEAD):
        _, email = colleague(role)
        browsers.append(enter(app.test_client(), email))
        set_up(browsers[-1])
    return browsers


def key_of_lead(app):
    with app.app_context():
        return person_of("lead@testgem.example").id


def test_a_lost_phone_needs_somebody_else_to_confirm(app, lead, two_admins):
    admin, team_lead = two_admins
    key = key_of_lead(app)
    inside = enter(app.test_client(), lead[0])
    inside.send(CODE, {"code": lead[2][0]})
    for _ in range(2):  # asked twice is asked once
        admin.send(f"/mensen/{key}/tweede-controle-verloren")
    refused = admin.send(f"/tweede-controle/verloren/{key}", status=422)
    assert refused.says("Somebody else must confirm this")
    assert inside.get("/pakketten").status_code == 200
    assert team_lead.page("/tweede-controle/verloren").says("Confirm: I talked to")
    for _ in range(2):
        team_lead.send(f"/tweede-controle/verloren/{key}")
    assert inside.get("/pakketten").status_code == 302
    again = enter(app.test_client(), lead[0])
    assert again.get("/vandaag").location.startswith(SET_UP)
    with app.app_context():
        mails = db.session().scalars(select(OutboxMessage.key)).all()
    assert [key.split(":")[0] for key in mails] == ["second_lost", "second_taken"]


def test_nobody_confirms_for_oneself_and_a_day_later_it_is_over(app, colleague, two_admins):
    admin, team_lead = two_admins
    team_lead_key = reader_of(app, team_lead)
    admin.send(f"/mensen/{team_lead_key}/tweede-controle-verloren")
    team_lead.send(f"/tweede-controle/verloren/{team_lead_key}", status=422)
    with clock.frozen_at(NOW + timedelta(days=1)):
        _, email = colleague(Role.ADVISOR)
        with app.app_context():
            asked = db.session().scalars(select(Account).where(Account.lost_asked_at.is_not(None)))
            from renogroep.identity.actions.second_factor import is_asked

            assert [is_asked(row) for row in asked] == [False]


def test_there_is_nothing_to_take_away_from_who_has_none(app, colleague, two_admins):
    key, _ = colleague(Role.ADVISOR)
    page = two_admins[0].send(f"/mensen/{key}/tweede-controle-verloren", status=422)
    assert page.says("no second check that could be taken away")


def test_when_it_is_off_nobody_is_asked(app, client, lead):
    app.config["SECOND_FACTOR_ROLES"] = frozenset()
    enter(client, lead[0])
    assert client.get("/pakketten").status_code == 200
    with app.app_context():
        assert db.session().scalars(select(Person.id)).first()
