"""Every name in what we keep about somebody has words that a person can read."""

import pytest
from sqlalchemy import select

from renogroep.identity.models import Person
from renogroep.infra.db import session
from renogroep.journeys.actions.people import EXPORT
from renogroep.journeys.rules.kept import NAMES
from renogroep.quotes.rules.kept_words import ACTS
from renogroep.web.demo import seed

# Under these names stand codes that have words of their own, or what people typed themselves.
OWN_WORDS = {"acts", "answers", "measures", "conditions", "quantities", "checks"}


def names_in(value, parent=""):
    """Every key of a nested export that is one of ours."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if parent not in OWN_WORDS:
                yield key
            yield from names_in(inner, key)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from names_in(one, parent)


@pytest.fixture
def exports(app):
    """What every room keeps of everybody in the demo."""
    with app.app_context():
        seed.make()
        people = session().scalars(select(Person.id)).all()
        return [export(session(), person) for person in people for export in EXPORT.values()]


def test_every_name_and_every_act_has_words(exports):
    names = {name for one in exports for name in names_in(one)}
    acts = {act for one in exports for act in one.get("acts", {})}
    assert len(names) > 40
    assert acts
    assert names - set(NAMES) == set()
    assert acts - set(ACTS) == set()
