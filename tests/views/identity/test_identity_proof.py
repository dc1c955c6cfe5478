"""What matters to others asks who one is, once more; then it goes on with what was typed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import passwords
from renogroep.identity.models import Account, ClaimRole, Organisation
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra import db
from renogroep.infra.access import PUBLIC, Role
from renogroep.infra.acts import TICK
from renogroep.web.fresh import ACTS, FILES
from tests.support.make import NOW
from tests.support.phones import code_of, secret_on

PASSWORD = "een zin die ik ken"  # noqa: S105
PAGE = "/mensen/organisatie"
TYPED = {"name": "Energiehuis Ü", "kind": "energy_house"}


@pytest.fixture
def admin(given, client_of):
    with given() as make:
        person = make.member(Role.ADMIN)
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, PASSWORD, by=TICK)
        key = person.id
    browser = client_of(key)
    browser.comes_back = None
    return browser


def later(minutes, seconds=0):
    return clock.frozen_at(NOW + timedelta(minutes=minutes, seconds=seconds))


def kept(app):
    with app.app_context():
        names = db.session().scalars(select(Organisation.name)).all()
        return TYPED["name"] in names


def test_within_ten_minutes_nothing_is_asked(app, admin):
    with later(10):
        admin.send(PAGE, TYPED)
    assert kept(app)


def test_after_ten_minutes_it_is_asked_and_the_act_goes_on_with_what_was_typed(app, admin):
    with later(10, 1):
        asks = admin.send(PAGE, TYPED, status=401)
        assert asks.heading == "Is it really you?"
        assert TYPED["name"] not in str(asks)
        assert not kept(app)
        wrong = admin.send(PAGE, {**asks.values(), "password": "mis"}, status=422)
        assert wrong.select("#password-error")
        assert not kept(app)
        admin.send(PAGE, {**wrong.values(), "password": PASSWORD})
        assert kept(app)
        admin.send(PAGE, {**TYPED, "name": "Nog een"})  # proved just now


def test_what_gives_roles_by_the_official_sign_in_is_asked_too(app, admin):
    with app.app_context():
        office = db.session().scalars(select(Organisation.id)).first()
    row = {"code": "OVO1", "claim": "Baas", "organisation": office, "role": "admin"}
    with later(10, 1):
        asks = admin.send("/instellingen/aanmelden", row, status=401)
        assert asks.heading == "Is it really you?"
        with app.app_context():
            assert db.session().scalars(select(ClaimRole)).all() == []


def test_looking_is_not_asked(admin):
    with later(30):
        assert admin.get(PAGE).status_code == 200
        assert admin.get("/mensen").status_code == 200


def test_what_waits_for_one_page_goes_on_nowhere_else(app, admin):
    with later(11):
        asks = admin.send("/mensen/nieuw", {"name": TYPED["name"]}, status=401)
        admin.send(PAGE, {**asks.values(), "password": PASSWORD}, status=422)
        assert not kept(app)


def test_guesses_count(app, admin):
    with later(11):
        page = admin.send(PAGE, TYPED, status=401)
        for _ in range(5):
            page = admin.send(PAGE, {**page.values(), "password": "mis"}, status=422)
        page = admin.send(PAGE, {**page.values(), "password": PASSWORD}, status=422)
        assert page.says("Seconds to wait: 1.")
    assert not kept(app)


def test_who_has_a_phone_gives_its_code(app, admin):
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    try:
        page = admin.page("/aanmelden/instellen")
        secret = secret_on(page)
        admin.send("/aanmelden/instellen", {**page.values(), "code": code_of(secret)}, status=200)
        with later(11):
            asks = admin.send(PAGE, TYPED, status=401)
            admin.send(PAGE, {**asks.values(), "password": PASSWORD}, status=422)
            admin.send(PAGE, {**asks.values(), "code": code_of(secret)})
    finally:
        app.config["SECOND_FACTOR_ROLES"] = frozenset()
    assert kept(app)


def test_a_file_with_names_asks_first_and_then_comes(given, client_as):
    firm = client_as(Role.CONTRACTOR_OWNER)
    with given() as make:
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, PASSWORD, by=TICK)
    firm.comes_back = None
    with later(11):
        answer = firm.get("/werklijst.csv")
        assert answer.location.startswith("/bewijs?next=")
        firm.page(answer.location)
        firm.send(answer.location, {"password": "mis"}, status=422)
        assert firm.post(answer.location, data={"password": PASSWORD}).location == "/werklijst.csv"
        assert firm.get("/werklijst.csv").status_code == 200


def test_the_list_names_pages_that_exist_and_take_a_form(app):
    methods = {rule.endpoint: rule.methods for rule in app.url_map.iter_rules()}
    assert all("POST" in methods[page] for page in ACTS)
    assert all("GET" in methods[page] for page in FILES)
    assert all(app.view_functions[page].permission != PUBLIC for page in ACTS | FILES)
