"""What do the facts of a home mean for the works that its owner wants?"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import months_later
from renogroep.base.errors import Refused
from renogroep.financing.actions import activate, add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import current_version
from renogroep.financing.rules.versions import REVIEW_MONTHS
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.i18n import in_language, stored_text
from renogroep.owners import queries as owners
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.events import Did
from renogroep.subscriptions.rules.lifecycle import (
    ENDED,
    INTERESTS,
    SCREENED,
    SubscriptionState,
)
from renogroep.subscriptions.rules.screening import (
    MOVE_OF,
    SCREENING_2026,
    Outcome,
    Screening,
    ScreeningTable,
    screen,
)
from renogroep.subscriptions.words import in_words
from renogroep.tenders.models import Lot, Package

KIND, LABEL = "screening", "screening-2026"


def screening_table(
    session: Session, municipality_id: int
) -> tuple[ScreeningTable, RuleVersion | None]:
    """The knock-out list of today, with the version that holds it; else the one we come with."""
    row = current_version(session, municipality_id, KIND, clock.today())
    return table_in(row), row


def table_in(row: RuleVersion | None) -> ScreeningTable:
    """The knock-out list of a version that was read already, else the one we come with."""
    return SCREENING_2026 if row is None else ScreeningTable.from_json(row.table)


def seed_screening_rules(session: Session, municipality_id: int, *, by: By) -> RuleVersion:
    """Load and switch on the knock-out list that ships with the product; twice is once."""
    known = session.scalar(
        select(RuleVersion).where(
            RuleVersion.municipality_id == municipality_id,
            RuleVersion.kind == KIND,
            RuleVersion.label == LABEL,
        )
    )
    if known is not None:
        return known
    first_day = date.fromisoformat(SCREENING_2026.valid_from)
    row = add_version(
        session,
        municipality_id=municipality_id,
        kind=KIND,
        label=LABEL,
        valid_from=first_day,
        valid_until=None,
        source=SCREENING_2026.source,
        confidence="medium",
        review_on=months_later(first_day, REVIEW_MONTHS),
        table=SCREENING_2026.to_json(),
        by=by,
    )
    activate(session, row, by=by)
    return row


def apply_screening(session: Session, subscription: Subscription, *, by: By) -> Screening:
    """Decide on the facts of the case and tell the household when something changed.

    An incomplete screening moves nothing; what it gives back says what is still to ask.
    Raises Refused when the interest has ended or holds no works.
    """
    locked(session, Subscription, subscription.id)
    result, version = _decide(session, subscription)
    if subscription.state in ENDED:
        raise Refused(
            "subscription.ended", "This interest has ended, so there is nothing to screen."
        )
    if result.outcome == Outcome.INCOMPLETE:
        return result
    state = INTERESTS.after(subscription.state, MOVE_OF[result.outcome])
    reasons = [stored_text(reason) for reason in result.reasons]
    if (subscription.state, subscription.screening) == (state, reasons):
        return result
    INTERESTS.move(subscription, MOVE_OF[result.outcome])
    subscription.screening = reasons
    subscription.screened_at = clock.now()
    subscription.rule_version_id = version.id if version else None
    record(
        session,
        Did.SUBSCRIPTION_SCREENED,
        actor_id=by.actor_id,
        subject=subscription,
        outcome=str(result.outcome),
        rule_version_id=subscription.rule_version_id,
    )
    person = subscription.person
    with in_language(person.language):
        title = in_words(subscription.package, "title")
    notify(
        session,
        person,
        "subscriptions_screened",
        key=f"screened-{subscription.version}:{subscription.id}:{person.id}",
        by=by,
        subscription=subscription,
        title=title,
        reasons=result.reasons,
        fits=state != SubscriptionState.NOT_FIT,
    )
    return result


def _decide(session: Session, subscription: Subscription) -> tuple[Screening, RuleVersion | None]:
    table, version = screening_table(session, subscription.municipality_id)
    asked = {fact.code for fact in table.facts}
    facts = {
        code: row.answer
        for code, row in owners.newest_facts(session, subscription.case_id).items()
        if code in asked  # a newer list may no longer ask what was told before
    }
    measures = {link.lot.measure for link in subscription.lots}
    return screen(facts, measures, table), version


def fitting_lots(
    session: Session,
    package_id: int,
    subscription_id: int | None = None,
    *,
    table: ScreeningTable | None = None,
    known: Mapping[int, Mapping[str, str]] | None = None,
) -> dict[int, frozenset[int]]:
    """Screened subscription -> the lots that it wants and that fit, of one household when asked.

    A protected façade keeps its windows: a home can fit one lot and not the other.
    table, known   the list, and case -> fact -> answer, when the caller read them already
    """
    statement = (
        select(Subscription.id, Subscription.case_id, Lot.id, Lot.measure)
        .join(SubscriptionLot, SubscriptionLot.subscription_id == Subscription.id)
        .join(Lot, Lot.id == SubscriptionLot.lot_id)
        .where(Subscription.package_id == package_id, Subscription.state.in_(SCREENED))
    )
    if subscription_id is not None:
        statement = statement.where(Subscription.id == subscription_id)
    wanted: dict[int, dict[str, set[int]]] = {}
    cases: dict[int, int] = {}
    for key, case_id, lot_id, measure in session.execute(statement):
        wanted.setdefault(key, {}).setdefault(measure, set()).add(lot_id)
        cases[key] = case_id
    if not wanted:
        return {}
    if table is None:
        table, _ = screening_table(session, session.get_one(Package, package_id).municipality_id)
    if known is None:
        known = owners.newest_facts_of(session, set(cases.values()))
    asked = {fact.code for fact in table.facts}
    found = {}
    for key, lots in wanted.items():
        facts = {c: answer for c, answer in known.get(cases[key], {}).items() if c in asked}
        fit = screen(facts, lots.keys(), table).fit_measures
        found[key] = frozenset(lot_id for measure in fit for lot_id in lots[measure])
    return found


def screened_count(session: Session, lot: Lot) -> int:
    """Homes that fit these works: the number that opens the way to quotes (T1)."""
    return sum(lot.id in lots for lots in fitting_lots(session, lot.package_id).values())
