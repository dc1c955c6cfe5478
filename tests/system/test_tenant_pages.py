"""A lead's pages say of which municipality in nearly every SELECT, and look as they did before."""

import re

import pytest
from sqlalchemy import select, update
from werkzeug.routing import IntegerConverter

from renogroep.infra import tenant
from renogroep.infra.access import GRANTS, Role
from renogroep.infra.db import Model, db, session
from renogroep.infra.keyed import is_keyed
from renogroep.subscriptions.models import Subscription
from tests.support import make_orders
from tests.support.fences import Noted, without_fence
from tests.system.test_every_route import guarded

DATABASES = ("sqlite",)
CSRF = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')
LEFT_OUT = {
    "quotes.decision",  # the decisions that were made up here have no ranking to show
    "pages.second_other_phone",  # a new secret each time
}
LEAST = 0.8  # of all SELECTs of these pages; the rest is of the installation, or across on purpose
KEYS = (1, 2, 11)  # of three turns the second is ours: the second row, or the second ten


@pytest.fixture
def lead(given, client_of):
    """Two municipalities with the same rows, taking turns; the browser of a lead of the second."""
    with given() as make:
        homes = [make.municipality(slug=slug) for slug in ("eerst", "tweede")]
        people = []
        for turn, home in enumerate((homes[0], homes[1], homes[0])):
            make._municipality = home
            make_orders.surveyed(make)
            make.session.execute(
                update(Subscription)
                .where(Subscription.reference.not_like("RG%"))
                .values(reference=f"RG{turn}" + Subscription.reference)
            )
            people.append(make.member(Role.LEAD).id)
    return client_of(people[1])


def pages(app):
    """Every page that a lead may open, with the key of every row that could be somebody's."""
    for rule, permission in guarded(app):
        if Role.LEAD not in GRANTS[permission] or "GET" not in rule.methods:
            continue
        if rule.endpoint in LEFT_OUT:
            continue
        numbers = {
            name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)
        }
        if rule.arguments - numbers:
            continue
        for key in KEYS if numbers else (0,):
            yield rule.build(dict.fromkeys(numbers, key), append_unknown=False)[1]


def walked(app, client):
    """What each page answers; an error page has a number of its own each time."""
    found = {}
    for address in pages(app):
        answer = client.get(address)
        shown = answer.status_code == 200 and answer.mimetype == "text/html"
        found[address] = (answer.status_code, CSRF.sub("", answer.text) if shown else "")
    return found


def test_the_pages_are_the_same_and_the_selects_say_it(app, lead):
    with app.app_context():
        engine = db.engine
    with without_fence(engine):
        plain = walked(app, lead)
    with Noted(engine) as all_pages:
        fenced = walked(app, lead)
    assert [address for address in plain if plain[address] != fenced[address]] == []
    assert all_pages.silent == set()
    opened = [address for address, (status, _) in plain.items() if status == 200]
    assert len(opened) >= 30
    with without_fence(engine), Noted(engine) as before:
        looked_at(lead, opened)
    with Noted(engine) as after:
        looked_at(lead, opened)
    assert len(before.all) == len(after.all)
    assert before.share < LEAST <= after.share, (before.share, after.share)


def looked_at(client, addresses):
    for address in addresses:
        client.get(address)


def test_no_row_of_the_other_municipality_is_there_by_its_number(app, lead):
    with app.app_context():
        kinds = [mapper.class_ for mapper in Model.registry.mappers if is_keyed(mapper.local_table)]
        theirs = {}
        for kind in kinds:
            key = kind.__mapper__.primary_key[0]
            found = session().execute(select(key, kind.municipality_id).order_by(key)).all()
            if len({home for _, home in found}) == 2:
                theirs[kind] = found
    assert len(theirs) >= 20
    for home in (1, 2):
        with tenant.afresh(), app.app_context(), tenant.acting_for(home):
            for kind, rows in theirs.items():
                for key, of in rows:
                    assert (session().get(kind, key) is not None) == (of == home), (kind, key)
