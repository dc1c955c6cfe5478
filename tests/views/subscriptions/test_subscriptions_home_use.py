"""What a home is for can be said with the name; it counts once whoever it is about confirms it."""

import pytest
from sqlalchemy import select

from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.owners.models import Case, Dwelling
from renogroep.subscriptions.actions import confirming
from renogroep.subscriptions.models import Subscription
from tests.support.html import form_values
from tests.support.make_subscriptions import ANSWERS, CONTACT, answer_all, place

LETTING = "Do you rent out through a social housing company (woonmaatschappij)?"


@pytest.fixture
def at(given):
    with given() as make:
        return place(make)


def home(app):
    """(use, letting) of the one home as it is now."""
    with app.app_context():
        dwelling = db.session().scalars(select(Dwelling)).one()
        return dwelling.use, db.session().scalar(select(Case.letting))


@pytest.mark.parametrize(("kind", "letting"), [("live_here", None), ("rent_out", "social")])
def test_a_visitors_word_counts_once_it_is_confirmed(app, client, given, at, kind, letting):
    answer_all(client, at.url, ANSWERS | {"owner_kind": [kind]})
    page = client.page(f"{at.url}/contact")
    assert bool(page.says(LETTING)) is (letting is not None)
    sent = form_values(page.select_one("main form")) | CONTACT
    client.send(f"{at.url}/contact", sent | {"use": "mostly_home", "letting": "social"})
    assert home(app) == (None, None)  # anybody may type an address
    with given() as make:
        row = make.session.scalars(select(Subscription)).one()
        confirming.confirm_interest(make.session, row, by=By(row.person_id))
    assert home(app) == ("mostly_home", letting)


@pytest.mark.parametrize("use", [None, "shop"])
def test_nobody_has_to_say_it_and_what_is_not_on_the_list_is_not_kept(app, client, given, at, use):
    answer_all(client, at.url)
    sent = form_values(client.page(f"{at.url}/contact").select_one("main form")) | CONTACT
    client.send(f"{at.url}/contact", sent | ({"use": use} if use else {}))
    with given() as make:
        row = make.session.scalars(select(Subscription)).one()
        assert "use" not in row.answers
        confirming.confirm_interest(make.session, row, by=By(row.person_id))
    assert home(app) == (None, None)


def test_staff_write_it_down_for_somebody_on_the_phone(app, client_as, at):
    client = client_as(Role.DESK)
    url = f"/intekenen?pakket={at.reference}&straat=Rozenstraat&nummer=12"
    form = client.page(url).select_one("main form[method=post]")
    answers = {f"q_{code}": given for code, given in ANSWERS.items()}
    client.send(url, form_values(form) | CONTACT | answers | {"use": "mostly_business"})
    assert home(app) == ("mostly_business", None)
