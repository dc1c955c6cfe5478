"""Pages of a resident: the quotes for my home, my own order of choice, and a new yes."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.quotes.actions import choosing as actions
from renogroep.quotes.forms import preference_form
from renogroep.quotes.models import Assignment
from renogroep.quotes.queries import choosing, offers, opened
from renogroep.quotes.queries.offers import Offers
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.own_rate import typed_rate
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]
# From when a resident sees a contractor in procurement: the decision was sent.
DECIDED = (LotState.STANDSTILL, LotState.ORDERING, LotState.EXECUTING, LotState.CLOSED)
COMPARED = (LotState.CHOOSING, LotState.ORDERING, LotState.EXECUTING, LotState.CLOSED)


def wanted_lot(session: Session, subscription: Subscription, lot_id: int) -> Lot | None:
    """The lot, when this household wants it."""
    return session.scalar(
        select(Lot)
        .join(SubscriptionLot, SubscriptionLot.lot_id == Lot.id)
        .where(Lot.id == lot_id, SubscriptionLot.subscription_id == subscription.id)
    )


def _mine(subscription_id: int, lot_id: int) -> tuple[Subscription, Lot]:
    session = db.session()
    row = session.get(Subscription, subscription_id)
    mine = row if row is not None and row.person_id == current_user.id else None
    return found(mine), found(wanted_lot(session, found(mine), lot_id))


@pages.route("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def compare(subscription_id: int, lot_id: int) -> Answer:
    """Group mode: the contractors for my home and my order of choice. Procurement: the winner."""
    subscription, lot = _mine(subscription_id, lot_id)
    if lot.package.mode == Mode.PROCUREMENT:
        return _winner_page(subscription, lot)
    answer = answer_preference(
        subscription, lot, channel="online", back=url_for(
            "quotes.compare", subscription_id=subscription_id, lot_id=lot_id
        ),
    )  # fmt: skip
    if isinstance(answer, Response):
        return answer
    page = render_template(
        "quotes/compare.html",
        **answer.values,
        subscription=subscription,
        lot=lot,
        neighbourhood_theme=lot.package.neighbourhood,
        show_all=request.args.get("alle") == "1",
    )
    return page, answer.status


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What a page of the comparison needs, and with which status it answers."""

    values: dict[str, Any]
    status: int


def answer_preference(
    subscription: Subscription, lot: Lot, *, channel: str, back: str, sensitive: bool = True
) -> ComparePage | Response:
    """Keep the order of choice that was sent, or give what the page shows. Also for staff."""
    session = db.session()
    shown = _offers(session, subscription, lot, sensitive)
    form = _form(shown)
    refusal: Text | None = None
    if request.method == "POST":
        shown = found(shown)
        try:
            ranked = _ranked(form)
            with db.transaction():
                _keep(subscription.id, lot.id, ranked, channel, form.version.data)
        except Refused as refused:
            refusal = refused.text
            subscription = db.session().get_one(Subscription, subscription.id)
            lot = db.session().get_one(Lot, lot.id)
            shown = _offers(db.session(), subscription, lot, sensitive)
        else:
            flash(_("Your choice is kept. You can change it until the choice is worked out."))
            return redirect(back)
    row = opened.assignment_of(db.session(), subscription, lot)
    values = {
        "offers": shown,
        "form": form,
        "refusal": refusal,
        "assignment": row,
        "waits": row is not None and choosing.waits_for_yes(row),
        "choosing_now": lot.state == LotState.CHOOSING,
        "typed": typed_rate(request.args),
    }
    return ComparePage(values, 422 if refusal else 200)


def _offers(
    session: Session, subscription: Subscription, lot: Lot, sensitive: bool
) -> Offers | None:
    """Nothing before households choose: the quotes are still being checked."""
    if lot.state not in COMPARED:
        return None
    return offers.offers(
        session,
        subscription,
        lot,
        show_all=request.args.get("alle") == "1",
        sensitive=sensitive,
        own_rate=typed_rate(request.args).value,
    )


def _form(shown: Offers | None) -> FlaskForm:
    quotes = shown.names if shown else {}
    form = preference_form(len(quotes), [(str(key), name) for key, name in quotes.items()])
    known = shown.preference if shown else None
    if request.method == "GET":
        form.version.data = str(known.version if known else 0)
        kept = [key for key in known.quote_ids if key in quotes] if known else []
        for place, key in enumerate(kept, start=1):
            form[f"choice_{place}"].data = str(key)
    return form


def _ranked(form: FlaskForm) -> list[int]:
    """The chosen quotes in order. Raises Refused for a gap or something that is no choice."""
    texts = [field.data or "" for field in form if field.name.startswith("choice_")]
    filled = [text for text in texts if text]
    if texts[: len(filled)] != filled:
        raise Refused(
            "choice.gap",
            "There is an empty place in your list. Fill in your choices from the top.",
        )
    if not form.validate() or not all(text.isascii() and text.isdigit() for text in filled):
        raise Refused("choice.unknown", "Choose contractors from the list.")
    return [int(text) for text in filled]


def _keep(
    subscription_id: int, lot_id: int, ranked: list[int], channel: str, version: str | None
) -> None:
    session = db.session()
    subscription = session.get_one(Subscription, subscription_id)
    place = found(offers.place_of(session, subscription, session.get_one(Lot, lot_id)))
    actions.give_preference(
        session,
        subscription,
        place.request,
        ranked,
        channel=channel,
        version=int(version) if version and version.isascii() and version.isdigit() else -1,
        by=By(current_user.id),
    )


def _winner_page(subscription: Subscription, lot: Lot) -> Answer:
    """The winner and a reference price; no other firm is named here."""
    if request.method == "POST":
        found(None)
    offer = None
    if lot.state in DECIDED:
        rate = typed_rate(request.args).value
        offer = offers.winner_offer(db.session(), subscription, lot, rate)
    return render_template(
        "quotes/compare_winner.html",
        subscription=subscription,
        lot=lot,
        offer=offer,
        typed=typed_rate(request.args),
        neighbourhood_theme=lot.package.neighbourhood,
    )


@pages.post("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>/ja")
@requires(May.MY_HOME)
def accept_assignment(subscription_id: int, lot_id: int) -> Answer:
    """Yes to the contractor that was not the first choice."""
    return _answer_own(subscription_id, lot_id, True)


@pages.post("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>/nee")
@requires(May.MY_HOME)
def decline_assignment(subscription_id: int, lot_id: int) -> Answer:
    """No; nothing is lost by it."""
    return _answer_own(subscription_id, lot_id, False)


def _answer_own(subscription_id: int, lot_id: int, yes: bool) -> Answer:
    subscription, lot = _mine(subscription_id, lot_id)
    back = url_for("quotes.compare", subscription_id=subscription_id, lot_id=lot_id)
    refusal = answer_new_yes(subscription, lot, yes, channel="online")
    if refusal is None:
        return redirect(back)
    subscription, lot = _mine(subscription_id, lot_id)
    page = render_template(
        "quotes/compare_answer.html", subscription=subscription, lot=lot, refusal=refusal, back=back
    )
    return page, 422


def answer_new_yes(subscription: Subscription, lot: Lot, yes: bool, *, channel: str) -> Text | None:
    """Keep the answer; gives the refusal when it could not be kept. Also for staff."""
    key, lot_id = subscription.id, lot.id
    version = request.form.get("version", "")
    try:
        with db.transaction() as session:
            row: Assignment = found(
                opened.assignment_of(
                    session, session.get_one(Subscription, key), session.get_one(Lot, lot_id)
                )
            )
            act = actions.accept if yes else actions.decline
            act(
                session,
                row.id,
                version=int(version) if version.isascii() and version.isdigit() else -1,
                channel=channel,
                by=By(current_user.id),
            )
    except Refused as refused:
        return refused.text
    flash(
        _("You said yes. Later you decide about the order itself.")
        if yes
        else _("You said no. We look with you what is possible.")
    )
    return None


# --- what "Mijn woning" says about quotes --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuotesNow:
    """One line per lot: what happens now, and where to go."""

    lot: Lot
    text: Text
    urgent: bool
    label: str | None


@pages.app_template_global("quotes_now")
def quotes_now(subscription: Subscription) -> list[QuotesNow]:
    """For the template ``quotes/_my_home.html``."""
    session = db.session()
    lots = [row.lot for row in subscription.lots]
    return [line for lot in lots if (line := _now(session, subscription, lot)) is not None]


def _now(session: Session, subscription: Subscription, lot: Lot) -> QuotesNow | None:
    state = LotState(lot.state)
    if state == LotState.QUOTING:
        return QuotesNow(
            lot, t("Contractors are making their quotes. Prices stay sealed."), False, None
        )
    if state in (LotState.OPENED, LotState.CHECKED, LotState.DECIDED):
        return QuotesNow(lot, t("The quotes are open. We are checking them."), False, None)
    if state == LotState.FAILED:
        return QuotesNow(
            lot, t("These works do not go ahead. You are not bound to anything."), False, None
        )
    if lot.package.mode == Mode.PROCUREMENT:
        return _now_procurement(session, lot, state)
    return _now_group(session, subscription, lot, state)


def _now_procurement(session: Session, lot: Lot, state: LotState) -> QuotesNow | None:
    decision = opened.decision_of(session, lot.id)
    if decision is None or state not in DECIDED:
        return None
    firm = decision.quote.organisation.name
    if state == LotState.STANDSTILL:
        text = t(
            "The works go to %(firm)s. You can order after %(day)s.",
            firm=firm,
            day=decision.standstill_until,
        )
    else:
        text = t("The works go to %(firm)s.", firm=firm)
    return QuotesNow(lot, text, False, _("See what it costs for your home"))


def _now_group(
    session: Session, subscription: Subscription, lot: Lot, state: LotState
) -> QuotesNow | None:
    place = offers.place_of(session, subscription, lot)
    if place is None or state not in COMPARED:
        return None
    if not choosing.quotes_for(session, place.request):
        return QuotesNow(
            lot,
            t("No contractor made a quote for your group. Call us to see what is possible."),
            False,
            None,
        )
    row = opened.assignment_of(session, subscription, lot)
    if row is not None and choosing.waits_for_yes(row) and row.quote is not None:
        text = t(
            "Your first choice cannot come. Do you want %(firm)s? Answer before %(day)s.",
            firm=row.quote.organisation.name,
            day=row.yes_by,
        )
        return QuotesNow(lot, text, True, _("Say yes or no"))
    if row is not None:
        quote = opened.assigned_quote(session, subscription, lot)
        text = (
            t("You go on with %(firm)s.", firm=quote.organisation.name)
            if quote is not None
            else t("You have no contractor for these works now. Call us to see what is possible.")
        )
        return QuotesNow(lot, text, False, _("See the quotes"))
    if state != LotState.CHOOSING:
        return QuotesNow(
            lot,
            t("The choice was made without you. Call us if you still want to join."),
            False,
            _("See the quotes"),
        )
    if choosing.preference(session, place.request.id, subscription.id) is None:
        return QuotesNow(
            lot,
            t("The quotes for your home are here. Which contractors do you want?"),
            True,
            _("Compare and choose"),
        )
    return QuotesNow(
        lot,
        t("You chose. We wait for the other households."),
        False,
        _("See or change your choice"),
    )
