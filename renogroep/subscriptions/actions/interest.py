"""How does a household show interest, leave a message, or stop?"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days, months_later
from renogroep.base.channel import SPOKEN, Channel
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text, t
from renogroep.financing.queries import periods_on
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language
from renogroep.neighbourhoods.models import Address
from renogroep.owners.actions.intake import dwelling_at, leave_task
from renogroep.owners.models import Case
from renogroep.owners.queries import case_by_submission
from renogroep.owners.rules.cases import first_call_due, read_loss_reason
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.asking import ask
from renogroep.subscriptions.actions.coming_in import come_in, new_person
from renogroep.subscriptions.actions.network import from_network, leave_mark
from renogroep.subscriptions.actions.taking_part import new_row, take_part
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.coming_in import Sender, check_name
from renogroep.subscriptions.rules.events import Did
from renogroep.subscriptions.rules.lifecycle import INTERESTS, TAKING_PART
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.subscriptions.rules.questions import (
    NEXT_ROUND,
    Answers,
    Ending,
    end_state,
    next_question,
)
from renogroep.subscriptions.words import flow_of, in_words
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

NEXT_ROUND_MONTHS = 6
INTERESTED_ENDS = frozenset({Ending.ELIGIBLE, Ending.CHECK_FIRST})
MESSAGE_ENDS = frozenset({Ending.TENANT_SIGNAL, Ending.NOT_NOW})


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

    What a visitor of the pages types waits, without a case and without holding the home, until it
    is confirmed (``confirming``); what staff write down counts at once.
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
    if by.channel == Channel.ONLINE:
        return _wait(session, package, address, answers, sender, submission_key, by)
    check_free(session, package, address)
    case, person = come_in(session, package, address, answers, sender, name, by=by)
    row = new_row(session, package, case.dwelling, person, answers, submission_key, by)
    row.case = case
    take_part(session, row, by=by)
    return row


def _wait(
    session: Session,
    package: Package,
    address: Address,
    answers: Answers,
    sender: Sender,
    submission_key: str | None,
    by: By,
) -> Subscription:
    """Anybody may type an address and a name: it counts once whoever it is about confirms it."""
    person = new_person(session, package, sender, check_name(sender.name), by=by)
    dwelling = dwelling_at(session, address, by=by)
    row = new_row(session, package, dwelling, person, answers, submission_key, by)
    today = clock.today()
    periods, _ = periods_on(session, row.municipality_id, today)
    row.confirm_by = today + timedelta(days=periods.days("confirm"))
    leave_mark(session, row, sender.network)
    asked = ask(session, row, from_network=from_network(session, row, sender.network))
    record(session, Did.INTEREST_RECEIVED, actor_id=by.actor_id, subject=row, asked=asked)
    return row


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
    if subscription.case_id is not None and subscription.case.advisor_id is not None:
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
    if subscription.case_id is None:
        return  # nobody confirmed it: nobody is told
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
            Subscription.state.in_(sorted(TAKING_PART)),
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
