"""What was seen and measured in a home, and what did its owner tell?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.units import Quantity
from renogroep.financing.rules.rows import CATEGORIES
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.owners import queries
from renogroep.owners.actions.cases import touch
from renogroep.owners.actions.home_use import note_use
from renogroep.owners.models import Case, Dwelling, DwellingMeasure, ScreeningFact
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.kinds import OwnerKind

KNOWN = ("yes", "no", "unknown")
MAX_QUANTITY = Quantity.of(100_000)  # a home with more of anything is a slip of the pen
EARLIEST_BUILD_YEAR = 1000


def record_facts(
    session: Session,
    case: Case,
    facts: Mapping[str, tuple[str, str]],
    *,
    by: By,
) -> list[ScreeningFact]:
    """Keep what somebody knows of the home; what was already known is not written again.

    facts    fact code -> ("yes" | "no" | "unknown", note). Which facts exist is dated data of the
             screening; the caller takes them from there.
    returns  the new rows. Raises Refused ``case.fact`` for another answer.
    """
    locked(session, Case, case.id)
    check_seen(case, by)
    if any(answer not in KNOWN for answer, _ in facts.values()):
        raise Refused("case.fact", "Choose yes, no or not known for every question.")
    new = _new_facts(session, case, facts, by)
    if new:
        session.add_all(new)
        touch(case)
        record(
            session,
            Did.FACTS_RECORDED,
            actor_id=by.actor_id,
            subject=case,
            facts=[row.fact for row in new],
            channel=by.channel,
        )
    return new


def _new_facts(
    session: Session, case: Case, facts: Mapping[str, tuple[str, str]], by: By
) -> list[ScreeningFact]:
    """What differs from what was said last; "not known" is no news where nothing was said."""
    before = queries.newest_facts(session, case.id)
    new = []
    for fact, (answer, note) in facts.items():
        words = cleaned(note)
        old = before.get(fact)
        if old is not None and (old.answer, old.note) == (answer, words):
            continue
        if old is None and answer == "unknown" and not words:
            continue
        new.append(
            ScreeningFact(
                municipality_id=case.municipality_id,
                case_id=case.id,
                fact=fact,
                answer=answer,
                note=words,
                author_id=by.actor_id,
                channel=by.channel,
                at=clock.now(),
            )
        )
    return new


def set_measures(
    session: Session,
    dwelling: Dwelling,
    measures: Mapping[str, Quantity | None],
    *,
    by: By,
) -> None:
    """What was measured in a home; None takes a measure away. Requests that are open do not change.

    by   saw a version of the home, not of a case
    Raises Refused ``dwelling.measure`` for a quantity below zero or absurdly large.
    """
    locked(session, Dwelling, dwelling.id)
    check_seen(dwelling, by)
    for quantity in measures.values():
        if quantity is not None and not Quantity(0) <= quantity <= MAX_QUANTITY:
            raise Refused(
                "dwelling.measure",
                "“%(quantity)s” cannot be right for one home. Check it.",
                quantity=quantity,
            )
    rows = {
        row.source: row
        for row in session.scalars(
            select(DwellingMeasure).where(DwellingMeasure.dwelling_id == dwelling.id)
        )
    }
    changed = {s: q for s, q in measures.items() if (rows[s].quantity if s in rows else None) != q}
    for source, quantity in changed.items():
        _set_measure(session, dwelling, rows.get(source), source, quantity, by)
    if changed:
        flag_modified(dwelling, "build_year")  # so that a form made before this is stale
        record(
            session,
            Did.DWELLING_MEASURED,
            actor_id=by.actor_id,
            subject=dwelling,
            measures={s: q.scaled if q is not None else None for s, q in changed.items()},
        )


def _set_measure(
    session: Session,
    dwelling: Dwelling,
    row: DwellingMeasure | None,
    source: str,
    quantity: Quantity | None,
    by: By,
) -> None:
    if quantity is None:
        session.delete(row)
        return
    if row is None:
        row = DwellingMeasure(
            municipality_id=dwelling.municipality_id, dwelling_id=dwelling.id, source=source
        )
        session.add(row)
    row.quantity, row.measured_by, row.measured_at = quantity, by.actor_id, clock.now()


def set_home(
    session: Session,
    case: Case,
    *,
    owner_kind: str,
    build_year: int | None,
    use: str = "",
    letting: str = "",
    home_seen: int | None = None,
    by: By,
) -> None:
    """Who the owner is to the home, when it was built, and what it is used for.

    Raises Refused for an absurd year, and as ``note_use``.
    use, letting   "" leaves it as it is
    home_seen   the version of the home on the page; ``by`` saw a version of the case
    """
    dwelling = case.dwelling
    locked(session, Dwelling, dwelling.id)
    locked(session, Case, case.id)
    check_seen(case, by)
    check_seen(dwelling, replace(by, seen=home_seen))
    if build_year is not None and not EARLIEST_BUILD_YEAR <= build_year <= clock.today().year + 1:
        raise Refused(
            "dwelling.build_year",
            "“%(year)s” is not a year in which a home was built. Use four digits, like 1965.",
            year=str(build_year),
        )
    if owner_kind not in set(OwnerKind):
        raise Refused("case.owner_kind", "Choose from the list who this person is to the home.")
    kind = OwnerKind(owner_kind)
    if dwelling.build_year != build_year:
        dwelling.build_year = build_year
        record(
            session,
            Did.DWELLING_CHANGED,
            actor_id=by.actor_id,
            subject=dwelling,
            build_year=build_year,
        )
    if case.owner_kind != kind:
        case.owner_kind = kind
        record(session, Did.CASE_CHANGED, actor_id=by.actor_id, subject=case, owner_kind=str(kind))
    note_use(session, case, use=use, letting=letting, by=by)


def set_income(
    session: Session,
    case: Case,
    *,
    income_category: int | None,
    other_dwelling: bool | None,
    life_event_on: date | None,
    by: By,
) -> None:
    """What the owner told of income category, another dwelling and a change in life. Sensitive.

    The audit says that it changed, never to what. Raises Refused for a category that is not there
    or a life event in the future.
    """
    locked(session, Case, case.id)
    check_seen(case, by)
    if income_category is not None and income_category not in CATEGORIES:
        raise Refused("case.category", "Choose an income category from the list.")
    if life_event_on is not None and life_event_on > clock.today():
        raise Refused(
            "case.life_event",
            "%(day)s lies ahead. Give the day on which the change took place.",
            day=life_event_on,
        )
    if income_category != case.income_category:
        case.income_told_on = clock.today() if income_category else None
    new = (income_category, other_dwelling, life_event_on)
    if (case.income_category, case.other_dwelling, case.life_event_on) != new:
        case.income_category, case.other_dwelling, case.life_event_on = new
        record(session, Did.CASE_CHANGED, actor_id=by.actor_id, subject=case, sensitive=True)
