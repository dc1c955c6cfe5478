"""How does a household show interest, leave a message, or stop?"""

from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days, months_later
from renogroep.base.channel import SPOKEN
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text, t
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language
from renogroep.neighbourhoods.models import Address
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.actions.own_words import note_own_words
from renogroep.owners.actions.search_words import add_reference
from renogroep.owners.models import Case
from renogroep.owners.queries import case_by_submission
from renogroep.owners.rules.cases import first_call_due, read_loss_reason
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.coming_in import Sender, check_name, come_in
from renogroep.subscriptions.events import Did
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import INTERESTS, LIVE
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.subscriptions.rules.questions import (
    LOTS,
    NEXT_ROUND,
    RATHER_NOT,
    Answers,
    Ending,
    chosen,
    end_state,
    facts_from_answers,
    next_question,
    path,
)
from renogroep.subscriptions.rules.reference import make_reference
from renogroep.subscriptions.words import flow_of, in_words, said
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

NEXT_ROUND_MONTHS = 6
INTERESTED_ENDS = frozenset({Ending.ELIGIBLE, Ending.CHECK_FIRST})
MESSAGE_ENDS = frozenset({Ending.TENANT_SIGNAL, Ending.NOT_NOW})
_NO_CHOICE = frozenset({RATHER_NOT, "unknown"})

WHEN_WORKS = 2  # the question on can and will that the household answered with its interest


def register_interest(
    session: Session,
    *,
    package: Package,
    address: Address,
    answers: Answers,
    sender: Sender,
    by: By,
    submission_key: str | None = None,
) -> Subscription:
    """A household shows interest: person, home, case, the interest itself, and the receipt.

    submission_key   the same key again gives the same interest: a form that was sent twice
    Raises Refused when the package takes no interest, an answer is missing, or this home has an
    interest already.
    """
    locked(session, Package, package.id)  # a package that stops knows who is in it
    locked(session, Address, address.id)  # of two clicks on one button the second waits here
    if submission_key is not None:
        known = queries.by_submission(session, submission_key)
        if known is not None:
            return known
    name = check_name(sender.name)
    _check_end(package, answers, INTERESTED_ENDS)
    check_open(package)
    check_free(session, package, address)
    case, _ = come_in(session, package, address, answers, sender, name, by=by)
    row = _new_row(session, package, case, answers, by, submission_key)
    _choose_lots(session, row, package, answers)
    facts = {fact: (answer, "") for fact, answer in facts_from_answers(answers).items()}
    record_facts(session, case, facts, by=by.inside)
    for code in chosen(answers, "when"):
        note_own_words(session, case, WHEN_WORKS, code, by=by.inside)
    INTERESTS.move(row, "subscribe")
    row.subscribed_at = clock.now()
    record(
        session,
        Did.INTEREST_REGISTERED,
        actor_id=by.actor_id,
        subject=row,
        package_id=package.id,
        lots=[link.lot_id for link in row.lots],
        channel=by.channel,
    )
    _send_receipt(session, row, address, by)
    return row


def _send_receipt(session: Session, row: Subscription, address: Address, by: By) -> None:
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
        address=address.full,
        title=title,
        said=answered,
        call_by=queries.call_promised(session, row.case),
    )


def check_open(package: Package) -> None:
    """Raises Refused when the package takes no interest now."""
    if not queries.open_for_interest(package, clock.today()):
        raise Refused(
            "subscription.closed",
            "You cannot show interest in this package any more. Call us: we tell you what is possible now.",
        )


def check_free(session: Session, package: Package, address: Address) -> None:
    """Hold the address; raises Refused when this home shows interest in the package already.

    The words tell nobody what a household at some address did: who types an address may be anybody.
    """
    locked(session, Address, address.id)
    if queries.live_at(session, package.id, address.id) is not None:
        raise Refused(
            "subscription.known",
            "We cannot note an interest for this home here. Call us, or let us call you: then we look at it together.",
        )


def _check_end(package: Package, answers: Answers, ends: frozenset[Ending]) -> Ending:
    flow = flow_of(package)
    if next_question(answers, flow) is not None:
        raise Refused("subscription.incomplete", "Answer every question first.")
    end = end_state(answers, flow)
    if end not in ends:
        raise Refused(
            "subscription.other_way",
            "With these answers there is another next step. Look at your answers again.",
        )
    return end


def _new_row(
    session: Session,
    package: Package,
    case: Case,
    answers: Answers,
    by: By,
    submission_key: str | None,
) -> Subscription:
    on_the_way = path(answers, flow_of(package))
    kept: dict[str, Any] = {code: list(chosen(answers, code)) for code in on_the_way}
    now = clock.now()
    row = Subscription(
        municipality_id=package.municipality_id,
        reference=token_hex(8),  # until the row has its number
        submission_key=submission_key,
        package=package,
        dwelling_id=case.dwelling_id,
        case=case,
        person_id=case.person_id,
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
    first = session.scalar(
        select(func.min(Subscription.id)).where(Subscription.interested_at >= new_year)
    )
    row.reference = make_reference(row.id - (first or row.id) + 1, year)
    add_reference(session, case.id, row.reference)
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


def leave_message(
    session: Session,
    *,
    package: Package,
    address: Address,
    answers: Answers,
    words: str,
    sender: Sender,
    by: By,
    submission_key: str | None = None,
) -> Case:
    """A tenant tells what bothers them, or somebody wants to hear of the next round.

    No interest is counted. The same key again gives the same case: a form that was sent twice.
    Raises Refused when the answers lead elsewhere or a tenant says nothing.
    """
    locked(session, Address, address.id)
    if submission_key is not None:
        known = case_by_submission(session, submission_key, address.id)
        if known is not None:
            return known
    name = check_name(sender.name)
    end = _check_end(package, answers, MESSAGE_ENDS)
    told = cleaned(words)[:1000]
    if end == Ending.TENANT_SIGNAL and not told:
        raise Refused("message.empty", "Write in a few words what bothers you in your home.")
    case, person = come_in(session, package, address, answers, sender, name, by=by)
    case.submission_key = submission_key
    what, due = _asked_of_us(end, told)
    leave_task(session, case, what, due_on=due, by=by)
    with in_language(person.language):
        title = in_words(package, "title")
    notify(
        session,
        person,
        "subscriptions_message",
        key=f"message:{case.id}:{person.id}",
        link=None,
        by=by,
        told=by.channel in SPOKEN,
        address=address.full,
        title=title,
        tenant=case.owner_kind == OwnerKind.TENANT,
        words=told,
        call_by=due,
    )
    return case


def _asked_of_us(end: Ending, told: str) -> tuple[Text, date]:
    """What an advisor does with a message, and by when."""
    today = clock.today()
    if end == Ending.TENANT_SIGNAL:
        what = t(
            "A tenant tells: “%(words)s” Call the tenant. Contact the owner only when the tenant agrees.",
            words=told,
        )
        return what, first_call_due(today, belgian(today))
    later = months_later(today, NEXT_ROUND_MONTHS) - timedelta(days=1)
    return NEXT_ROUND, add_working_days(later, 1)


def withdraw_interest(session: Session, subscription: Subscription, *, reason: str, by: By) -> None:
    """A household stops. The reason is asked and may stay away; nothing was binding. Twice is once."""
    locked(session, Subscription, subscription.id)
    if stopped_so(subscription, reason):
        return
    check_seen(subscription, by)
    INTERESTS.after(subscription.state, "withdraw")
    why = read_loss_reason(reason) if reason else None
    INTERESTS.move(subscription, "withdraw")
    subscription.loss_reason, subscription.ended_at = why, clock.now()
    today = clock.today()
    if subscription.case.advisor_id is not None:
        leave_task(
            session,
            subscription.case,
            t(
                "The household stopped with %(reference)s. Close the case, or call.",
                reference=subscription.reference,
            ),
            due_on=first_call_due(today, belgian(today)),
            by=by,
        )
    record(
        session,
        Did.SUBSCRIPTION_WITHDRAWN,
        actor_id=by.actor_id,
        subject=subscription,
        reason=str(why) if why else None,
    )
    person = subscription.person
    with in_language(person.language):
        title = in_words(subscription.package, "title")
    notify(
        session,
        person,
        "subscriptions_withdrawn",
        key=f"withdrawn:{subscription.id}:{person.id}",
        by=by,
        subscription=subscription,
        title=title,
    )


def stopped_so(subscription: Subscription, reason: str) -> bool:
    """Did the household stop for this very reason already?"""
    return (subscription.state, subscription.loss_reason) == (State.WITHDRAWN, reason or None)


def resume_interest(session: Session, subscription: Subscription, *, by: By) -> None:
    """A household that stopped takes part again, with the same reference; screened again later.

    Refused ``subscription.past_collecting`` when a lot of it no longer collects interest, and
    ``subscription.home_has_other`` when the home takes part in the package already.
    """
    locked(session, Subscription, subscription.id)
    INTERESTS.after(subscription.state, "resume")
    collecting = all(link.lot.state == LotState.COLLECTING for link in subscription.lots)
    if subscription.package.state != PackageState.PUBLISHED or not collecting:
        raise Refused(
            "subscription.past_collecting",
            "%(reference)s cannot go on: the package does not collect interest any more. Open the case without it.",
            reference=subscription.reference,
        )
    other = session.scalar(
        select(Subscription.id).where(
            Subscription.package_id == subscription.package_id,
            Subscription.dwelling_id == subscription.dwelling_id,
            Subscription.state.in_(sorted(LIVE)),
        )
    )
    if other is not None:
        raise Refused(
            "subscription.home_has_other",
            "%(reference)s cannot go on: this home takes part in the package already.",
            reference=subscription.reference,
        )
    INTERESTS.move(subscription, "resume")
    subscription.loss_reason = subscription.ended_at = None
    record(session, Did.SUBSCRIPTION_RESUMED, actor_id=by.actor_id, subject=subscription)
