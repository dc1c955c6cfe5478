"""The page of what did not leave: on a phone, without script, by keyboard, in three languages."""

import pytest
from playwright.sync_api import expect

from renogroep.infra import channel_state, outbox
from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.outbox import MessageState, OutboxMessage
from tests.browser.keyboard import choose, press
from tests.browser.steps import button, heading
from tests.support.make import NOW
from tests.support.words import nl

LEAD = "lead@testgem.example"
LINES = {"nl": "1 wacht sinds", "fr": "1 attend depuis", "en": "1 waits since"}
ROWS = [
    ("Eva", {"state": MessageState.REFUSED, "last_error": "550 5.1.1 <eva@weg.example>: unknown"}),
    ("Jan", {"state": MessageState.STOPPED, "last_error": "TimeoutError", "tries": 16}),
    ("Lea", {"state": MessageState.USELESS, "useless_after": NOW}),
    ("Mia", {"tries": 2, "last_error": "SMTPServerDisconnected"}),
]


@pytest.fixture
def stuck(app, given):
    """One of each: refused, stopped, too late and waiting; the mail server is away."""
    with given() as make:
        make.member(Role.LEAD, email=LEAD)
        for name, changed in ROWS:
            person = make.person(name=name, email=f"{name.lower()}@weg.example")
            row = outbox.put(
                make.session,
                OutboxMessage(
                    municipality_id=make.home.id,
                    key=f"told:{name}",
                    way="mail",
                    person_id=person.id,
                    address=person.email,
                    language="nl",
                    subject="Nieuws over uw gevel",
                    body="Dag.\n",
                ),
            )
            for field, value in changed.items():
                setattr(row, field, value)
    with app.app_context():
        for _ in range(3):
            channel_state.went_down("mail", "ConnectionRefusedError")


def states(app):
    with app.app_context():
        session().rollback()
        return [str(row.state) for row in session().query(OutboxMessage).order_by("id")]


@pytest.mark.parametrize("language", LINES)
def test_a_lead_reads_it_on_a_phone_without_script(sign_in, stuck, language):
    page = sign_in(LEAD, phone=True, javascript=False)
    page.goto(f"/taal/{language}")
    page.goto("/verzending")
    expect(page.locator("main .lead")).to_contain_text(LINES[language])
    expect(page.locator("main tbody tr")).to_have_count(4)


def test_all_goes_again_on_a_phone_without_script(app, sign_in, stuck):
    page = sign_in(LEAD, phone=True, javascript=False)
    page.goto("/verzending")
    heading(page, "Delivery")
    button(page, "Send all again")
    expect(page.locator("main .lead")).to_contain_text("3 wachten sinds")
    assert states(app) == ["waiting", "waiting", "useless", "waiting"]


def test_one_is_chosen_by_keyboard(app, sign_in, stuck):
    page = sign_in(LEAD)
    page.goto("/verzending")
    choose(page, "Jan")
    press(page, "BUTTON", nl("Send the chosen ones again"))
    expect(page.locator("main .lead")).to_contain_text("2 wachten sinds")
    assert states(app) == ["refused", "waiting", "useless", "waiting"]


def test_nothing_chosen_is_said_on_the_page(sign_in, stuck):
    page = sign_in(LEAD)
    page.goto("/verzending")
    button(page, "Send the chosen ones again")
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(4)
