"""Which versions are there, does each one hold, and what stands in its table?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.financing import queries
from renogroep.financing.forms.switching import SendBackForm
from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters.cases import Gate, gate_of
from renogroep.financing.presenters.drafting import DiffPage, diff_page, table_files
from renogroep.financing.rules.details import hole_before
from renogroep.financing.rules.filling import holes
from renogroep.financing.rules.labels import CONFIDENCE, KINDS, NOT_TRIED
from renogroep.financing.rules.lifecycle import OPEN, RULE_VERSIONS, Origin, RuleState
from renogroep.financing.rules.readable import Section, sections
from renogroep.financing.rules.versions import MONEY_KINDS, TABLES
from renogroep.identity.models import Person
from renogroep.infra.acts import show_version
from renogroep.infra.i18n import shown


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All versions per kind; ids of those that hold today and of those that are indicative."""

    by_kind: dict[str, list[RuleVersion]]
    current: frozenset[int]
    indicative: frozenset[int]
    differences: list[str]  # with the worked examples
    personas: int
    kinds: Mapping[str, str]
    states: Mapping[RuleState, str]
    confidence: Mapping[str, str]


def rules_page(session: Session, municipality_id: int, today: date) -> RulesPage:
    """Everything that the page of all rules says."""
    by_kind: dict[str, list[RuleVersion]] = {}
    for row in queries.versions(session, municipality_id):
        by_kind.setdefault(row.kind, []).append(row)
    current = [queries.current_version(session, municipality_id, k, today) for k in by_kind]
    rows = [row for kind in by_kind.values() for row in kind]
    return RulesPage(
        by_kind=dict(sorted(by_kind.items(), key=lambda pair: _place(pair[0]))),
        current=frozenset(row.id for row in current if row),
        indicative=frozenset(row.id for row in rows if queries.indicative(row, today)),
        differences=queries.failing(session, municipality_id) if by_kind else [],
        personas=len(queries.personas()),
        kinds=KINDS,
        states=RULE_VERSIONS.noun.labels,
        confidence=CONFIDENCE,
    )


def _place(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


@dataclass(frozen=True, slots=True)
class Acts:
    """What this reader may do with a version now."""

    change: bool  # its cells, and propose it
    approve: bool  # or send it back
    switch_on: bool  # what comes with the product, or was switched off before
    waits: bool  # for somebody else: the reader made it


@dataclass(frozen=True, slots=True)
class RulePage:
    """One version, readable."""

    kind: str
    state: str
    confidence: str
    indicative: bool
    sections: Sequence[Section]
    tested: bool  # against the worked examples, before it is switched on
    differences: list[str]
    on_a_card: bool
    not_tried: str  # why there is nothing to try
    nothing_instead: bool  # without a version there is no amount; else those of the product count
    author: str  # empty when it came with the product
    acts: Acts
    gate: Gate | None  # of a version that somebody here writes
    diff: DiffPage | None  # of a version that does not decide yet
    files: list[str]
    hole: Text | None  # days between the one before and this one
    gaps: list[tuple[str, date, date]]  # and inside it


def rule_page(session: Session, row: RuleVersion, today: date, reader_id: int) -> RulePage:
    """Everything that the page of one version says."""
    open_still = row.state not in (RuleState.ACTIVE, RuleState.RETIRED)
    tested = open_still and row.kind in MONEY_KINDS
    return RulePage(
        kind=KINDS.get(row.kind, row.kind),
        state=RULE_VERSIONS.noun.labels[row.state],
        confidence=CONFIDENCE[row.confidence],
        indicative=queries.indicative(row, today),
        sections=sections(row.table, shown),
        tested=tested,
        differences=queries.failing(session, row.municipality_id, row, today) if tested else [],
        on_a_card=row.kind in MONEY_KINDS,
        not_tried=NOT_TRIED.get(row.kind, ""),
        nothing_instead=row.kind in MONEY_KINDS or row.kind == "reference_price",
        author=author_of(session, row),
        acts=acts_of(row, reader_id),
        gate=gate_of(session, row) if open_still and row.origin != Origin.SHIPPED else None,
        diff=diff_page(session, row) if open_still else None,
        files=table_files(row.kind),
        **(_warnings(session, row) if open_still else {"hole": None, "gaps": []}),
    )


def shown_version(
    session: Session, row: RuleVersion, refusal: Text | None = None, form: Any = None
) -> dict[str, Any]:
    """The values of its page for this reader, also after something on it was refused."""
    form = form or SendBackForm(formdata=None)
    show_version(form, row)
    page = rule_page(session, row, clock.today(), current_user.id)
    return {"row": row, "page": page, "form": form, "refusal": refusal}


def _warnings(session: Session, row: RuleVersion) -> dict[str, Any]:
    """Days on which nothing would hold."""
    old = queries.before(session, row)
    rows = queries.as_value(row).table.rules if row.kind in TABLES else ()
    return {
        "hole": hole_before(row.valid_from, old.valid_until if old else None),
        "gaps": holes(rows, row.kind) if rows else [],
    }


def author_of(session: Session, row: RuleVersion) -> str:
    """Who made it, and where when that was elsewhere."""
    person = session.get(Person, row.author_id) if row.author_id else None
    return " · ".join(part for part in (person.name if person else "", row.taken_from) if part)


def acts_of(row: RuleVersion, reader_id: int) -> Acts:
    """As the actions decide it."""
    shipped = row.origin == Origin.SHIPPED
    own = not shipped and reader_id in (row.author_id, row.proposed_by)
    mine = not shipped and reader_id == row.author_id
    proposed = row.state == RuleState.PROPOSED
    off = row.state == RuleState.RETIRED or (shipped and row.state == RuleState.DRAFT)
    return Acts(
        change=mine and row.state in OPEN,
        approve=proposed and not own,
        switch_on=off and not own,
        waits=proposed and own,
    )
