"""A session that ended while a form was sent: sign in, then the form with what was typed."""

import pytest
from sqlalchemy import select

from renogroep.identity.actions import passwords
from renogroep.identity.models import Account, Organisation
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.html import Page
from tests.support.phones import code_of, secret_on

PASSWORD = "een zin die ik ken"  # noqa: S105
PAGE = "/mensen/organisatie"
NAME = "Energiehuis Ü & co"


@pytest.fixture(autouse=True)
def tokens(app):
    """As on the street: a form of another session is not taken."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def admins(given):
    """The addresses of two administrators."""
    emails = ["een@testgem.example", "twee@testgem.example"]
    with given() as make:
        for email in emails:
            make.member(Role.ADMIN, email=email)
        for account in make.session.scalars(select(Account)):
            passwords.set_password(make.session, account, PASSWORD, by=TICK)
    return emails


def enter(client, email):
    page = client.page("/aanmelden")
    client.send("/aanmelden", {**page.values(), "email": email, "password": PASSWORD})
    return client


def typed(client):
    return {**client.page(PAGE).values(), "name": NAME, "kind": "energy_house"}


def sign_out(client):
    form = client.page(PAGE).select_one("form[action='/afmelden']")
    client.send("/afmelden", {"csrf_token": form.select_one("input")["value"]})


def again(client, page, email):
    """Sign in on the page that came instead; the answer, wherever it led."""
    form = page.select_one("main form")
    values = {**page.values(), "email": email, "password": PASSWORD}
    return client.post(form["action"], data=values, follow_redirects=True)


def name_on(answer):
    field = Page(answer.text, "html.parser").select_one("#name")
    return field and field.get("value", "")


def test_the_form_is_there_again_and_nothing_was_saved(app, client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    page = client.send(PAGE, form, status=401)
    assert page.heading == "Sign in"
    assert NAME not in str(page)
    answer = again(client, page, admins[0])
    assert (answer.status_code, name_on(answer)) == (200, NAME)
    with app.app_context():
        assert NAME not in db.session().scalars(select(Organisation.name)).all()
    ready = Page(answer.text, "html.parser")
    client.send(PAGE, {**ready.values(), "kind": "energy_house"})


def test_it_survives_a_wrong_password(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    page = client.send(PAGE, form, status=401)
    action = page.select_one("main form")["action"]
    page = client.send(action, {**page.values(), "email": admins[0], "password": "mis"}, status=422)
    assert name_on(again(client, page, admins[0])) == NAME


def test_another_account_starts_empty(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    page = client.send(PAGE, form, status=401)
    answer = again(client, page, admins[1])
    assert answer.status_code == 200
    assert name_on(answer) == ""
    assert NAME not in answer.text


def test_a_form_of_another_who_signed_in_meanwhile_is_not_theirs(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    enter(client, admins[1])
    sign_out(client)
    page = client.send(PAGE, form, status=401)
    assert name_on(again(client, page, admins[1])) == ""


def test_a_form_that_we_did_not_make_is_not_carried(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    page = client.send(PAGE, {**form, "csrf_token": "x"}, status=400)
    assert not page.select("input[name=carried]")


def test_a_password_and_more_than_64_kb_do_not_pass(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    client.send(PAGE, {**form, "name": "x" * 65_000, "password": "y" * 2_000}, status=401)
    page = client.send(PAGE, {**form, "name": "x" * 66_000}, status=400)
    assert not page.select("input[name=carried]")


def test_it_passes_the_code_of_a_phone_too(app, client, admins):
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    try:
        enter(client, admins[0])
        page = client.page("/aanmelden/instellen")
        secret = secret_on(page)
        code = {**page.values(), "code": code_of(secret)}
        client.send("/aanmelden/instellen", code, status=200)
        form = typed(client)
        sign_out(client)
        page = client.send(PAGE, form, status=401)
        asks = Page(again(client, page, admins[0]).text, "html.parser")
        assert asks.heading == "Type the code of your phone"
        values = {**asks.values(), "code": code_of(secret, steps=1)}
        url = f"/aanmelden/code?next={PAGE}"
        assert name_on(client.post(url, data=values, follow_redirects=True)) == NAME
    finally:
        app.config["SECOND_FACTOR_ROLES"] = frozenset()


def test_a_page_that_only_takes_forms_is_opened_with_a_button(client, admins):
    form = typed(enter(client, admins[0]))
    button = "/mensen/rol/1/einde"
    sign_out(client)
    page = client.send(button, {"csrf_token": form["csrf_token"]}, status=401)
    answer = Page(again(client, page, admins[0]).text, "html.parser")
    assert answer.heading == "You are signed in again"
    shown = client.send(button, answer.values(), status=200)
    assert shown.heading == "People and roles"
    assert client.page("/aanmelden/formulier", status=302)


def test_it_is_shown_once(client, admins):
    form = typed(enter(client, admins[0]))
    sign_out(client)
    page = client.send(PAGE, form, status=401)
    assert name_on(again(client, page, admins[0])) == NAME
    assert name_on(client.get(PAGE)) == ""
