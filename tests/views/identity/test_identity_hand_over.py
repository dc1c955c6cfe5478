"""A municipality with a front door of its own: one goes over once, within a minute, in one browser."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Municipality, WebSession
from renogroep.identity.queries import token_hash
from renogroep.infra.db import session, transaction
from tests.support.html import Page
from tests.support.make import NOW
from tests.support.municipalities import EMAIL, PASSWORD, enter, municipality_of, works_for_two
from tests.support.signing_in import reader_of

DOOR = "wijk.zulgem.example"
THERE = f"http://{DOOR}"
REFUSED = "We could not bring you to the other municipality"


@pytest.fixture
def two(given):
    with given() as make:
        return works_for_two(make, host=DOOR)


@pytest.fixture
def browser(app, two):
    return enter(app.test_client())


def asks(browser, next_page=""):
    """The other door asks: the page here with the button to go over."""
    page = browser.page("/wissel" + (f"?next={next_page}" if next_page else ""))
    (link,) = [a["href"] for a in page.select("main a") if DOOR in a["href"]]
    return asked_by(browser, link)


def asked_by(client, link):
    answer = client.get(link)
    assert answer.status_code == 302, link
    assert answer.location.startswith("http://localhost/wissel/naar/")
    return answer.location


def given_by(browser, address):
    """What the button sends, and where."""
    answer = browser.get(address)
    assert answer.status_code == 200
    assert f"form-action 'self' {THERE};" in answer.headers["Content-Security-Policy"] + ";"
    (form,) = [
        form
        for form in Page(answer.text, "html.parser").select("form")
        if form.select("[name=overdracht]")
    ]
    assert form["action"] == f"{THERE}/overdracht"
    return {field["name"]: field["value"] for field in form.select("input")}


def comes_back(client, fields):
    answer = client.post("/overdracht", data=fields, base_url=THERE)
    assert answer.status_code == 303
    assert answer.location == "/overdracht/binnen"
    return client.get(answer.location, base_url=THERE)


def reader_there(app, client):
    with client.session_transaction(base_url=THERE) as cookie:
        token = cookie.get("_user_id", "")
    with app.app_context():
        row = session().scalars(
            select(WebSession).where(WebSession.token_hash == token_hash(token))
        )
        found = row.one_or_none()
        return found.person_id if found else None


def refused(app, client, answer):
    """In words, with nobody signed in."""
    page = Page(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.says(REFUSED)
    assert reader_there(app, client) is None
    assert client.get("/vandaag", base_url=THERE).status_code == 302


def test_one_goes_over_and_is_signed_in_at_both(app, browser, two):
    answer = comes_back(browser, given_by(browser, asks(browser, "/dossiers")))
    assert (answer.status_code, answer.location) == (303, "/dossiers")
    assert reader_there(app, browser) == two.there
    assert browser.get("/vandaag", base_url=THERE).status_code == 200
    assert reader_of(app, browser) == two.here
    with app.app_context():
        rows = session().scalars(select(WebSession).order_by(WebSession.id)).all()
        assert [(row.created_at, row.proved_at) for row in rows] == [
            (rows[0].created_at, rows[0].proved_at)
        ] * 2


def test_twice_is_refused(app, browser, two):
    fields = given_by(browser, asks(browser))
    assert comes_back(browser, fields).status_code == 303
    browser.post("/afmelden", base_url=THERE)
    refused(app, browser, comes_back(browser, fields))


def test_twice_with_the_same_state_is_refused(app, browser, two):
    """Whoever copied the cookies of the other door and what the button sent."""
    fields = given_by(browser, asks(browser))
    kept = browser.get_cookie("hand_over", domain=DOOR, path="/overdracht")
    assert comes_back(browser, fields).status_code == 303
    thief = app.test_client()
    thief.set_cookie("hand_over", kept.value, domain=DOOR, path="/overdracht")
    refused(app, thief, comes_back(thief, fields))


def test_the_state_of_another_browser_is_refused(app, browser, two):
    fields = given_by(browser, asks(browser))
    other = app.test_client()
    asked_by(other, f"{THERE}/overdracht?terug=localhost&voor={two.away}")
    refused(app, other, comes_back(other, fields))
    refused(app, app.test_client(), comes_back(app.test_client(), fields))
    assert comes_back(browser, fields).status_code == 303  # its own is good still


def test_somebody_who_is_lured_gives_a_hand_over_that_opens_nothing_of_theirs(app, browser, two):
    """A link with the state of whoever sent it: the button brings their own browser nowhere."""
    sender = app.test_client()
    address = asked_by(sender, f"{THERE}/overdracht?terug=localhost&voor={two.away}")
    refused(app, browser, comes_back(browser, given_by(browser, address)))


@pytest.mark.parametrize(("seconds", "works"), [(59, True), (60, False)])
def test_it_works_for_a_minute(app, browser, two, seconds, works):
    with clock.frozen_at(NOW):
        client = enter(app.test_client())
        fields = given_by(client, asks(client))
    with clock.frozen_at(NOW + timedelta(seconds=seconds)):
        answer = comes_back(client, fields)
        assert answer.status_code == (303 if works else 422)


def test_a_session_that_ended_meanwhile_opens_nothing(app, browser, two):
    fields = given_by(browser, asks(browser))
    browser.post("/afmelden")
    refused(app, browser, comes_back(browser, fields))


@pytest.mark.parametrize("fields", [{"overdracht": "x"}, {"overdracht": "x" * 5000}])
def test_nonsense_is_refused_in_words(app, two, fields):
    client = app.test_client()
    assert client.post("/overdracht", base_url=THERE).status_code == 400
    refused(app, client, comes_back(client, fields))
    assert client.get("/overdracht/binnen", base_url=THERE).status_code == 422
    client.set_cookie("handed_over", "nonsense", domain=DOOR, path="/overdracht")
    assert client.get("/overdracht/binnen", base_url=THERE).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        "/overdracht",
        "/overdracht?terug=elders.example&voor=1",  # nobody is sent to another's site
        "/overdracht?terug=localhost",
        "/overdracht?terug=localhost&voor=x",
        f"/overdracht?terug={DOOR}&voor=1",  # that is here
    ],
)
def test_a_door_only_asks_one_of_our_own(app, two, asked):
    assert app.test_client().get(asked, base_url=THERE).status_code == 404


@pytest.mark.parametrize("state", ["", "x", "<script>" * 6, "a" * 44])
def test_a_state_that_no_door_made_gets_nothing(browser, two, state):
    assert browser.get(f"/wissel/naar/{two.away}?staat={state}").status_code == 404


def test_a_hand_over_is_no_link_to_a_page(app, browser, two):
    fields = given_by(browser, asks(browser))
    state = browser.get_cookie("hand_over", domain=DOOR, path="/overdracht").value
    for token in (fields["overdracht"], f"{fields['overdracht']}.{state}"):
        assert app.test_client().get(f"/l/{token}").status_code == 404


def test_at_its_own_door_one_begins_there(app, two):
    client = app.test_client()
    answer = client.post("/aanmelden", data={"email": EMAIL, "password": PASSWORD}, base_url=THERE)
    assert answer.status_code == 302
    assert reader_there(app, client) == two.there
    assert municipality_of(app, enter(app.test_client())) == two.away  # where they were last


def test_from_there_one_goes_back_to_the_shared_name(app, two):
    client = app.test_client()
    client.post("/aanmelden", data={"email": EMAIL, "password": PASSWORD}, base_url=THERE)
    page = Page(client.get("/wissel", base_url=THERE).text, "html.parser")
    (link,) = [a["href"] for a in page.select("main a") if "overdracht" in a["href"]]
    assert link.startswith("http://localhost/overdracht?")
    assert f"terug={DOOR}" in link
    answer = client.post(f"/wissel/{two.home}", base_url=THERE)
    assert (answer.status_code, answer.location) == (303, link)


def test_a_door_that_is_closed_again_is_here(app, browser, two):
    address = asks(browser)
    with app.app_context(), transaction() as current:
        current.get_one(Municipality, two.away).host = None
    assert browser.get(address).status_code == 404
    assert browser.post(f"/wissel/{two.away}").location == "/vandaag"
