"""What do we know of a home, its owner and the way we go together?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from renogroep.base import clock
from renogroep.base.units import Quantity
from renogroep.financing.queries import current_version
from renogroep.infra.scope import Reach, reaches
from renogroep.infra.scope import Scope as Reader
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import (
    CallRequest,
    CanWillAnswer,
    Case,
    CaseGram,
    CaseWord,
    ContactMoment,
    Dwelling,
    DwellingMeasure,
    GramCount,
    HandOverCase,
    RouteDecision,
    ScreeningFact,
    Task,
)
from renogroep.owners.rules.can_will_table import CAN_WILL_2026, CanWillTable
from renogroep.owners.rules.routes_table import ROUTES_2026, RoutesTable
from renogroep.owners.rules.search import Entry, grams_asked, ranked
from renogroep.owners.rules.triage import Evidence

CAN_WILL = "can_will"  # kind of the rule version with questions and routes
Scope = Collection[int] | None  # neighbourhoods that a member of staff works in; None is all


def in_scope(column: InstrumentedAttribute[int], scope: Scope) -> ColumnElement[bool]:
    """The condition that a row lies in one of the neighbourhoods."""
    return true() if scope is None else column.in_(scope)


@reaches(Case, Reach.OWN)
def _of_owner(reader: Reader) -> Sequence[ColumnElement[bool]]:
    """An owner's own homes, also when the file is closed: photos and costs stay theirs."""
    return (Case.person_id == reader.person_id,)


@reaches(Case, Reach.STAFF)
def _staff_cases(reader: Reader) -> Sequence[ColumnElement[bool]]:
    within = reader.within(Street.neighbourhood_id)
    home = Case.dwelling.has(Dwelling.address.has(Address.street.has(within)))
    return Case.municipality_id == reader.municipality_id, home


@reaches(CallRequest, Reach.STAFF)
def _staff_calls(reader: Reader) -> Sequence[ColumnElement[bool]]:
    ours = CallRequest.municipality_id == reader.municipality_id
    return ours, _call_in_scope(reader.neighbourhood_ids)


def owners_in_scope(scope: Collection[int]) -> Select[int]:
    """The ids of people who have a case in one of these neighbourhoods."""
    return (
        select(Case.person_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(Street.neighbourhood_id.in_(scope))
    )


def case(session: Session, key: int, municipality_id: int, scope: Scope) -> Case | None:
    """The case with its home and people, unless it lies outside what this person works in."""
    return session.scalar(
        select(Case)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(
            Case.id == key,
            Case.municipality_id == municipality_id,
            in_scope(Street.neighbourhood_id, scope),
        )
        .options(
            joinedload(Case.dwelling)
            .joinedload(Dwelling.address)
            .joinedload(Address.street)
            .joinedload(Street.neighbourhood),
            joinedload(Case.dwelling).selectinload(Dwelling.measures),
            joinedload(Case.person),
            joinedload(Case.advisor),
        )
    )


def cases_of(session: Session, person_id: int) -> Sequence[int]:
    """The numbers of somebody's cases, open and closed."""
    return session.scalars(
        select(Case.id).where(Case.person_id == person_id).order_by(Case.id)
    ).all()


def homes_of(session: Session, person_ids: Collection[int]) -> dict[int, list[Case]]:
    """Person -> cases with their homes, oldest first, for many people in one question."""
    found: dict[int, list[Case]] = {}
    for row in session.scalars(
        select(Case)
        .where(Case.person_id.in_(person_ids))
        .order_by(Case.id)
        .options(joinedload(Case.dwelling).joinedload(Dwelling.address).joinedload(Address.street))
    ):
        found.setdefault(row.person_id, []).append(row)
    return found


def case_by_submission(session: Session, submission_key: str, address_id: int) -> Case | None:
    """The case that one visitor's form made for this home, if it was sent before."""
    return session.scalar(
        select(Case)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .where(Case.submission_key == submission_key, Dwelling.address_id == address_id)
    )


def _call_in_scope(scope: Scope) -> ColumnElement[bool]:
    """A call of the whole municipality is everybody's, so that somebody makes it."""
    if scope is None:
        return true()
    column = CallRequest.neighbourhood_id
    return or_(column.is_(None), column.in_(scope))


def call_request(
    session: Session, key: int, municipality_id: int, scope: Scope
) -> CallRequest | None:
    """Somebody's "call me", unless it lies outside what this person works in."""
    return session.scalar(
        select(CallRequest).where(
            CallRequest.id == key,
            CallRequest.municipality_id == municipality_id,
            _call_in_scope(scope),
        )
    )


def waiting_calls(
    session: Session, municipality_id: int, scope: Scope, most: int | None = None
) -> Sequence[CallRequest]:
    """Who still waits for a call, the longest first; at most so many when asked."""
    return session.scalars(
        select(CallRequest)
        .where(*_waits_for_call(municipality_id, scope))
        .order_by(CallRequest.due_on, CallRequest.id)
        .limit(most)
    ).all()


def count_calls(session: Session, municipality_id: int, scope: Scope) -> int:
    """How many ``waiting_calls`` there are."""
    return session.scalar(select(func.count()).where(*_waits_for_call(municipality_id, scope))) or 0


def _waits_for_call(municipality_id: int, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        CallRequest.municipality_id == municipality_id,
        CallRequest.handled_at.is_(None),
        _call_in_scope(scope),
    )


def facts(session: Session, case_id: int) -> Sequence[ScreeningFact]:
    """Everything that was said of the home, oldest first."""
    return session.scalars(
        select(ScreeningFact)
        .where(ScreeningFact.case_id == case_id)
        .order_by(ScreeningFact.at, ScreeningFact.id)
    ).all()


def newest_facts(session: Session, case_id: int) -> dict[str, ScreeningFact]:
    """Fact code -> what was said last."""
    return {row.fact: row for row in facts(session, case_id)}


def newest_facts_of(session: Session, case_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Case -> fact -> newest answer, for many cases in one question to the database."""
    found: dict[int, dict[str, str]] = {}
    rows = session.execute(
        select(ScreeningFact.case_id, ScreeningFact.fact, ScreeningFact.answer)
        .where(ScreeningFact.case_id.in_(case_ids))
        .order_by(ScreeningFact.at, ScreeningFact.id)
    )
    for case_id, fact, answer in rows:
        found.setdefault(case_id, {})[fact] = answer
    return found


def task(session: Session, key: int, case_id: int) -> Task | None:
    """A task, unless it belongs to another case."""
    return session.scalar(select(Task).where(Task.id == key, Task.case_id == case_id))


def answers(session: Session, case_id: int) -> Sequence[CanWillAnswer]:
    """Every piece of evidence for can and will, oldest first. Sensitive."""
    return session.scalars(
        select(CanWillAnswer)
        .where(CanWillAnswer.case_id == case_id)
        .order_by(CanWillAnswer.at, CanWillAnswer.id)
    ).all()


def newest_answers(session: Session, case_id: int) -> dict[int, CanWillAnswer]:
    """Question number -> what was answered last. Sensitive."""
    return {row.question: row for row in answers(session, case_id)}


def evidence(session: Session, case_id: int) -> list[Evidence]:
    """The answers as the rules want them, in the order in which they were recorded."""
    return [
        Evidence(row.question, row.answer, clock.local(row.at).date())
        for row in answers(session, case_id)
    ]


def route_decisions(session: Session, case_id: int) -> Sequence[RouteDecision]:
    """The routes of a case, newest first. Sensitive."""
    return session.scalars(
        select(RouteDecision)
        .where(RouteDecision.case_id == case_id)
        .order_by(RouteDecision.id.desc())
    ).all()


def tasks(session: Session, case_id: int) -> Sequence[Task]:
    """What was and is to do, the most urgent first."""
    return session.scalars(
        select(Task).where(Task.case_id == case_id).order_by(Task.due_on, Task.id)
    ).all()


def contact_moments(session: Session, case_id: int) -> Sequence[ContactMoment]:
    """When we spoke with this owner, newest first."""
    return session.scalars(
        select(ContactMoment)
        .where(ContactMoment.case_id == case_id)
        .order_by(ContactMoment.at.desc(), ContactMoment.id.desc())
    ).all()


def hand_over_lines(session: Session, case_id: int) -> Sequence[HandOverCase]:
    """Each time that a colleague was asked to take this case, newest first."""
    return session.scalars(
        select(HandOverCase)
        .where(HandOverCase.case_id == case_id)
        .order_by(HandOverCase.id.desc())
        .options(joinedload(HandOverCase.hand_over))
    ).all()


def quantities(session: Session, dwelling_id: int) -> dict[str, Quantity]:
    """Source -> how much of it this home has, as measured."""
    rows = session.execute(
        select(DwellingMeasure.source, DwellingMeasure.quantity).where(
            DwellingMeasure.dwelling_id == dwelling_id
        )
    )
    return {row.source: row.quantity for row in rows}


def quantities_of(
    session: Session, dwelling_ids: Collection[int]
) -> dict[int, dict[str, Quantity]]:
    """Home -> source -> quantity, for many homes in one question to the database."""
    found: dict[int, dict[str, Quantity]] = {key: {} for key in dwelling_ids}
    rows = session.execute(
        select(DwellingMeasure.dwelling_id, DwellingMeasure.source, DwellingMeasure.quantity).where(
            DwellingMeasure.dwelling_id.in_(dwelling_ids)
        )
    )
    for dwelling_id, source, quantity in rows:
        found[dwelling_id][source] = quantity
    return found


def newest_decision(session: Session, case_id: int) -> RouteDecision | None:
    """The route that holds now. Sensitive."""
    return session.scalar(
        select(RouteDecision)
        .where(RouteDecision.case_id == case_id)
        .order_by(RouteDecision.id.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class CanWillRules:
    """The questions and routes that hold today, and the version that a decision keeps."""

    version_id: int | None
    questions: CanWillTable
    routes: RoutesTable


def can_will_rules(session: Session, municipality_id: int, on: date) -> CanWillRules:
    """The version that is switched on; the ones of the product while there is none."""
    version = current_version(session, municipality_id, CAN_WILL, on)
    if version is None:
        return CanWillRules(None, CAN_WILL_2026, ROUTES_2026)
    return CanWillRules(
        version.id,
        CanWillTable.from_json(version.table["questions"]),
        RoutesTable.from_json(version.table["routes"]),
    )


RAREST, CANDIDATES = 8, 200


def entries(session: Session, case_ids: Collection[int]) -> list[Entry]:
    """By what these cases are found, in order of number."""
    words: dict[int, dict[str, list[str]]] = {}
    for row in session.scalars(
        select(CaseWord).where(CaseWord.case_id.in_(case_ids)).order_by(CaseWord.id)
    ):
        words.setdefault(row.case_id, {}).setdefault(row.kind, []).append(row.text)
    return [
        Entry(
            key,
            names=tuple(kinds.get("name", ())),
            address=next(iter(kinds.get("address", ())), ""),
            phones=tuple(kinds.get("phone", ())),
            emails=tuple(kinds.get("email", ())),
            references=tuple(kinds.get("reference", ())),
        )
        for key, kinds in sorted(words.items())
    ]


def search(session: Session, query: str, municipality_id: int, scope: Scope) -> list[int]:
    """The cases that somebody means, best first; never of another municipality or neighbourhood."""
    asked = _rarest(session, grams_asked(query), municipality_id)
    if not asked:
        return []
    candidates = session.scalars(
        select(CaseGram.case_id)
        .join(Case, Case.id == CaseGram.case_id)
        .join(Dwelling, Dwelling.id == Case.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(
            CaseGram.municipality_id == municipality_id,
            CaseGram.gram.in_(asked),
            in_scope(Street.neighbourhood_id, scope),
        )
        .group_by(CaseGram.case_id)
        .order_by(func.count().desc(), CaseGram.case_id)
        .limit(CANDIDATES)
    ).all()
    return [entry.key for entry in ranked(query, entries(session, candidates))]


def _rarest(session: Session, grams: Collection[str], municipality_id: int) -> list[str]:
    """The rarest pieces that were counted, and those that nobody counted yet: they are rarer."""
    counts = dict(
        session.execute(
            select(GramCount.gram, GramCount.cases).where(
                GramCount.municipality_id == municipality_id, GramCount.gram.in_(grams)
            )
        ).all()
    )
    known = sorted(counts, key=lambda gram: (counts[gram], gram))[:RAREST]
    return [*known, *sorted(set(grams) - set(counts))]
