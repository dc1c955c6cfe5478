"""Whoever works for another municipality, or for nobody, finds none of our rows, on any page."""

import pytest
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from renogroep.identity.models import Municipality
from renogroep.infra.access import GRANTS, May, Role
from renogroep.infra.db import session
from renogroep.tenders.models import Package
from renogroep.web.demo import seed
from tests.support.signing_in import person_of, signed_in
from tests.system.test_every_route import guarded

DATABASES = ("sqlite",)  # which rows somebody finds is the same query on both
KEYS = range(1, 4)  # rows of the demo have these numbers in every table


@pytest.fixture
def ours(app):
    """The demo municipality, with something in every table."""
    with app.app_context():
        seed.make()
    return app


@pytest.fixture
def strangers(ours, given, client_of):
    """{role: the browser of somebody with that role in a municipality without any rows}"""
    with given() as make:
        make._municipality = make.municipality(slug="elders", email="wonen@elders.example")
        people = {role: make.member(role).id for role in Role}
    return {role: client_of(person_id) for role, person_id in people.items()}


def addresses(rule):
    """The route with the key of every row that could be somebody else's."""
    integers = [
        name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)
    ]
    if not integers:
        return
    texts = {name: "1" for name in rule.arguments if name not in integers}
    for key in KEYS:
        yield rule.build({**texts, **dict.fromkeys(integers, key)}, append_unknown=False)[1]


def test_every_row_of_another_municipality_is_a_404(ours, strangers, given, client_of):
    check_nothing_opens(ours, strangers)
    check_two_memberships(ours, given, client_of)
    check_lists_are_empty(ours, strangers)
    check_the_walk_reaches_rows(ours)


OWN = {"identity.my_session_end", "identity.my_sessions_end"}  # only of oneself, tested by hand


def check_nothing_opens(app, strangers):
    leaks = []
    for rule, permission in guarded(app):
        if rule.endpoint in OWN:
            continue
        for role in sorted(GRANTS[permission]):
            for address in addresses(rule):
                for method in sorted({"GET", "POST"} & rule.methods):
                    answer = strangers[role].open(address, method=method)
                    if answer.status_code not in {404, 302}:
                        leaks.append((role, method, address, answer.status_code))
    assert leaks == []


EVERYWHERE = {
    May.ORGANISATION_MANAGE,
    May.RULES_APPROVE,
    May.RULES_MANAGE,
}  # of the municipality, not of a place
PAIRS = ((Role.LEAD, Role.ALDERMAN), (Role.ADVISOR, Role.STEERING), (Role.DESK, Role.ALDERMAN))


def check_two_memberships(ours, given, client_of):
    """Who works in a neighbourhood without rows, and only watches elsewhere, opens nothing there."""
    with given() as make:
        make._municipality = make.session.scalars(select(Municipality)).first()
        empty = [make.neighbourhood().id for _ in KEYS][-1]  # beyond the keys that are tried
        assert empty not in KEYS
        people = {
            roles: make.also(make.member(roles[0], neighbourhood_id=empty), roles[1]).id
            for roles in PAIRS
        }
    leaks = []
    for (working, watching), person_id in people.items():
        client = client_of(person_id)
        for rule, permission in guarded(ours):
            roles = GRANTS[permission]
            if working not in roles or watching in roles or permission in EVERYWHERE:
                continue
            for address in addresses(rule):
                for method in sorted({"GET", "POST"} & rule.methods):
                    answer = client.open(address, method=method)
                    if answer.status_code not in {404, 302}:
                        leaks.append((working, watching, method, address, answer.status_code))
    assert leaks == []


def check_lists_are_empty(ours, strangers):
    with ours.app_context():
        titles = set(session().scalars(select(Package.title)))
    for rule, permission in guarded(ours):
        if rule.arguments or "GET" not in rule.methods:
            continue
        for role in sorted(GRANTS[permission]):
            answer = strangers[role].get(rule.rule)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                shown = [title for title in titles if title in answer.text]
                assert shown == [], (role, rule.rule)


def check_the_walk_reaches_rows(ours):
    """A control: with the right person the same addresses do answer."""
    with ours.app_context():
        lead = person_of(dict(seed.ACCOUNTS)["Project lead"]).id
    client = ours.test_client()
    signed_in(ours, client, lead)
    answered = {
        rule.endpoint
        for rule, permission in guarded(ours)
        if Role.LEAD in GRANTS[permission] and "GET" in rule.methods
        for address in addresses(rule)
        if client.get(address).status_code == 200
    }
    assert len(answered) >= 20
