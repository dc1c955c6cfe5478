"""Which versions are there, does each one hold, and what stands in its table?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.financing import queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.labels import CONFIDENCE, KINDS
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, RuleState
from renogroep.financing.rules.readable import Section, sections
from renogroep.financing.rules.versions import MONEY_KINDS
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
class RulePage:
    """One version, readable."""

    kind: str
    state: str
    confidence: str
    indicative: bool
    sections: Sequence[Section]
    tested: bool  # against the worked examples, before it is switched on
    differences: list[str]
    gives_amounts: bool


def rule_page(session: Session, row: RuleVersion, today: date) -> RulePage:
    """Everything that the page of one version says."""
    tested = row.state == RuleState.DRAFT and row.kind in MONEY_KINDS
    return RulePage(
        kind=KINDS.get(row.kind, row.kind),
        state=RULE_VERSIONS.noun.labels[row.state],
        confidence=CONFIDENCE[row.confidence],
        indicative=queries.indicative(row, today),
        sections=sections(row.table, shown),
        tested=tested,
        differences=queries.failing(session, row.municipality_id, row) if tested else [],
        gives_amounts=row.kind in MONEY_KINDS,
    )
