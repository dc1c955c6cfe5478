"""Pages of an advisor: write down the choice of a household that calls."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from renogroep.base.text import t
from renogroep.infra import db
from renogroep.infra.access import May, may, requires
from renogroep.infra.pages import found
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.my_quotes import answer_new_yes, answer_preference, wanted_lot
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import Mode

Answer = str | Response | tuple[str, int]


def _theirs(subscription_id: int, lot_id: int) -> tuple[Subscription, Lot]:
    """A household of this municipality, and of the neighbourhoods that this advisor works in."""
    session = db.session()
    statement = (
        select(Subscription)
        .join(Package, Package.id == Subscription.package_id)
        .where(
            Subscription.id == subscription_id,
            Subscription.municipality_id == current_user.municipality_id,
        )
    )
    if current_user.neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(current_user.neighbourhood_ids))
    row = found(session.scalar(statement))
    lot = found(wanted_lot(session, row, lot_id))
    return row, found(lot if lot.package.mode == Mode.GROUP_QUOTES else None)


@pages.route("/intekeningen/<int:subscription_id>/keuze/<int:lot_id>", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def preference_for(subscription_id: int, lot_id: int) -> Answer:
    """The same comparison and the same list, for somebody on the telephone."""
    subscription, lot = _theirs(subscription_id, lot_id)
    back = url_for("quotes.preference_for", subscription_id=subscription_id, lot_id=lot_id)
    answer = answer_preference(
        subscription, lot, channel="phone", back=back, sensitive=may(May.CASE_SENSITIVE)
    )
    if isinstance(answer, Response):
        return answer
    subscription, lot = _theirs(subscription_id, lot_id)
    page = render_template(
        "quotes/choice_for.html",
        **answer.values,
        subscription=subscription,
        lot=lot,
        show_all=request.args.get("alle") == "1",
    )
    return page, answer.status


@pages.post("/intekeningen/<int:subscription_id>/keuze/<int:lot_id>/antwoord")
@requires(May.CASE_WORK)
def answer_for(subscription_id: int, lot_id: int) -> Answer:
    """The new yes, or the no, of a household that calls."""
    subscription, lot = _theirs(subscription_id, lot_id)
    back = url_for("quotes.preference_for", subscription_id=subscription_id, lot_id=lot_id)
    said = request.form.get("answer")
    refusal = (
        answer_new_yes(subscription, lot, said == "yes", channel="phone")
        if said in ("yes", "no")
        else t("Choose what the household says: yes or no. Nothing was kept.")
    )
    if refusal is None:
        return redirect(back)
    subscription, lot = _theirs(subscription_id, lot_id)
    page = render_template(
        "quotes/choice_for_answer.html",
        subscription=subscription,
        lot=lot,
        refusal=refusal,
        back=back,
    )
    return page, 422
