"""Which versions are there, does each one hold, and what stands in its table?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.financing import queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.labels import (
    CODES,
    COLUMNS,
    CONFIDENCE,
    FIRST,
    KINDS,
    PREMIUM_KINDS,
    SECTIONS,
)
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, RuleState
from renogroep.financing.rules.versions import MONEY_KINDS
from renogroep.infra.i18n import say, shown

LEFT_OUT = {"regime"}  # the name of the version, on every row


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


Section = tuple[str, list[str], list[list[str]]]  # title, headings, rows


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
        sections=_sections(row.table),
        tested=tested,
        differences=queries.failing(session, row.municipality_id, row) if tested else [],
        gives_amounts=row.kind in MONEY_KINDS,
    )


def _sections(table: dict[str, Any]) -> list[Section]:
    """Every list in the table as title, headings and rows; loose values in one list of their own."""
    found_here: list[Section] = []
    loose: list[list[str]] = []
    for key, value in table.items():
        title = say(SECTIONS[key]) if key in SECTIONS else _words(key)
        rows = value if isinstance(value, list) else []
        if rows and all(isinstance(one, dict) for one in rows):
            names = [
                n for n in rows[0] if n not in LEFT_OUT and any(_filled(r.get(n)) for r in rows)
            ]
            names.sort(key=lambda name: name not in FIRST)
            cells = [[_cell(name, one.get(name)) for name in names] for one in rows]
            found_here.append((title, [_heading(name) for name in names], cells))
        else:
            loose.append([title, _cell(key, value)])
    if loose:
        found_here.append((_("Values"), [_("What"), _("Value")], loose))
    return found_here


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _heading(name: str) -> str:
    return say(COLUMNS[name]) if name in COLUMNS else _words(name)


def _words(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()


def _cell(name: str, value: Any) -> str:
    """A stored value as people write it."""
    if not _filled(value):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and "cents" in name:
        return shown(Money(value))
    if "percent" in name and isinstance(value, str):
        return shown(Decimal(value))
    if name in ("valid_from", "valid_until"):
        return shown(date.fromisoformat(value))
    if name == "kind" and value in PREMIUM_KINDS:
        return say(PREMIUM_KINDS[value])
    if name in ("code", "unit", "value") and value in CODES:
        return say(CODES[value])
    if isinstance(value, list):
        return ", ".join(_cell("", one) for one in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{_words(str(key))}: {_cell(str(key), one)}" for key, one in value.items()
        )
    return say(CONFIDENCE[value]) if name == "confidence" and value in CONFIDENCE else str(value)
