"""What does a household read on the page of its home: one sentence, one date, one amount, its buttons?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.groups import queries as groups
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.queries.household_account import account_of
from renogroep.journeys.queries.maximum import figures_of
from renogroep.journeys.queries.standings import standing_now
from renogroep.journeys.rules.acts import Act, button_of, withdraw_beside
from renogroep.journeys.rules.figures import Figures
from renogroep.journeys.rules.home_page import (
    MAXIMUM_LABELS,
    WHO_LABELS,
    Amounts,
    Button,
    HomeBlock,
    LotBlock,
    steps_of,
)
from renogroep.journeys.rules.household_account import HouseholdAccount
from renogroep.journeys.rules.standing import Standing, most_urgent
from renogroep.journeys.rules.standing_words import Code
from renogroep.orders.models import Order
from renogroep.orders.rules.afterwards import BUTTONS, CHOSEN
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.reasons import LapseReason
from renogroep.owners.rules.cases import CaseState
from renogroep.quotes.rules.guards import QuoteAct
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.guards import SubscriptionAct
from renogroep.subscriptions.rules.lifecycle import ENDED, STATE_LABELS, SubscriptionState
from renogroep.subscriptions.words import flow_of, in_words, said
from renogroep.tenders.rules.lifecycle import Mode

# The button itself does it; the others open a page.
POSTED = (
    OrderAct.PROVISIONAL,
    OrderAct.WAIT,
    OrderAct.PAY_SELF,
    OrderAct.STOP_ORDER,
    OrderAct.CALL_FIRST,
)


def home_block(
    subscription: Subscription,
    lots: Sequence[HomeLot],
    figures: Mapping[int, Figures | None],
    group: Mapping[str, Any] | None = None,
    account: HouseholdAccount | None = None,
) -> HomeBlock:
    """Everything about one interest, as plain values.

    lots      as ``home_lots`` gives them for this interest
    figures   lot id -> its amounts
    group     the name of its group and why, or why it is in none
    account   of the home, where more than one lot has an amount: premiums of one group share a cap,
              so what is left over stands there and beside no single lot
    """
    standings = {one.lot.number: standing_now(one) for one in lots}
    shown = {key: alone_or_together(one, account) for key, one in figures.items()}
    blocks = {
        one.lot.number: _block(one, standings[one.lot.number], shown.get(one.lot.id))
        for one in lots
    }
    stop = _stop_beside(blocks, _stop(subscription, lots))
    first = most_urgent(standings) if standings else None
    package = subscription.package
    return HomeBlock(
        title=in_words(package, "title"),
        address=subscription.dwelling.address.full,
        reference=subscription.reference,
        package_reference=package.reference,
        package_url=url_for("pages.package_public", reference=package.reference),
        phone=package.neighbourhood.phone,
        state=Text(STATE_LABELS[SubscriptionState(subscription.state)]),
        live=subscription.state not in ENDED,
        opening=blocks[first] if first is not None else None,
        others=tuple(block for number, block in sorted(blocks.items()) if number != first),
        steps=steps_of(standings[first]) if first is not None else (),
        found=subscription.screening,
        told=said(subscription.answers, flow_of(package)),
        group=group,
        stop=stop,
        costs_url=(
            url_for("pages.my_costs_of", case_id=subscription.case_id)
            if any(figures.values())
            else None
        ),
        together=_together(account),
    )


def alone_or_together(figures: Figures | None, account: HouseholdAccount | None) -> Figures | None:
    """The amounts beside one lot; its own share only where it is the whole account."""
    return figures if figures is None or account is None else replace(figures, own_share=None)


def _together(account: HouseholdAccount | None) -> Amounts | None:
    if account is None or account.card is None or account.most is None:
        return None
    own = account.card.line("own_share").amount
    small = (t("%(amount)s own share, after the premium", amount=own),) if own is not None else ()
    return Amounts(t("The most that you pay for everything together"), account.most, small)


def _block(home: HomeLot, standing: Standing, figures: Figures | None) -> LotBlock:
    amounts = _amounts(standing, figures)
    return LotBlock(
        title=in_words(home.lot, "title"),
        sentence=standing.sentence(amounts.big) if amounts else standing.say,
        silence=standing.silence,
        who=Text(WHO_LABELS[standing.who]),
        on=standing.on,
        urgent=standing.urgent,
        amounts=amounts,
        buttons=_buttons(home, standing),
        links=_links(home),
        order_reference=home.order.reference if home.order else "",
        choices=_choices(home, standing),
        chosen=_chosen(home, standing),
    )


def _fell(home: HomeLot, standing: Standing) -> Order | None:
    """The order that fell for too few homes, while nothing else became of this lot."""
    here = standing.code == Code.ENDED and home.ended is not None
    if not here or home.facts.ended_reason != LapseReason.THRESHOLD:
        return None
    return home.ended


def _choices(home: HomeLot, standing: Standing) -> tuple[Button, ...]:
    order = _fell(home, standing)
    if order is None:
        return ()
    made = [
        Button(
            choice,
            Text(label),
            url_for("orders.afterwards", order_id=order.id),
            True,
            order.version,
            fields=(("choice", str(choice)),),
        )
        for choice, label in BUTTONS.items()
        if choice != order.afterwards
    ]
    return tuple(made)


def _stop_beside(blocks: dict[int, LotBlock], stop: Button | None) -> Button | None:
    """Stopping stands beside the other choices, once; what is left for the foot of the page."""
    chooses = next((number for number, block in blocks.items() if block.choices), None)
    if stop is None or chooses is None:
        return stop
    block = blocks[chooses]
    blocks[chooses] = replace(block, choices=(*block.choices, stop))
    return None


def _chosen(home: HomeLot, standing: Standing) -> Text | None:
    order = _fell(home, standing)
    return Text(CHOSEN[order.afterwards]) if order and order.afterwards else None


def _amounts(standing: Standing, figures: Figures | None) -> Amounts | None:
    if standing.maximum is None or figures is None or figures.most is None:
        return None
    small = []
    if figures.lowest is not None:
        small.append(t("with %(firm)s, who stands first for your home", firm=figures.lowest))
    if figures.excl is not None:
        small.append(t("%(amount)s excl. VAT", amount=figures.excl))
    if figures.own_share is not None:
        small.append(t("%(amount)s own share, after the premium", amount=figures.own_share))
    if figures.shared is not None:
        small.append(
            t("%(amount)s if a neighbour on your scaffold joins in", amount=figures.shared)
        )
    return Amounts(Text(MAXIMUM_LABELS[standing.maximum]), figures.most, tuple(small))


def _buttons(home: HomeLot, standing: Standing) -> tuple[Button, ...]:
    acts = [act for act in standing.acts if act != SubscriptionAct.STOP_INTEREST]
    made = [button for act in acts for button in _button(home, act)]
    return tuple(
        Button(b.act, b.label, b.url, b.post, b.version, main=place == 0 and b.act != "withdraw")
        for place, b in enumerate(made)
    )


def _button(home: HomeLot, act: Act) -> list[Button]:
    label = button_of(act, home.facts)
    if isinstance(act, QuoteAct):
        return [_choice_button(home, act, label)]
    if act == SubscriptionAct.CONFIRM:
        interest = home.subscription
        url = url_for("pages.confirm_my_interest", reference=interest.reference)
        return [Button(act, label, url, True, interest.version)]
    order = home.order
    if order is None:
        return []
    if act == OrderAct.CHANGE_CO_OWNER:
        return [
            Button(
                act,
                label,
                url_for("orders.co_owner", order_id=order.id, person_id=row.person_id),
            )
            for row in order.co_owners
            if row.signed_at is None
        ]
    if act == OrderAct.WITHDRAW:
        beside = withdraw_beside(home.facts) or label
        return [Button(act, beside, url_for("orders.withdraw", order_id=order.id))]
    if act in POSTED:
        endpoint = f"orders.{act}"
        return [Button(act, label, url_for(endpoint, order_id=order.id), True, order.version)]
    return [Button(act, label, url_for("orders.order", order_id=order.id))]


def _choice_button(home: HomeLot, act: QuoteAct, label: Text) -> Button:
    place: dict[str, Any] = {"subscription_id": home.subscription.id, "lot_id": home.lot.id}
    if act == QuoteAct.CHOOSE:
        return Button(act, label, url_for("quotes.compare", **place))
    yes = act == QuoteAct.SAY_YES
    endpoint = "quotes.accept_assignment" if yes else "quotes.decline_assignment"
    version = home.assignment.mark if home.assignment else None
    return Button(act, label, url_for(endpoint, **place), True, version)


def _links(home: HomeLot) -> tuple[tuple[str, Text], ...]:
    """Reading is no act: the card, the order, the quotes."""
    order = home.order
    if order is not None:
        case_id = home.subscription.case_id
        anchor = f"perceel-{home.lot.id}"
        url = url_for("pages.my_costs_of", case_id=case_id, _anchor=anchor)
        card = (url, t("See what it costs you"))
        paper = (url_for("orders.paper", order_id=order.id), t("Read your order"))
        return (card, paper) if order.signed_at else (card,)
    if home.quote is None and not home.facts.preferred:
        return ()
    place: dict[str, Any] = {"subscription_id": home.subscription.id, "lot_id": home.lot.id}
    return ((url_for("quotes.compare", **place), t("See the price for your home")),)


def _stop(subscription: Subscription, lots: Sequence[HomeLot]) -> Button | None:
    """In every lot or in none: the guard is about the whole interest."""
    offered = [one for one in lots if SubscriptionAct.STOP_INTEREST in standing_now(one).acts]
    if len(offered) < len(lots) or not lots:
        return None
    label = button_of(SubscriptionAct.STOP_INTEREST, lots[0].facts)
    url = url_for("pages.withdraw_interest", reference=subscription.reference)
    return Button(SubscriptionAct.STOP_INTEREST, label, url)


def my_homes(session: Session, subscriptions: Sequence[Subscription]) -> list[HomeBlock]:
    """Every interest of one person, the newest first, with its lots and amounts of today."""
    today = clock.today()
    lots: dict[int, list[HomeLot]] = {}
    for home in home_lots(session, subscriptions, today):
        lots.setdefault(home.subscription.id, []).append(home)
    figures = {
        row.id: figures_of(
            session, [(one, standing_now(one)) for one in lots.get(row.id, [])], today
        )
        for row in subscriptions
    }
    accounts = _accounts(session, subscriptions, figures, today)
    return [
        home_block(
            row,
            lots.get(row.id, []),
            figures[row.id],
            _group(session, row),
            accounts.get(row.case_id),
        )
        for row in subscriptions
    ]


def _accounts(
    session: Session,
    subscriptions: Sequence[Subscription],
    figures: Mapping[int, Mapping[int, Figures | None]],
    today: date,
) -> dict[int, HouseholdAccount]:
    """Case -> its account, where more than one lot has an amount."""
    priced: Counter[int] = Counter()
    cases = {row.case_id: row.case for row in subscriptions if row.case_id}
    for row in subscriptions:
        priced[row.case_id] += sum(one is not None for one in figures[row.id].values())
    return {key: account_of(session, case, today) for key, case in cases.items() if priced[key] > 1}


def _group(session: Session, subscription: Subscription) -> dict[str, Any] | None:
    """In which group the home is and why, or why it is in none; only while the interest lives."""
    if subscription.state in ENDED or subscription.package.mode != Mode.GROUP_QUOTES:
        return None
    run = groups.latest_run(session, subscription.package_id)
    if run is None:
        return None
    member = groups.member_of(session, run, subscription.id)
    if member is not None:
        return {"name": member.group.name, "reasons": member.reasons}
    left_out = groups.left_out_of(run, subscription.id)
    return {"name": None, "reasons": [left_out]} if left_out else None


def photo_links(rows: Sequence[Subscription]) -> list[tuple[str, str]]:
    """(home, address of its photos) for each home of this person, once; a closed case takes none."""
    known = [row.case for row in rows if row.case is not None]
    cases = {case.id: case for case in known if case.state == CaseState.OPEN}
    return [
        (one.dwelling.address.label, url_for("pages.my_photos", case_id=key))
        for key, one in sorted(cases.items())
    ]
