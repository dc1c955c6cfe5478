"""Somebody of an energy house signs in with the government's own sign-in, against a real provider."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.official import map_claim, unmap_claim
from renogroep.identity.models import (
    Account,
    AccountIdentity,
    ClaimRole,
    Membership,
    Organisation,
    Person,
)
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.web.app import create_app
from tests.support.html import InspectingClient
from tests.support.make import NOW
from tests.support.municipalities import EMAIL as TWO_EMAIL
from tests.support.municipalities import works_for_two
from tests.support.processes import TOP, free_port
from tests.support.signing_in import person_of, reader_of

EMAIL = "nele@energiehuis.example"
CODE = "OVO002949"
CLAIMS = {
    "vo_id": "nele-1",
    "vo_orgcode": CODE,
    "role": ["Adviseur:OVO002949"],
    "email": EMAIL,
    "email_verified": True,
    "name": "Nele Wouters",
    "rrn": "85073003328",
}


@contextmanager
def provider(bend="", key=""):
    """One that runs; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.official", bend],
        cwd=TOP,
        env={**os.environ, "OFFICIAL_KEY": key},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield f"http://localhost:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def plain():
    with provider() as there:
        yield there


def house(app, there, **more):
    """Our application, connected to that provider, on the same database."""
    settings = {
        "OIDC_ISSUER": there,
        "OIDC_CLIENT_ID": "renogroep",
        "OIDC_CLIENT_SECRET": "only for tests",
        **more,
    }
    ours = create_app({**app.config, **settings})
    ours.test_client_class = InspectingClient
    return ours


def say(there, **claims):
    """What the provider tells of Nele."""
    told = {key: value for key, value in {**CLAIMS, **claims}.items() if value is not None}
    assert requests.put(f"{there}/users/nele", json=told, timeout=5).ok


def goes_there(browser):
    """Press the button here and the one over there; gives where the provider sends us back to."""
    answer = browser.get("/aanmelden/overheid")
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"][0]
    assert asked["state"][0]
    sent = requests.post(answer.location, data={"sub": "nele"}, allow_redirects=False, timeout=5)
    back = urlsplit(sent.headers["Location"])
    return f"{back.path}?{back.query}"


def signs_in(browser):
    return browser.get(goes_there(browser))


@pytest.fixture
def maps(given):
    """The municipality said what an advisor is; gives the key of the energy house."""
    with given() as make:
        office = make.member(Role.ADVISOR).memberships[0].organisation
        map_claim(
            make.session,
            office,
            code=CODE,
            claim="Adviseur",
            role="advisor",
            neighbourhood_id=None,
            by=TICK,
        )
        return office.id


def the_mail(app):
    with app.app_context():
        return (
            session()
            .scalars(
                select(OutboxMessage)
                .where(OutboxMessage.key.startswith("identity:"))
                .order_by(OutboxMessage.id)
            )
            .all()
        )


def presses_in_the_mail(app, browser):
    (path,) = [word for word in the_mail(app)[-1].body.split() if "/l/" in word]
    browser.send(urlsplit(path).path)


def roles_of(app):
    with app.app_context():
        account = session().scalars(select(Account).where(Account.email == EMAIL)).one()
        rows = session().scalars(
            select(Membership).where(Membership.person_id == person_of(EMAIL).id)
        )
        return sorted(row.role for row in rows), account.active


def test_somebody_new_comes_in_after_a_click_in_the_mail(app, plain, maps):
    say(plain)
    browser = house(app, plain).test_client()
    first = signs_in(browser)
    assert "Kijk in uw mailbox" in first.text
    assert reader_of(app, browser) is None
    assert roles_of(app) == ([], False)
    signs_in(browser)
    assert len(the_mail(app)) == 1, "one mail in an hour"
    presses_in_the_mail(app, browser)
    assert reader_of(app, browser) is None, "the mail alone opens nothing"
    came = signs_in(browser)
    assert came.location == "/vandaag"
    assert roles_of(app) == (["advisor"], True)
    assert browser.get("/dossiers").status_code == 200


def test_a_known_mailbox_opens_nothing_before_its_owner_pressed(app, given, plain, maps):
    with given() as make:
        lead = make.member(Role.LEAD, email=EMAIL).id
    say(plain, vo_id="somebody else")
    browser = house(app, plain).test_client()
    signs_in(browser)
    assert reader_of(app, browser) is None
    assert roles_of(app) == (["lead"], True)
    presses_in_the_mail(app, browser)
    signs_in(browser)
    assert reader_of(app, browser) == lead
    assert roles_of(app) == (["advisor", "lead"], True), "what was given by hand stays"


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "geen e-mailadres"),
        ({"email_verified": "true"}, "geen e-mailadres"),
        ({"email": None}, "geen e-mailadres"),
        ({"vo_orgcode": "OVO000001"}, "nog geen rol"),
        ({"vo_orgcode": None}, "nog geen rol"),
        ({"role": ["Burgemeester"]}, "nog geen rol"),
        ({"role": 7}, "nog geen rol"),
        ({"vo_id": None}, "niet gelukt"),
        ({"vo_id": {"a": 1}}, "niet gelukt"),
    ],
)
def test_who_is_nobody_here_reads_why_and_whom_to_call(app, plain, maps, claims, words):
    say(plain, **claims)
    answer = signs_in(house(app, plain).test_client())
    assert answer.status_code in (403, 422)
    assert words in answer.text
    assert "tel:" in answer.text
    with app.app_context():
        assert session().scalars(select(AccountIdentity)).all() == []
        assert session().scalars(select(Account).where(Account.email == EMAIL)).all() == []


def is_in(app, plain):
    """Nele, who came that way before."""
    say(plain)
    browser = house(app, plain).test_client()
    signs_in(browser)
    presses_in_the_mail(app, browser)
    assert signs_in(browser).location == "/vandaag"
    return browser


def test_a_role_that_the_claims_give_no_more_ends_with_its_session(app, plain, maps):
    browser = is_in(app, plain)
    say(plain, role=["Niemand"])
    elsewhere = house(app, plain).test_client()
    assert signs_in(elsewhere).status_code == 403
    assert roles_of(app) == ([], False)
    assert browser.get("/dossiers").location.startswith("/aanmelden")


def test_the_claims_are_followed_in_every_municipality_that_invited_them(app, given, plain):
    with given() as make:
        two = works_for_two(make)
        for home in (two.here, two.there):
            house_there = make.session.get_one(Person, home).memberships[0].organisation
            about = {"code": CODE, "claim": "Adviseur", "neighbourhood_id": None}
            map_claim(make.session, house_there, role="team_lead", by=TICK, **about)
    say(plain, email=TWO_EMAIL, vo_id="fatma")
    browser = house(app, plain).test_client()
    signs_in(browser)
    presses_in_the_mail(app, browser)
    assert signs_in(browser).location == "/vandaag"
    assert reader_of(app, browser) == two.here
    assert roles_in(app, two) == [["advisor", "team_lead"], ["advisor", "team_lead"]]
    say(plain, email=TWO_EMAIL, vo_id="fatma", role=["Niemand"])
    signs_in(house(app, plain).test_client())
    assert roles_in(app, two) == [["advisor"], ["advisor"]]


def roles_in(app, two):
    with app.app_context():
        of = select(Membership.role).order_by(Membership.role)
        return [
            session().scalars(of.where(Membership.person_id == key)).all()
            for key in (two.here, two.there)
        ]


def test_a_row_that_went_takes_the_role_at_the_next_sign_in(app, given, plain, maps):
    browser = is_in(app, plain)
    with given() as make:
        (row,) = make.session.scalars(select(ClaimRole))
        unmap_claim(make.session, row.id, by=TICK)
    assert browser.get("/dossiers").status_code == 200
    assert signs_in(browser).status_code == 403


def test_an_organisation_that_was_switched_off_gives_nothing(app, given, plain, maps):
    browser = is_in(app, plain)
    with given() as make:
        make.session.get_one(Organisation, maps).active = False
    assert signs_in(browser).status_code == 403


def test_the_same_person_of_another_provider_is_somebody_else(app, plain, maps):
    is_in(app, plain)
    with provider() as other:
        say(other)
        browser = house(app, other).test_client()
        assert "Kijk in uw mailbox" in signs_in(browser).text
        assert reader_of(app, browser) is None


def test_a_state_works_once_and_in_one_browser(app, plain, maps):
    is_in(app, plain)
    ours = house(app, plain)
    browser, thief = ours.test_client(), ours.test_client()
    back = goes_there(browser)
    stolen = thief.get(back)
    assert stolen.status_code == 422
    assert reader_of(app, thief) is None
    assert browser.get(back).location == "/vandaag"
    assert browser.get(back).status_code == 422


def test_who_says_no_over_there_reads_the_other_ways(app, plain):
    browser = house(app, plain).test_client()
    browser.get("/aanmelden/overheid")
    answer = browser.get("/aanmelden/overheid/terug?error=access_denied&state=x")
    assert answer.status_code == 422
    assert "wachtwoord" in answer.text


@pytest.mark.parametrize("bend", ["expired", "other-nonce", "other-issuer"])
def test_a_token_that_is_not_for_us_now_opens_nothing(app, plain, maps, bend):
    is_in(app, plain)
    with provider(bend) as there:
        say(there)
        ours = house(app, there)
        browser = ours.test_client()
        answer = signs_in(browser)
        assert answer.status_code == 422, answer.text
        assert "niet gelukt" in answer.text
        with app.app_context():
            found = session().scalars(select(AccountIdentity.issuer)).all()
            assert found == [plain]


def test_a_key_of_our_own_instead_of_a_secret(app, maps, tmp_path):
    ours, other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
    for name, key in (("ours", ours), ("other", other)):
        (tmp_path / name).write_bytes(key.as_pem(private=True))
    with provider(key=ours.as_pem(private=False).decode()) as there:
        say(there)
        good = house(app, there, OIDC_KEY_FILE=str(tmp_path / "ours")).test_client()
        assert "Kijk in uw mailbox" in signs_in(good).text
        wrong = house(app, there, OIDC_KEY_FILE=str(tmp_path / "other")).test_client()
        assert signs_in(wrong).status_code == 422
        secret = house(app, there).test_client()
        assert signs_in(secret).status_code == 422


def test_a_provider_that_is_away_leaves_the_other_ways(app):
    browser = house(app, f"http://localhost:{free_port()}").test_client()
    answer = browser.get("/aanmelden/overheid")
    assert answer.status_code == 422
    assert "niet gelukt" in answer.text


def test_without_an_official_sign_in_there_is_no_button(app, client, plain):
    assert client.get("/aanmelden/overheid").status_code == 404
    assert "ACM/IDM" not in client.get("/aanmelden").text
    assert "ACM/IDM" in house(app, plain).test_client().get("/aanmelden").text


def test_the_link_of_the_mail_is_too_old_after_an_hour(app, plain, maps):
    say(plain)
    browser = house(app, plain).test_client()
    signs_in(browser)
    with clock.frozen_at(NOW + timedelta(hours=1)):
        (path,) = [word for word in the_mail(app)[-1].body.split() if "/l/" in word]
        assert browser.post(urlsplit(path).path).status_code == 404
        assert "Kijk in uw mailbox" in signs_in(browser).text
        assert len(the_mail(app)) == 2
