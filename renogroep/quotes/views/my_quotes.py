"""Pages of a resident: the quotes for my home, my own order of choice, and a new yes."""

from functools import partial

from flask import render_template, request, url_for

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, act
from renogroep.infra.pages import found
from renogroep.quotes.presenters.comparing import winner_page
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.ranking import answered, keep_answer, ranking_page, wanted
from renogroep.tenders.rules.lifecycle import Mode


@pages.route("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def compare(subscription_id: int, lot_id: int) -> Answer:
    """Group mode: the contractors for my home and my order of choice. Procurement: the winner."""
    subscription, lot = wanted(subscription_id, lot_id)
    if lot.package.mode == Mode.PROCUREMENT:
        found(None if request.method == "POST" else lot)
        values = winner_page(db.session(), subscription, lot, request.args)
        return render_template("quotes/compare_winner.html", **values)
    return ranking_page(
        "quotes/compare.html",
        partial(wanted, subscription_id, lot_id),
        Channel.ONLINE,
        url_for("quotes.compare", subscription_id=subscription_id, lot_id=lot_id),
    )


@pages.post("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>/ja")
@requires(May.MY_HOME)
def accept_assignment(subscription_id: int, lot_id: int) -> Answer:
    """Yes to the contractor that was not the first choice."""
    return _answer(subscription_id, lot_id, True)


@pages.post("/mijn-woning/<int:subscription_id>/offertes/<int:lot_id>/nee")
@requires(May.MY_HOME)
def decline_assignment(subscription_id: int, lot_id: int) -> Answer:
    """No; nothing is lost by it."""
    return _answer(subscription_id, lot_id, False)


def _answer(subscription_id: int, lot_id: int, yes: bool) -> Answer:
    back = url_for("quotes.compare", subscription_id=subscription_id, lot_id=lot_id)
    theirs = partial(wanted, subscription_id, lot_id)

    def page(refusal: Text | None) -> str:
        subscription, lot = theirs()
        return render_template(
            "quotes/compare_answer.html",
            subscription=subscription,
            lot=lot,
            refusal=refusal,
            back=back,
        )

    return act(
        None,
        lambda session, by: keep_answer(session, by, theirs, yes),
        again=page,
        to=back,
        done=answered,
    )
