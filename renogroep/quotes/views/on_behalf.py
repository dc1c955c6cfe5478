"""Pages of an advisor: write down the choice of a household that calls."""

from flask import render_template, url_for
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text, t
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import found
from renogroep.quotes.forms import SaidForm
from renogroep.quotes.presenters.comparing import sees_income
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.ranking import answered, keep_answer, ranking_page, wanted
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode


def _theirs(subscription_id: int, lot_id: int) -> tuple[Subscription, Lot]:
    """A household in reach and its works, in group mode: nobody chooses in procurement."""
    subscription, lot = wanted(subscription_id, lot_id)
    return subscription, found(lot if lot.package.mode == Mode.GROUP_QUOTES else None)


def _page_of(subscription_id: int, lot_id: int) -> str:
    return url_for("quotes.preference_for", subscription_id=subscription_id, lot_id=lot_id)


@pages.route("/intekeningen/<int:subscription_id>/keuze/<int:lot_id>", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def preference_for(subscription_id: int, lot_id: int) -> Answer:
    """The same comparison and the same list, for somebody on the telephone."""
    return ranking_page(
        "quotes/choice_for.html",
        lambda: _theirs(subscription_id, lot_id),
        Channel.PHONE,
        _page_of(subscription_id, lot_id),
        sensitive=sees_income(_theirs(subscription_id, lot_id)[1]),
    )


@pages.post("/intekeningen/<int:subscription_id>/keuze/<int:lot_id>/antwoord")
@requires(May.CASE_WORK)
def answer_for(subscription_id: int, lot_id: int) -> Answer:
    """The new yes, or the no, of a household that calls."""
    back = _page_of(subscription_id, lot_id)
    form = SaidForm()

    def page(refusal: Text | None) -> str:
        subscription, lot = _theirs(subscription_id, lot_id)
        return render_template(
            "quotes/choice_for_answer.html",
            subscription=subscription,
            lot=lot,
            refusal=refusal or t("Choose what the household says: yes or no. Nothing was kept."),
            back=back,
        )

    def work(session: Session, by: By) -> bool:
        said = form.answer.data == "yes"
        return keep_answer(
            session,
            by.through(Channel.PHONE),
            lambda: _theirs(subscription_id, lot_id),
            said,
        )

    return act(form, work, again=page, to=back, done=answered)
