"""Two rows turn out to be one person: no key of before opens anything, and one new one goes out."""

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.people import merge_people


@pytest.fixture
def two(given):
    """An and An, each with a key to an own page."""
    with given() as make:
        people = [make.person(f"An Peeters {n}", email=f"an{n}@example.org") for n in (1, 2)]
        return [
            (person.id, keys.make_link(make.session, person=person, purpose="my_home", by=TICK))
            for person in people
        ]


def merge(given, old, new):
    with given() as make:
        people = [make.session.get_one(Person, key) for key in (old, new)]
        merge_people(make.session, *people, by=TICK)


def test_old_links_and_sessions_of_both_open_nothing(app, given, two):
    browsers = [app.test_client() for _ in two]
    for browser, (_, token) in zip(browsers, two, strict=True):
        assert browser.get(f"/l/{token}").location == "/mijn-woning"
    merge(given, two[0][0], two[1][0])
    for browser, (_, token) in zip(browsers, two, strict=True):
        assert browser.get("/mijn-woning").status_code == 302
        assert app.test_client().get(f"/l/{token}").status_code == 404
    with given() as make:
        mails = make.session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("new_link:"))
        ).all()
        assert [mail.person_id for mail in mails] == [two[1][0]]


@pytest.mark.parametrize("which", [0, 1])
def test_somebody_with_an_account_is_never_put_together(given, two, which):
    with given() as make:
        colleague = make.member(Role.ADVISOR).id
    pair = [colleague, two[0][0]] if which == 0 else [two[0][0], colleague]
    with pytest.raises(Refused) as refused:
        merge(given, *pair)
    assert refused.value.code == "person.has_account"
