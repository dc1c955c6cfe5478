"""The only administrator lost phone and codes: whoever has a shell on the server is the second person."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from renogroep.identity.actions import passwords, second_factor
from renogroep.identity.models import Account, RecoveryCode
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.web.commands import main
from tests.support.phones import code_of

EMAIL, OTHER = "nele@testgem.example", "piet@testgem.example"
PASSWORD = "een zin die ik ken"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def people(app, given):
    """(the only administrator, a colleague), each with a phone; gives their ids."""
    keys = []
    for email, role in ((EMAIL, Role.ADMIN), (OTHER, Role.LEAD)):
        with given() as make:
            person = make.member(role, email=email)
            account = make.session.scalars(select(Account).where(Account.email == email)).one()
            passwords.set_password(make.session, account, PASSWORD, by=TICK)
            second_factor.set_up(make.session, account, SECRET, code_of(SECRET), by=TICK)
            keys.append(person.id)
    return keys


def lost_phone(app, email, code=0):
    with app.app_context():
        answer = CliRunner().invoke(main, ["lost-phone", email])
    assert answer.exit_code == code, answer.output + repr(answer.exception)
    return answer.output


def events(app):
    with app.app_context():
        rows = db.session().scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(row.did, row.facts) for row in rows if row.did.startswith("account.s")]


def test_phone_codes_and_sessions_of_one_account_are_gone(app, people, client_of):
    nele, piet = client_of(people[0]), client_of(people[1])
    before = len(events(app))
    said = lost_phone(app, EMAIL)
    assert EMAIL in said
    assert "open nothing any more" in said
    assert nele.get("/mijn-aanmeldingen").status_code in {302, 401}
    assert piet.get("/mijn-aanmeldingen").status_code == 200
    with app.app_context():
        rows = db.session().scalars(select(Account).order_by(Account.email)).all()
        assert [row.totp_secret is None for row in rows] == [True, False]
        codes = select(func.count()).select_from(RecoveryCode)
        mine = codes.where(RecoveryCode.account_id == rows[0].id)
        assert db.session().scalar(mine) == 0
        assert db.session().scalar(codes) == 10
        (mail,) = db.session().scalars(select(OutboxMessage)).all()
        assert mail.address == EMAIL
        assert "Wie onze server beheert" in mail.body
    assert events(app)[before:] == [
        ("account.second_taken", {"on_server": True}),
        ("account.signed_out_everywhere", {}),
    ]


def test_at_the_next_sign_in_a_phone_is_set_up_anew(app, people, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR_ROLES", ROLES)
    lost_phone(app, EMAIL)
    client = app.test_client()
    client.post("/aanmelden", data={"email": EMAIL, "password": PASSWORD})
    assert client.get("/vandaag").location.startswith("/aanmelden/instellen")


def test_what_cannot_be_taken_away_is_said_and_changes_nothing(app, people):
    assert "There is no account" in lost_phone(app, "niemand@example.org", code=1)
    lost_phone(app, EMAIL)
    before = events(app)
    assert "no second check" in lost_phone(app, EMAIL, code=1)
    assert events(app) == before
