"""How does somebody here write a new version?"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.financing.actions.switching import check_author
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value
from renogroep.financing.rules.details import Details, check_details
from renogroep.financing.rules.events import Did
from renogroep.financing.rules.filling import RULES, copied, sheets_of
from renogroep.financing.rules.indexing import indexed_row, source_of
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, Origin
from renogroep.financing.rules.versions import TABLES
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked

Sheets = Mapping[str, tuple[Any, ...]]  # rules | conditions -> rows


def table_json(kind: str, sheets: Sheets) -> dict[str, Any]:
    """As it is stored. ValueError when the rows make no table of this kind."""
    return TABLES[kind](*(sheets[sheet] for sheet in sheets_of(kind))).to_json()


def copy_of(base: RuleVersion, details: Details) -> Sheets:
    """The rows of a version, under another label and other days."""
    table = as_value(base).table
    sheets = {
        sheet: copied(getattr(table, sheet), details.period, base.valid_until)
        for sheet in sheets_of(base.kind)
    }
    return {**sheets, RULES: tuple(_told(row, base, details) for row in sheets[RULES])}


def _told(row: Any, base: RuleVersion, details: Details) -> Any:
    """The source that was typed; the confidence too, but a row that was less sure stays so."""
    if details.source != base.source:
        row = replace(row, source=details.source)
    if row.confidence == base.confidence:
        row = replace(row, confidence=details.confidence)
    return row


def with_percent(base: RuleVersion, details: Details, percent: Decimal) -> tuple[Details, Sheets]:
    """Ceilings of income that we count ourselves, until the official ones are there."""
    source = source_of(base.label, percent)
    rows = tuple(indexed_row(row, percent, source) for row in copy_of(base, details)[RULES])
    return replace(details, source=source, confidence="low"), {RULES: rows}


def draft(
    session: Session,
    base: RuleVersion,
    details: Details,
    sheets: Sheets,
    *,
    by: By,
    taken_from: str = "",
) -> RuleVersion:
    """A new version of the kind of ``base``, with these rows; nothing decides by it yet.

    taken_from   municipality and author, when it came as a file from elsewhere
    raises       Refused: the label exists, the days, the confidence
    """
    locked(session, RuleVersion, base.id)
    check_details(details)
    _check_label(session, base.municipality_id, base.kind, details.label)
    row = RuleVersion(
        municipality_id=base.municipality_id,
        kind=base.kind,
        table=table_json(base.kind, sheets),
        origin=Origin.TAKEN if taken_from else Origin.OWN,
        author_id=by.person_id,
        taken_from=taken_from,
        **asdict(details),
    )
    session.add(row)
    record(
        session,
        Did.VERSION_ADDED,
        actor_id=by.actor_id,
        subject=row,
        kind=row.kind,
        label=row.label,
    )
    return row


def change(session: Session, row: RuleVersion, details: Details, sheets: Sheets, *, by: By) -> None:
    """Other cells, days or source, by its author; what was sent back is a draft again.

    The same confidence or source for every row when those of the version change.

    raises   StaleDataError for an older version of the row, Refused: not the author, another state,
             the label exists, the days, the confidence
    """
    locked(session, RuleVersion, row.id)
    check_author(row, by)
    check_seen(row, by)
    check_details(details)
    if details.label != row.label:
        _check_label(session, row.municipality_id, row.kind, details.label)
    RULE_VERSIONS.move(row, "revise")
    row.table = table_json(row.kind, sheets)
    for name, value in asdict(details).items():
        setattr(row, name, value)
    record(session, Did.VERSION_CHANGED, actor_id=by.actor_id, subject=row, kind=row.kind)


def _check_label(session: Session, municipality_id: int, kind: str, label: str) -> None:
    known = session.scalar(
        select(RuleVersion.id).where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind == kind,
            RuleVersion.label == label,
        )
    )
    if known is not None:
        raise Refused(
            "rules.label_taken",
            "There is a version “%(label)s” already. Choose another name.",
            label=label,
        )
