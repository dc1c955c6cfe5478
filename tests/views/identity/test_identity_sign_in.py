"""Who gets in, with a password or a link, and who does not?"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import keys, passwords
from renogroep.identity.models import Account, SignedLink
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from tests.support.make import NOW

PASSWORD = "een zin die ik ken"


@pytest.fixture
def staff(given):
    """Somebody of the staff with a password."""
    with given() as make:
        person = make.member(Role.ADVISOR, email="staf@example.org")
        account = make.session.scalars(select(Account)).one()
        passwords.set_password(make.session, account, PASSWORD, by=By(person.id))
        return person.id


def link(given, person_id, purpose, **given_values):
    from renogroep.identity.models import Person

    with given() as make:
        person = make.session.get_one(Person, person_id)
        return keys.make_link(make.session, person=person, purpose=purpose, by=TICK, **given_values)


def sign_in(client, password=PASSWORD, email="staf@example.org", query=""):
    return client.post(f"/aanmelden{query}", data={"email": email, "password": password})


def test_the_right_password_opens(staff, client):
    assert sign_in(client).status_code == 302
    assert client.get("/dossiers").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("staf@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("STAF@example.org", "")],
)
def test_a_wrong_pair_says_the_same_whoever_it_is(staff, client, email, password):
    answer = sign_in(client, password, email)
    assert answer.status_code == 422
    assert PASSWORD not in answer.text
    assert client.get("/dossiers").status_code == 302


def test_five_failures_cost_a_second_and_say_so(staff, client):
    for _ in range(5):
        sign_in(client, "wrong")
    waits = sign_in(client)
    assert waits.status_code == 422
    assert "Seconds to wait: 1." in waits.text
    with clock.frozen_at(NOW + timedelta(seconds=2)):
        assert sign_in(client).status_code == 302


def test_who_signed_in_here_before_is_never_kept_out_by_others(app, staff, client):
    sign_in(client)
    client.send("/afmelden")
    for n in range(9):
        sign_in(app.test_client(), f"wrong {n}")
    assert sign_in(app.test_client()).status_code == 422
    assert sign_in(client).status_code == 302


def test_a_made_up_cookie_makes_no_device_known(app, staff, client):
    sign_in(client)
    kept = client.get_cookie("known")
    assert kept.http_only
    assert (kept.same_site, kept.max_age) == ("Lax", 180 * 86_400)
    for n in range(9):
        sign_in(app.test_client(), f"wrong {n}")
    stranger = app.test_client()
    stranger.set_cookie("known", kept.value[:-2])
    assert sign_in(stranger).status_code == 422
    with clock.frozen_at(NOW + timedelta(days=180)):
        for n in range(9):
            sign_in(app.test_client(), f"wrong {n}")
        client.set_cookie("known", kept.value)
        assert sign_in(client).status_code == 422, "half a year is too long ago"


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/dossiers", "/dossiers"),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("https://evil.example", None),
        ("/a%0d%0aSet-Cookie:x=1", None),
        ("/%09/evil.example", None),
        ("/%0d/evil.example", None),
        ("//dossiers", None),
        ("/\\dossiers", None),
        ("/afmelden", None),
        ("/nergens", None),
    ],
)
def test_nobody_is_sent_to_another_site(staff, client, target, lands):
    answer = sign_in(client, query=f"?next={target}")
    assert answer.status_code == 302
    assert answer.location == (lands or "/vandaag")
    assert "evil" not in answer.location
    assert answer.location.startswith("/")
    assert "Set-Cookie:x" not in answer.location


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example", "/%0d/x"],
)
def test_the_language_link_stays_here(client, target):
    assert client.get(f"/taal/fr?next={target}").location == "/"


def test_another_language_keeps_the_page_with_its_question(given, client):
    with given() as make:
        assert make.home
    page = client.page("/aanmelden?next=/dossiers")
    french = page.select_one("a[lang=fr]")["href"]
    assert client.get(french).location == "/aanmelden?next=/dossiers"


@pytest.mark.parametrize("token", ["x", "a" * 43])
def test_a_forged_link_has_a_next_step(given, client, token):
    with given() as make:
        assert make.home.id
    page = client.page(f"/l/{token}", status=404)
    assert page.heading == "This link does not work any more"
    assert page.says("09 123 45 67")


def test_an_expired_link_opens_nothing(given, staff, client):
    token = link(given, staff, "my_home")
    with clock.frozen_at(NOW + timedelta(days=400)):
        assert client.get(f"/l/{token}").status_code == 404
    with clock.frozen_at(NOW + timedelta(days=399)):
        assert client.get(f"/l/{token}").status_code == 302


def test_a_revoked_link_ends_the_session_that_it_opened(given, staff, client):
    token = link(given, staff, "my_home")
    assert client.get(f"/l/{token}").location == "/mijn-woning"
    assert client.get("/mijn-woning").status_code == 200
    with given() as make:
        row = make.session.scalars(select(SignedLink)).one()
        keys.revoke_link(make.session, row, by=TICK)
    assert client.get("/mijn-woning").status_code == 302
    assert client.get(f"/l/{token}").status_code == 404


def test_a_sign_in_link_works_once(app, given, staff, client):
    token = link(given, staff, "sign_in")
    client.send(f"/l/{token}")
    assert client.get("/dossiers").status_code == 200
    other = app.test_client()
    assert other.get(f"/l/{token}").status_code == 404
    assert other.post(f"/l/{token}").status_code == 404


def test_who_only_looks_at_a_sign_in_link_uses_nothing_up(given, staff, client):
    """Mail scanners open every link before the reader does."""
    token = link(given, staff, "sign_in")
    assert client.head(f"/l/{token}").status_code == 200
    assert client.page(f"/l/{token}").heading == "Sign in with this link"
    assert client.get("/dossiers").status_code == 302
    client.send(f"/l/{token}")
    assert client.get("/dossiers").status_code == 200


def test_the_first_link_leads_to_a_password_and_later_ones_to_the_work(given, staff, client):
    assert client.post(f"/l/{link(given, staff, 'sign_in')}").location == "/vandaag"
    with given() as make:
        make.session.scalars(select(Account)).one().password_hash = None
    assert client.post(f"/l/{link(given, staff, 'sign_in')}").location == "/wachtwoord"


def test_an_account_that_is_switched_off_is_out_at_once(given, staff, client):
    sign_in(client)
    other = link(given, staff, "sign_in")
    with given() as make:
        make.session.scalars(select(Account)).one().active = False
    assert client.get("/dossiers").status_code == 302
    client.post(f"/l/{other}")
    assert client.get("/dossiers").status_code == 302


def test_one_mistyping_colleague_does_not_lock_the_office(given, staff, client):
    for number in range(9):
        sign_in(client, "wrong", f"somebody{number}@example.org")
    assert sign_in(client).status_code == 302


def test_a_link_from_a_letter_gives_no_staff_rights(given, staff, client):
    client.get(f"/l/{link(given, staff, 'my_home')}")
    assert client.get("/mijn-woning").status_code == 200
    for page in ("/dossiers", "/brieven", "/wachtwoord", "/intekenen"):
        assert client.get(page).status_code == 403


def test_a_new_password_after_a_link_takes_the_other_links_away(app, given, staff, client):
    other = link(given, staff, "sign_in")
    client.post(f"/l/{link(given, staff, 'sign_in')}")
    assert client.page("/wachtwoord").heading == "Choose a password"
    client.send("/wachtwoord", {"password": "kort"}, status=422)
    client.send("/wachtwoord", {"password": "nog een zin die ik ken"})
    assert sign_in(app.test_client(), "nog een zin die ik ken").status_code == 302
    assert app.test_client().get(f"/l/{other}").status_code == 404


def test_signing_out_ends_it(staff, client):
    sign_in(client)
    client.send("/afmelden")
    assert client.get("/dossiers").status_code == 302


def test_what_was_typed_before_signing_in_is_not_carried_over(staff, client):
    with client.session_transaction() as cookie:
        cookie["interest"] = {"x/1": {"answers": {}, "key": "k"}}
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "interest" not in cookie


def test_the_token_is_kept_as_a_hash_only(app, given, staff):
    token = link(given, staff, "my_home")
    with app.app_context():
        kept = db.session().scalars(select(SignedLink.token_hash)).one()
    assert token not in kept
