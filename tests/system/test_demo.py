"""The demo municipality: made through the actions, the same every time, with something on every page."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.infra.audit import AuditEvent, broken_links
from renogroep.infra.db import session
from renogroep.infra.outbox import CHANNELS, MessageState, OutboxMessage, expire
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.orders.models import Order, Wave
from renogroep.quotes.models import Quote
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from renogroep.web.demo import seed
from tests.support import databases
from tests.support.make import NOW
from tests.support.signing_in import person_of


@pytest.fixture
def seeded(app):
    """The application with the demo in it."""
    with app.app_context():
        seed.make()
    return app


def states(kind):
    return Counter(session().scalars(select(kind.state)))


def story():
    """What must be the same every time: references, states, amounts and the moments of history."""
    current = session()
    return [
        current.execute(query).all()
        for query in (
            select(Package.reference, Package.state).order_by(Package.id),
            select(Lot.package_id, Lot.number, Lot.state).order_by(Lot.id),
            select(Subscription.reference, Subscription.state).order_by(Subscription.id),
            select(Order.reference, Order.state, Order.ceiling, Order.final).order_by(Order.id),
            select(AuditEvent.at, AuditEvent.did, AuditEvent.subject_id).order_by(AuditEvent.id),
        )
    ]


def check_stages():
    lots = states(Lot)
    assert {"collecting", "quoting", "opened", "choosing", "ordering", "executing"} <= set(lots)
    assert set(states(Package)) == {"draft", "published"}
    assert set(session().scalars(select(Package.mode))) == {"procurement", "group_quotes"}
    assert set(states(Wave)) == {"ordering", "executing"}
    assert set(states(Subscription)) == {
        "interested",
        "subscribed",
        "screened_fit",
        "screened_with_change",
        "not_fit",
        "withdrawn",
    }
    assert set(states(Quote)) == {"draft", "submitted", "opened", "awarded", "not_awarded"}
    assert set(states(Order)) == {
        "indicative",
        "provisional",
        "surveyed",
        "awaiting_co_owner",
        "ordered",
        "withdrawn",
        "planned",
        "in_works",
        "handed_over",
    }


def check_neighbourhood():
    named = select(Neighbourhood).where(Neighbourhood.slug == "bloemenwijk")
    place = session().scalars(named).one()
    streets = select(Street.id).where(Street.neighbourhood_id == place.id)
    assert len(session().scalars(streets).all()) == 12
    assert session().scalar(select(func.count()).where(Address.street_id.in_(streets))) == 400
    assert "" not in (place.story, place.story_fr, place.story_en)


def check_history():
    assert list(broken_links(session())) == []
    moments = session().scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()


def check_seals():
    """A quote that was not opened has nothing but its sealed payload."""
    closed = session().scalars(select(Quote).where(Quote.opened_at.is_(None))).all()
    assert closed
    assert [quote.id for quote in closed if quote.lines or quote.own_minimum] == []


def check_mails():
    """No worker says on the first day that an old invitation is too late."""
    assert [expire(channel) for channel in CHANNELS] == [0, 0]
    waits = select(OutboxMessage).where(OutboxMessage.state == MessageState.WAITING)
    assert session().scalars(waits).first() is not None


def test_every_stage_is_there_and_the_history_is_true(seeded):
    with seeded.app_context():
        check_stages()
        check_neighbourhood()
        check_history()
        check_seals()
        check_mails()
        mails = select(func.count()).where(OutboxMessage.way == "mail")
        assert session().scalar(mails) <= 400  # the worker writes them all at the first start


def emptied(apps, database):
    """Start over with the database of this test."""
    one = apps(database)
    with one.app.app_context():
        databases.fresh(one)


def test_it_is_the_same_every_time_and_never_mixes_with_what_is_there(seeded, apps, database):
    with seeded.app_context():
        first = story()
        with pytest.raises(seed.NotEmpty):
            seed.make()
        assert story() == first
    emptied(apps, database)
    with seeded.app_context():
        seed.make()
        assert story() == first


@pytest.mark.parametrize("days", [39, 97], ids=["new year", "sunday"])
def test_it_can_be_made_on_any_day(app, days):
    with app.app_context(), clock.frozen_at(NOW + timedelta(days=days)):
        seed.make()
        check_stages()
        check_history()


def links_of(page):
    """The addresses of our own that stand on a page, without signing out or changing language."""
    found = [link["href"].split("#")[0] for link in page.select("a[href^='/']")]
    skipped = ("/static", url_for("identity.sign_out"), "/taal")
    return [href for href in dict.fromkeys(found) if href and not href.startswith(skipped)]


def test_every_page_that_somebody_finds_answers(seeded, client_of):
    for label, email in seed.ACCOUNTS:
        with seeded.app_context():
            person = person_of(email).id
        client = client_of(person)
        with seeded.test_request_context():
            first = links_of(client.page(url_for("pages.staff_home")))
            assert len(first) >= 2, label
            for href in first:
                assert client.get(href).status_code in (200, 302), (label, href)
    check_residents(seeded)


def check_residents(app):
    with app.app_context():
        links = seed.resident_links()
    assert len(links) == 3
    for label, address in links:
        client = app.test_client()
        assert client.get(address).status_code == 302, label
        with app.test_request_context():
            first = links_of(client.page(url_for("pages.my_home")))
            for href in first:
                assert client.get(href).status_code in (200, 302), (label, href)
