"""Every act of the lead: a second click is once, a page from before changes nothing, and no
neighbourhood or firm reaches the rows of another."""

import pytest
from sqlalchemy import func, select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.quotes.actions import asking, finishing
from renogroep.quotes.models import Quote
from tests.support.html import form_values
from tests.support.make_quotes import answered, preferences, stated, worked_example

WHY = {"reason": "Eenheidsprijs telt.", "legal_ground": "art. 34"}
STOP = {"reason": "Te duur."}


def award(make):
    """Procurement: A wrote a wrong total, C asks a striking price that was asked about."""
    example = worked_example(make, mode="procurement")
    stated(example.quotes["A"], "01.02", "3000")
    answered(make, example.quotes["C"], "01.02", "price", "550", "550")
    by = By(make.member(Role.LEAD).id)
    query = asking.ask_price(make.session, example.quotes["C"], "01.02", by=by)
    return {"lot": example.lot.id, "a": example.quotes["A"].id, "query": query.id}


def clean(make):
    """Procurement, nothing waits."""
    return {"lot": worked_example(make, mode="procurement").lot.id}


def scored(make):
    """Procurement, checked and ready for scores."""
    example = worked_example(make, mode="procurement")
    finishing.finish_checks(make.session, example.lot, by=By(make.member(Role.LEAD).id))
    plan = next(c for c in example.package.criteria if c.code == "plan")
    keys = {f"score_{firm}": f"{quote.id}-{plan.id}" for firm, quote in example.quotes.items()}
    return {"lot": example.lot.id, **keys}


def group(make):
    """Group quotes, opened, the households have answered."""
    example = worked_example(make)
    preferences(make, example)
    return {"lot": example.lot.id}


# page with the form, which form, what is typed: first, and by somebody who comes later
ACTS = {
    "correct": (award, "nazicht/{a}/verbeteren?post=01.02", "", {"kind": "total", **WHY}),
    "set aside": (award, "nazicht/{a}/regelmatigheid", "", STOP),
    "answer": (award, "nazicht/vragen/{query}", "", {"answer": "Eigen ploeg."}),
    "finish": (clean, "nazicht", "klaar", {}),
    "score": (scored, "scores", "", {"percent-{score_A}": "50", "reason-{score_A}": "Blz. 3."}),
    "stop": (clean, "stopzetten", "", STOP),
    "start the choice": (group, "keuze", "", {}),
}


def filled(texts, made):
    return {name.format(**made): text for name, text in texts.items()}


def form_of(client, url, action):
    form = client.page(url).select_one(f"main form[method=post][action$='{action}']")
    form = form if action else client.page(url).select_one("main form[method=post]")
    return form.get("action") or url, form_values(form)


def told(app):
    with app.app_context():
        return db.session.scalar(select(func.count(AuditEvent.id)))


@pytest.mark.parametrize("act", ACTS)
def test_a_second_click_is_once_and_an_older_page_is_shown_again(app, given, client_as, act):
    build, path, action, texts = ACTS[act]
    with given() as make:
        made = build(make)
    lead = client_as(Role.LEAD)
    url = f"/percelen/{made['lot']}/{path.format(**made)}"
    target, values = form_of(lead, url, action)
    values |= filled(texts, made)
    old = {n: "999" if n.startswith("version") else v for n, v in values.items()}
    lead.send(target, old, status=409)
    before = told(app)
    lead.send(target, values)
    once = told(app)
    assert once > before
    lead.send(target, values)
    assert told(app) == once


POSTS = (
    "aannemers",
    "openen",
    "nieuwe-termijn",
    "stopzetten",
    "invoeren",
    "scenarios",
    "nazicht/klaar",
    "nazicht/{a}/verbeteren?post=01.02",
    "nazicht/{a}/bevragen",
    "nazicht/{a}/regelmatigheid",
    "nazicht/{a}/aanvaarden?bevinding=validity_too_short",
    "nazicht/vragen/{query}",
    "scores",
    "beslissen",
    "bestellen-starten",
    "keuze",
)


def test_nobody_posts_on_the_lot_of_another_neighbourhood(app, given, client_of):
    with given() as make:
        made = award(make)
        stranger = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
    client, before = client_of(stranger), told(app)
    for path in POSTS:
        url = f"/percelen/{made['lot']}/{path.format(**made)}"
        assert client.post(url, data={**WHY, "sure": "y", "version": "1"}).status_code == 404, url
    assert told(app) == before


def test_a_quote_or_question_of_another_lot_is_not_there(given, client_as):
    with given() as make:
        made = award(make)
        other = make.package(mode="procurement").lots[0].id
    lead = client_as(Role.LEAD)
    for path in POSTS:
        if "{" in path:
            url = f"/percelen/{other}/{path.format(**made)}"
            assert lead.post(url, data={**WHY, "version": "1"}).status_code == 404, url


def test_a_sealed_quote_is_there_for_no_lead(given, client_as):
    with given() as make:
        example = worked_example(make, mode="procurement", stage="quoting")
        lot, quote = example.lot.id, make.session.scalars(select(Quote)).first().id
    url = f"/percelen/{lot}/nazicht/{quote}/regelmatigheid"
    assert client_as(Role.LEAD).get(url).status_code == 404


@pytest.mark.parametrize("path", ["invullen", "invullen/bestand", "indienen", "intrekken"])
def test_a_firm_that_was_not_invited_posts_nothing(given, client_as, path):
    with given() as make:
        request = worked_example(make, stage="quoting").request.id
    data = {"agreed": "y", "sure": "y", "submission_key": "k" * 32}
    client = client_as(Role.CONTRACTOR)
    assert client.post(f"/opdrachten/{request}/{path}", data=data).status_code == 404
