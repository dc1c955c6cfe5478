"""Versions of rules that somebody here wrote, on top of those of the product."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from renogroep.financing.actions import add_version
from renogroep.financing.actions.drafting import copy_of, table_json
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value, current_version
from renogroep.financing.rules.case_answers import answer
from renogroep.financing.rules.cases import CASE_KINDS, NO_AMOUNT, RuleCase
from renogroep.financing.rules.details import Details
from renogroep.financing.rules.filling import written as written_cell
from renogroep.financing.rules.lifecycle import Origin
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.support.make import TODAY, Make

NEXT = date(2027, 1, 1)


def written(
    make: Make, kind: str = "periods", author: Person | None = None, **given: Any
) -> RuleVersion:
    """A draft like the version of today, by a lead; what gives amounts begins next year, unproven."""
    now = current_version(make.session, make.home.id, kind, TODAY)
    assert now is not None
    author = author or make.member(Role.LEAD)
    values = {"label": "proef", "valid_from": NEXT if kind in CASE_KINDS else now.valid_from}
    values |= {"valid_until": None, "confidence": "high", "source": "raad"} | given
    table = values.pop("table", None)
    details = Details(**values)
    row = add_version(
        make.session,
        municipality_id=make.home.id,
        kind=kind,
        table=table or table_json(kind, copy_of(now, details)),
        by=TICK,
        **asdict(details),
    )
    row.origin, row.author_id = Origin.OWN, author.id
    make.session.flush()
    return row


def looked_up(row: RuleVersion, case: RuleCase) -> RuleCase:
    """The case with the answer that an official page gives: here the one of the table itself."""
    found = answer(as_value(row), case)
    cells = {name: written_cell(value) or NO_AMOUNT for name, value in found.items()}
    return replace(case, expected=cells, sum_by_hand="van de officiële pagina")
