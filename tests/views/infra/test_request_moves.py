"""Who comes in, goes over or answers somewhere else does so in that municipality, and is then there."""

import pytest
from flask import request_finished
from sqlalchemy import select, text

from renogroep.identity.actions import invitations
from renogroep.identity.models import Municipality, Person, SignedLink
from renogroep.identity.queries import own_account
from renogroep.infra import tenant
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db, everywhere, session, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.tenant import NotFenced, TenantChanged, acting_for, elsewhere, move_to
from tests.support.municipalities import EMAIL, enter, works_for_two
from tests.support.signing_in import reader_of

DATABASES = ("sqlite",)
DOOR = "wijk.zulgem.example"


@pytest.fixture
def two(given):
    """The second has its own front door; the first is at the shared one."""
    with given() as make:
        return works_for_two(make, host=DOOR)


@pytest.fixture
def asked(given):
    """The second asks, and no answer was given."""
    with given() as make:
        two = works_for_two(make, hangs=False)
        there = make.session.get_one(Person, two.there)
        account = own_account(make.session, two.here)
        invitations.invite(make.session, account, there, by=TICK)
        return two


@pytest.fixture
def said(app):
    """Of which municipality each request was, at its end."""
    found = []
    with request_finished.connected_to(lambda *_, **__: found.append(tenant.current()), app):
        yield found


def trail(app, did):
    """In whose trail that stands."""
    with app.app_context():
        of = select(AuditEvent.municipality_id).where(AuditEvent.did == did)
        return session().scalars(of.order_by(AuditEvent.id)).all()


@pytest.mark.parametrize("host", ["localhost", DOOR])
def test_a_sign_in_is_of_where_one_begins(app, two, said, host):
    begins = two.away if host == DOOR else two.home
    enter(app.test_client(), base_url=f"http://{host}")
    assert said == [begins]
    assert trail(app, "account.signed_in") == [begins]


@pytest.mark.parametrize("host", ["localhost", DOOR])
def test_a_link_for_a_new_password_is_of_where_one_begins(app, client, two, host):
    client.post("/aanmelden/link", data={"email": EMAIL}, base_url=f"http://{host}")
    with app.app_context():
        (mail,) = session().execute(
            select(OutboxMessage.municipality_id, OutboxMessage.person_id).where(
                OutboxMessage.key.startswith("new_password")
            )
        )
    assert tuple(mail) == ((two.away, two.there) if host == DOOR else (two.home, two.here))
    assert trail(app, "account.new_password_asked") == [mail.municipality_id]


def test_a_switch_is_in_the_trail_of_where_one_goes(app, given, two, said):
    with given() as make:
        make.session.get_one(Municipality, two.away).host = None
    client = enter(app.test_client())
    said.clear()
    client.post(f"/wissel/{two.away}")
    assert said == [two.away]
    assert trail(app, "session.municipality_changed") == [two.away]
    assert client.get("/vandaag").status_code == 200
    assert said == [two.away, two.away]


@pytest.mark.parametrize(
    ("answer", "did"), [("yes", "invitation.accepted"), ("no", "invitation.declined")]
)
def test_an_answer_is_in_the_trail_of_who_asked(app, asked, said, answer, did):
    client = enter(app.test_client())
    with app.app_context():
        key = session().scalars(select(SignedLink.id).where(SignedLink.purpose == "join")).one()
    said.clear()
    client.send(f"/wissel/uitnodiging/{key}", {"answer": answer})
    assert said == [asked.home]
    assert trail(app, did) == [asked.away]
    assert reader_of(app, client) == asked.here


@pytest.fixture
def fenced(app, two):
    with tenant.afresh(), app.test_request_context(), acting_for(two.home):
        yield two


def test_elsewhere_lets_go_of_what_was_loaded_and_comes_back(fenced):
    mine = session().get_one(Person, fenced.here)
    with elsewhere(fenced.away):
        assert mine not in session()
        assert session().get(Person, fenced.here) is None
        assert session().get_one(Person, fenced.there).municipality_id == fenced.away
    assert session().get(Person, fenced.there) is None
    assert session().get_one(Person, fenced.here).municipality_id == fenced.home


def test_elsewhere_in_the_same_municipality_keeps_what_was_loaded(fenced):
    mine = session().get_one(Person, fenced.here)
    with elsewhere(fenced.home):
        assert mine in session()
    assert mine in session()


def test_whoever_moved_is_there_from_then_on(fenced):
    session().get_one(Person, fenced.here)
    move_to(fenced.away)
    assert tenant.current() == fenced.away
    assert session().get(Person, fenced.here) is None
    assert session().get(Person, fenced.there) is not None


def test_nobody_leaves_in_the_midst_of_a_transaction(fenced):
    with transaction():
        with pytest.raises(TenantChanged), elsewhere(fenced.away):
            pass
        with pytest.raises(TenantChanged):
            move_to(fenced.away)
        assert tenant.current() == fenced.home


def test_what_reads_across_reads_across_beside_it(fenced):
    with everywhere() as across:
        keys = across.scalars(select(Person.id).where(Person.id.in_([fenced.here, fenced.there])))
        assert set(keys) == {fenced.here, fenced.there}


def test_every_engine_is_fenced(fenced):
    for engine in db.engines.values():
        with engine.connect() as connection:
            assert connection.scalars(select(Person.id)).all() == [fenced.here]
            with pytest.raises(NotFenced):
                connection.execute(text("SELECT 1"))
