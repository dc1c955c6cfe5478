"""Which versions of the rules are there, and which one holds on a day?"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.cost_card import CardRules, rules_on
from renogroep.financing.rules.lifecycle import Origin, RuleState
from renogroep.financing.rules.limits import LimitTable
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.financing.rules.personas import Persona, failing_personas, read_personas
from renogroep.financing.rules.reference_size import ReferenceSizeTable
from renogroep.financing.rules.retention import RetentionTable
from renogroep.financing.rules.versions import (
    MONEY_KINDS,
    TABLES,
    AnyVersion,
    RuleVersionValue,
    is_indicative,
    table_from_json,
)
from renogroep.infra.scope import Reach, Scope, reaches

PERSONAS = Path(__file__).parents[1] / "personas"
RATES = Path(__file__).parents[1] / "rates"
CARD_KINDS, PERIODS = ("premium", "vat", "loan"), "periods"


def versions(
    session: Session, municipality_id: int, kind: str | None = None
) -> Sequence[RuleVersion]:
    """All versions, whatever their state, the newest first per kind."""
    statement = select(RuleVersion).where(RuleVersion.municipality_id == municipality_id)
    if kind is not None:
        statement = statement.where(RuleVersion.kind == kind)
    return session.scalars(
        statement.order_by(
            RuleVersion.kind, RuleVersion.valid_from.desc(), RuleVersion.label.desc()
        )
    ).all()


def active_versions(
    session: Session, municipality_id: int, kind: str | None = None
) -> Sequence[RuleVersion]:
    """The versions that are switched on, the newest first per kind."""
    rows = versions(session, municipality_id, kind)
    return [row for row in rows if row.state == RuleState.ACTIVE]


@reaches(RuleVersion, Reach.STAFF)
def _of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (RuleVersion.municipality_id == scope.municipality_id,)


def current_version(
    session: Session, municipality_id: int, kind: str, on: date
) -> RuleVersion | None:
    """The version of a kind that holds on a day, or None.

    The newest that has started replaces the earlier ones for good, as in ``rules.versions``.
    """
    row = session.scalar(
        select(RuleVersion)
        .where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind == kind,
            RuleVersion.state == RuleState.ACTIVE,
            RuleVersion.valid_from <= on,
        )
        .order_by(RuleVersion.valid_from.desc(), RuleVersion.label.desc())
        .limit(1)
    )
    ended = row is not None and row.valid_until is not None and row.valid_until < on
    return None if ended else row


def current_versions(
    session: Session, municipality_id: int, kinds: Collection[str], on: date
) -> dict[str, RuleVersion]:
    """Kind -> its ``current_version``, of those that have one, in one question to the database."""
    return newest_in(started(session, municipality_id, kinds, on), on)


def started(
    session: Session, municipality_id: int, kinds: Collection[str], on: date
) -> Sequence[RuleVersion]:
    """The active versions of some kinds that began by a day, in the order in which they did."""
    return session.scalars(
        select(RuleVersion)
        .where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind.in_(kinds),
            RuleVersion.state == RuleState.ACTIVE,
            RuleVersion.valid_from <= on,
        )
        .order_by(RuleVersion.valid_from, RuleVersion.label)
    ).all()


def newest_in(rows: Iterable[RuleVersion], on: date) -> dict[str, RuleVersion]:
    """Kind -> the newest of what ``started`` gave, where it did not end."""
    newest = {row.kind: row for row in rows}
    return {
        kind: row
        for kind, row in newest.items()
        if row.valid_until is None or row.valid_until >= on
    }


def current_or_newest(session: Session, municipality_id: int, kind: str) -> RuleVersion | None:
    """The newest active version of a kind, else the newest of any state."""
    rows = versions(session, municipality_id, kind)
    active = [row for row in rows if row.state == RuleState.ACTIVE]
    return next(iter([*active, *rows]), None)


def before(session: Session, row: RuleVersion) -> RuleVersion | None:
    """The version that holds just before this one, or that this one replaces on its own first day."""
    others = [
        one
        for one in active_versions(session, row.municipality_id, row.kind)
        if one.id != row.id and one.valid_from <= row.valid_from
    ]
    return others[0] if others else None


def as_value(row: RuleVersion) -> AnyVersion:
    """The version as the rules take it; for premium, vat, loan and income only."""
    return RuleVersionValue(
        kind=row.kind,
        label=row.label,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        confidence=row.confidence,
        review_on=row.review_on,
        table=table_from_json(row.kind, row.table),
    )


def values_of(rows: Iterable[RuleVersion]) -> list[AnyVersion]:
    """Those of the kinds that the cost card reads."""
    return [as_value(row) for row in rows if row.kind in MONEY_KINDS]


def card_rules(session: Session, municipality_id: int, on: date) -> CardRules:
    """The premium, VAT and loan rules of a day, for a cost card; only the versions of that day
    are read.
    """
    return card_rules_in(current_versions(session, municipality_id, CARD_KINDS, on), on)


def card_rules_in(versions: Mapping[str, RuleVersion], on: date) -> CardRules:
    """The same, among versions of that day that were read already."""
    rows = [versions[kind] for kind in CARD_KINDS if kind in versions]
    return rules_on(values_of(rows), on)


@cache
def shipped_periods() -> PeriodsTable:
    """The periods that the product comes with, for a municipality that has no version of its own."""
    return PeriodsTable.read_csv((RATES / "periods.csv").read_text("utf-8"))


def periods_on(session: Session, municipality_id: int, on: date) -> tuple[PeriodsTable, int | None]:
    """The periods of a day and the id of their version, which a decision stores."""
    row = current_version(session, municipality_id, PERIODS, on)
    return periods_in(row), None if row is None else row.id


def periods_in(row: RuleVersion | None) -> PeriodsTable:
    """The periods of a version that was read already, else those that the product comes with."""
    return shipped_periods() if row is None else PeriodsTable.from_json(row.table)


@cache
def shipped_limits() -> LimitTable:
    """The limits that the product comes with, for a municipality that has no version of its own."""
    return LimitTable.read_csv((RATES / "limits.csv").read_text("utf-8"))


def limits_on(session: Session, municipality_id: int, on: date) -> tuple[LimitTable, int | None]:
    """The limits of a day and the id of their version, which a publication stores."""
    row = current_version(session, municipality_id, "limits", on)
    return limits_in(row), None if row is None else row.id


def limits_in(row: RuleVersion | None) -> LimitTable:
    """The limits of a version that was read already, else those that the product comes with."""
    return shipped_limits() if row is None else LimitTable.from_json(row.table)


@cache
def shipped_sizes() -> ReferenceSizeTable:
    """How large works usually are, per kind of house: ours, to be changed by whoever asks."""
    return ReferenceSizeTable.read_csv((RATES / "reference_size.csv").read_text("utf-8"))


@cache
def shipped_retention() -> RetentionTable:
    """How long things are kept when a municipality has no version of its own."""
    return RetentionTable.read_csv((RATES / "retention.csv").read_text("utf-8"))


def retention_on(session: Session, municipality_id: int, on: date) -> RetentionTable:
    """How long everything is kept, on a day."""
    row = current_version(session, municipality_id, "retention", on)
    return shipped_retention() if row is None else RetentionTable.from_json(row.table)


def ending_rules(session: Session, today: date, until: date) -> list[tuple[str, date]]:
    """Label and last day of rules that hold now, end by ``until`` and have no next one; by day."""
    held = session.scalars(
        select(RuleVersion).where(
            RuleVersion.state == RuleState.ACTIVE, RuleVersion.valid_from <= until
        )
    ).all()
    newest: dict[tuple[int, str], RuleVersion] = {}
    for row in sorted(held, key=lambda one: (one.valid_from, one.label)):
        newest[row.municipality_id, row.kind] = row
    return sorted(
        (
            (row.label, row.valid_until)
            for row in newest.values()
            if row.valid_until is not None and today <= row.valid_until <= until
        ),
        key=lambda one: one[1],
    )


def indicative(row: RuleVersion, on: date) -> bool:
    """Should a page say “indicative” beside this version?"""
    if row.kind in TABLES:
        return is_indicative(as_value(row), on)
    return row.valid_until is None and row.review_on is not None and on > row.review_on


@cache
def personas() -> tuple[Persona, ...]:
    """The households that ship with the product, from every file in ``personas/``."""
    found: list[Persona] = []
    for file in sorted(PERSONAS.glob("*.json")):
        found += read_personas(json.loads(file.read_text(encoding="utf-8")))
    return tuple(found)


def failing(
    session: Session,
    municipality_id: int,
    extra: RuleVersion | None = None,
    today: date | None = None,
) -> list[str]:
    """What would differ for the worked cases under the active versions, with ``extra`` beside them.

    With ``extra`` only the cases on the days that it covers: the others are not its doing.
    today   for a version that somebody here wrote: a household of later than today was worked out
            under the rules of the product, and says nothing about rules that are new then
    """
    rows = list(active_versions(session, municipality_id))
    if extra is None:
        return failing_personas(values_of(rows), personas())
    beside = [row for row in rows if (row.kind, row.valid_from) != (extra.kind, extra.valid_from)]
    touched = [
        persona
        for persona in personas()
        if extra.valid_from <= persona.on
        and (extra.valid_until is None or persona.on <= extra.valid_until)
        and (today is None or extra.origin == Origin.SHIPPED or persona.on <= today)
    ]
    return failing_personas(values_of([*beside, extra]), touched)
