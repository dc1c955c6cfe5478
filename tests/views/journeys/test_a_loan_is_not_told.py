"""That a loan is asked, open or refused is read by no firm and by no other owner."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, ordering, withdrawing
from tests.support.make_orders import FREEZE_ON, at, place, surveyed
from tests.support.worlds.base import OTHER

DATABASES = ("sqlite",)  # words
LOAN = ("lening", "krediet", "funding", "geweigerd")
# Where the work of a firm starts.
DOORS = ("/vandaag", "/werklijst", "/werklijst.csv", "/opdrachten")
GENERAL = ("pages.", "identity.", "static")  # the house itself: nothing of one household


def asked(make, order):
    """The loan was asked for; nobody knows yet."""


def granted(make, order):
    withdrawing.decide_condition(make.session, order, "funding", met=True, by=TICK)


def refused(make, order):
    withdrawing.decide_condition(make.session, order, "funding", met=False, by=TICK)


def open_at_the_freeze(make, order):
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, order.wave, by=TICK)


STATES = [asked, granted, refused, open_at_the_freeze]


@pytest.fixture
def state(given, request):
    """H1 ordered with Mia and a loan, H2 without: the ids of who may read what."""
    with given() as make:
        example, _, orders = surveyed(make, ("H1", "H2"))
        order = orders["H1"]
        example.lot.min_to_execute = 1
        place(make, order, co_owner=OTHER, needs_loan=True)
        place(make, orders["H2"])
        mia = order.co_owners[0].person
        ordering.co_sign(make.session, order, person_id=mia.id, by=By(mia.id))
        request.param(make, order)
        return {
            "order": order.id,
            "asker": order.person_id,
            "mia": mia.id,
            "firm": example.contractors["B"].id,
            "token": make_link(
                make.session, person=mia, purpose="co_sign", subject_id=order.id, by=TICK
            ),
        }


def everything(app, client, doors):
    """Address -> text, of each page and file of a household or firm that links lead to."""
    seen, todo = {}, list(doors)
    routes = app.url_map.bind("localhost")
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        answer = client.get(url)
        if answer.status_code != 200:
            seen[url] = ""
            continue
        text = answer.get_data(as_text=True) if "text" in answer.mimetype else ""
        seen[url] = text
        todo += [link for link in links_in(text) if of_a_household(routes, link)]
    return seen


def links_in(text):
    found = BeautifulSoup(text, "html.parser").select("main a[href^='/']")
    return [str(link["href"]) for link in found]


def of_a_household(routes, link):
    path = urlsplit(link).path
    if not routes.test(path, "GET"):
        return False
    endpoint, _ = routes.match(path, "GET")
    return not endpoint.startswith(GENERAL)


def told_to(app, person_id):
    with app.app_context():
        rows = db.session().scalars(
            select(OutboxMessage).where(OutboxMessage.person_id == person_id)
        )
        return [f"{row.subject} {row.body}" for row in rows]


def loans_in(texts):
    return [words for text in texts for words in LOAN if words in text.lower()]


@pytest.mark.parametrize("state", STATES, indirect=True)
def test_the_firm_reads_of_no_loan_on_any_page_file_or_mail(app, client_of, state):
    with clock.frozen_at(at(FREEZE_ON)):
        seen = everything(app, client_of(state["firm"]), DOORS)
    assert {"/werklijst", "/werklijst.csv", "/opdrachten"} <= {url for url in seen if seen[url]}
    assert any(url.startswith("/opdrachten/") for url in seen)
    assert [url for url, text in seen.items() if loans_in([text])] == []
    assert loans_in(told_to(app, state["firm"])) == []


@pytest.mark.parametrize("state", STATES, indirect=True)
def test_the_other_owner_reads_of_no_loan_in_what_is_kept_or_told(app, client_of, state):
    client = client_of(0)
    client.get(f"/l/{state['token']}")
    place = f"/mede-eigenaar/{state['order']}"
    seen = everything(app, client, [place, f"/mijn-woning/bestelling/{state['order']}/document"])
    assert [url for url, text in seen.items() if loans_in([text])] == []
    assert loans_in(told_to(app, state["mia"])) == []
    own = client_of(state["mia"])
    kept = [
        own.get(url).get_data(as_text=True) for url in ("/mijn-gegevens", "/mijn-gegevens.json")
    ]
    assert loans_in(kept) == []


@pytest.mark.parametrize("state", [refused, open_at_the_freeze], indirect=True)
def test_the_household_itself_reads_it(app, state):
    assert loans_in(told_to(app, state["asker"]))
