"""Versions of rules that somebody here wrote, on top of those of the product."""

from dataclasses import replace
from typing import Any

from renogroep.financing.actions import add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value, current_version
from renogroep.financing.rules.case_answers import answer
from renogroep.financing.rules.cases import NO_AMOUNT, RuleCase
from renogroep.financing.rules.filling import written as written_cell
from renogroep.financing.rules.lifecycle import Origin
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import TODAY, Make


def written(
    make: Make, kind: str = "periods", author: Person | None = None, **given: Any
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


def looked_up(row: RuleVersion, case: RuleCase) -> RuleCase:
    """The case with the answer that an official page gives: here the one of the table itself."""
    found = answer(as_value(row), case)
    cells = {name: written_cell(value) or NO_AMOUNT for name, value in found.items()}
    return replace(case, expected=cells, sum_by_hand="van de officiële pagina")
