"""An interest is written down, and from some moment on the household takes part: what comes with it?"""

from secrets import token_hex
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.channel import SPOKEN
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.i18n import in_language
from renogroep.infra.tenant import in_the_house
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.actions.home_use import note_answers
from renogroep.owners.actions.own_words import note_own_words
from renogroep.owners.actions.search_words import add_reference
from renogroep.owners.models import Dwelling
from renogroep.subscriptions import queries
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.events import Did
from renogroep.subscriptions.rules.lifecycle import INTERESTS
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.subscriptions.rules.questions import (
    LOTS,
    RATHER_NOT,
    Answers,
    chosen,
    facts_from_answers,
    path,
    told_of_home,
)
from renogroep.subscriptions.rules.reference import make_reference
from renogroep.subscriptions.words import flow_of, in_words, said
from renogroep.tenders.models import Package

_NO_CHOICE = frozenset({RATHER_NOT, "unknown"})
WHEN_WORKS = 2  # the question on can and will that the household answered with its interest


def new_row(
    session: Session,
    package: Package,
    dwelling: Dwelling,
    person: Person,
    answers: Answers,
    submission_key: str | None,
    by: By,
) -> Subscription:
    """The interest with its answers, its reference and the works that were chosen; nothing else yet."""
    on_the_way = path(answers, flow_of(package))
    kept: dict[str, Any] = {code: list(chosen(answers, code)) for code in on_the_way}
    kept |= {code: [said] for code, said in told_of_home(answers).items() if said}
    now = clock.now()
    row = Subscription(
        municipality_id=package.municipality_id,
        reference=token_hex(8),  # until the row has its number
        submission_key=submission_key,
        package=package,
        dwelling=dwelling,
        person=person,
        state=State.INTERESTED,
        channel=by.channel,
        answers=kept,
        life_stage=_choice(kept, "life_stage"),
        budget_band=_choice(kept, "budget"),
        screening=[],
        interested_at=now,
    )
    session.add(row)
    session.flush()
    year = clock.local(now).year
    new_year = clock.at_local(clock.today().replace(month=1, day=1))
    # All municipalities share the keys, and no two interests of a year have one reference.
    first = in_the_house(
        session, select(func.min(Subscription.id)).where(Subscription.interested_at >= new_year)
    )
    row.reference = make_reference(row.id - (first or row.id) + 1, year)
    _choose_lots(session, row, package, answers)
    return row


def _choice(answers: Answers, code: str) -> str | None:
    """What was really chosen; "rather not" is no choice."""
    given = chosen(answers, code)
    return given[0] if given and given[0] not in _NO_CHOICE else None


def _choose_lots(session: Session, row: Subscription, package: Package, answers: Answers) -> None:
    wanted = set(chosen(answers, LOTS))
    row.lots = [
        SubscriptionLot(municipality_id=row.municipality_id, lot_id=lot.id)
        for lot in package.lots
        if str(lot.number) in wanted
    ]
    session.flush()


def take_part(session: Session, row: Subscription, *, by: By) -> None:
    """The household takes part: its case knows the reference and what was answered, it gets its receipt.

    by   who did it, through the channel that the receipt follows
    """
    session.flush()
    add_reference(session, row.case_id, row.reference)
    told = told_of_home(row.answers)
    if any(told.values()):
        note_answers(session, row.case, **told, by=by.inside)
    facts = {fact: (answer, "") for fact, answer in facts_from_answers(row.answers).items()}
    record_facts(session, row.case, facts, by=by.inside)
    for code in chosen(row.answers, "when"):
        note_own_words(session, row.case, WHEN_WORKS, code, by=by.inside)
    INTERESTS.move(row, "subscribe")
    row.subscribed_at = clock.now()
    record(
        session,
        Did.INTEREST_REGISTERED,
        actor_id=by.actor_id,
        subject=row,
        package_id=row.package_id,
        lots=[link.lot_id for link in row.lots],
        channel=row.channel,
    )
    _send_receipt(session, row, by)


def _send_receipt(session: Session, row: Subscription, by: By) -> None:
    """The code, what was said, what happens next and by when, in the way that was chosen."""
    person, package = row.person, row.package
    with in_language(person.language):
        answered, title = said(row.answers, flow_of(package)), in_words(package, "title")
    notify(
        session,
        person,
        "subscriptions_interest",
        key=f"interest:{row.id}:{person.id}",
        by=by,
        told=by.channel in SPOKEN,
        subscription=row,
        address=row.dwelling.address.full,
        title=title,
        said=answered,
        call_by=queries.call_promised(session, row.case),
    )
