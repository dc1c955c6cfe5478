"""Versions of rules that somebody here wrote, on top of those of the product."""

from typing import Any

from renogroep.financing.actions import add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import current_version
from renogroep.financing.rules.lifecycle import Origin
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import TODAY, Make


def written(
    make: Make, kind: str = "vat", author: Person | None = None, **given: Any
) -> RuleVersion:
    """A draft like the version of today, by a lead of this municipality."""
    now = current_version(make.session, make.home.id, kind, TODAY)
    assert now is not None
    author = author or make.member(Role.LEAD)
    values = {"label": "proef", "valid_from": now.valid_from, "valid_until": None}
    values |= {"confidence": "high", "review_on": None, "table": now.table, "source": "raad"}
    row = add_version(
        make.session, municipality_id=make.home.id, kind=kind, by=TICK, **{**values, **given}
    )
    row.origin, row.author_id = Origin.OWN, author.id
    make.session.flush()
    return row
