"""The demo municipality: made through the actions, the same every time, with something on every page."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.identity.queries import account_by_email
from renogroep.infra.audit import AuditEvent, broken_links
from renogroep.infra.db import db, session
from renogroep.infra.outbox import OutboxMessage
from renogroep.neighbourhoods.models import Address, Neighbourhood, Street
from renogroep.orders.models import Order, Wave
from renogroep.quotes.models import Quote
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from renogroep.web.demo import seed
from tests.support import databases
from tests.support.make import NOW


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


def test_every_stage_of_every_package_is_there(seeded):
    with seeded.app_context():
        current = session()
        lots = states(Lot)
        assert {"collecting", "quoting", "opened", "choosing", "ordering", "executing"} <= set(lots)
        assert set(states(Package)) == {"draft", "published"}
        assert {package.mode for package in current.scalars(select(Package))} == {
            "procurement",
            "group_quotes",
        }
        assert {
            "subscribed",
            "screened_fit",
            "screened_with_change",
            "not_fit",
            "withdrawn",
        } <= set(states(Subscription))
        assert {"draft", "submitted", "opened", "awarded", "not_awarded"} <= set(states(Quote))
        assert {
            "indicative",
            "provisional",
            "surveyed",
            "awaiting_co_owner",
            "ordered",
            "withdrawn",
            "planned",
            "in_works",
            "handed_over",
        } <= set(states(Order))
        assert set(states(Wave)) == {"ordering", "executing"}


def test_the_neighbourhood_has_four_hundred_homes_on_twelve_streets(seeded):
    with seeded.app_context():
        place = (
            session()
            .scalars(select(Neighbourhood).where(Neighbourhood.slug == "bloemenwijk"))
            .one()
        )
        streets = select(Street.id).where(Street.neighbourhood_id == place.id)
        assert len(session().scalars(streets).all()) == 12
        homes = select(func.count()).where(Address.street_id.in_(streets))
        assert session().scalar(homes) == 400
        assert place.story
        assert place.story_fr
        assert place.story_en


def test_history_is_whole_in_order_and_not_in_the_future(seeded):
    with seeded.app_context():
        assert list(broken_links(session())) == []
        moments = session().scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_no_sealed_price_is_written_before_the_opening(seeded):
    with seeded.app_context():
        closed = session().scalars(select(Quote).where(Quote.opened_at.is_(None))).all()
        assert closed
        assert [quote.id for quote in closed if quote.lines or quote.own_minimum] == []


def test_the_mails_of_the_demo_stay_a_handful(seeded):
    with seeded.app_context():
        mails = select(func.count()).where(OutboxMessage.way == "mail")
        assert session().scalar(mails) <= 300


def test_a_second_time_gives_the_same_municipality(seeded, apps, database):
    with seeded.app_context():
        first = story()
        db.session.remove()
        one = apps(database)
        if one.kind == "sqlite":
            databases.fresh_sqlite(db.engine, one.template, one.folder / "test.db")
        else:
            databases.fresh_postgres(db.engine)
        seed.make()
        assert story() == first


def test_a_database_with_people_in_it_is_refused(seeded):
    with seeded.app_context():
        with pytest.raises(seed.NotEmpty):
            seed.make()
        assert session().scalar(select(func.count()).select_from(Municipality)) == 1


@pytest.mark.parametrize("days", [40, 97, 251])
def test_it_can_be_made_on_any_day(app, days):
    """New Year, a Sunday in spring, a holiday in summer: dates follow from today."""
    with app.app_context(), clock.frozen_at(NOW + timedelta(days=days)):
        seed.make()
        assert list(broken_links(session())) == []
        assert states(Lot)["ordering"]


def links_of(page):
    """The addresses of our own that stand on a page, without signing out or changing language."""
    found = [link["href"].split("#")[0] for link in page.select("a[href^='/']")]
    skipped = ("/static", url_for("identity.sign_out"), "/taal")
    return [href for href in dict.fromkeys(found) if href and not href.startswith(skipped)]


def test_every_page_that_a_role_finds_in_the_menu_answers(seeded, client_of):
    for label, email in seed.ACCOUNTS:
        with seeded.app_context():
            person = account_by_email(session(), email).person_id
        client = client_of(person)
        with seeded.test_request_context():
            first = links_of(client.page(url_for("pages.staff_home")))
            assert len(first) >= 2, label
            for href in first:
                assert client.get(href).status_code in (200, 302), (label, href)


def test_residents_open_their_own_home_with_a_link(seeded):
    with seeded.app_context():
        links = seed.resident_links()
    assert len(links) == 3
    for label, address in links:
        client = seeded.test_client()
        assert client.get(address).status_code == 302, label
        assert client.get("/mijn-woning").status_code == 200, label
