"""Page: interests that nobody confirmed and that a person must look at."""

from flask import render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import here, mine
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.confirming import confirm_interest, remove_interests
from renogroep.subscriptions.forms import ReviewForm
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.presenters.answered import after_confirming
from renogroep.subscriptions.presenters.review import review_groups
from renogroep.subscriptions.views.blueprint import pages


@pages.get("/nakijken")
@requires(May.CASE_WORK)
def review() -> str:
    """Nothing was sent for these, or somebody must call: by network, minute and recipient."""
    return _page()


def _page(form: ReviewForm | None = None, refusal: Text | None = None) -> str:
    rows = queries.to_review(db.session(), here())
    return render_template(
        "subscriptions/review.html",
        groups=review_groups(rows),
        form=form or ReviewForm(),
        refusal=refusal,
    )


@pages.post("/nakijken/<int:subscription_id>/bevestigen")
@requires(May.CASE_WORK)
def review_confirm(subscription_id: int) -> Answer:
    """They said on the phone that it is theirs."""

    def work(session: Session, by: By) -> bool:
        row = mine(Subscription, subscription_id)
        return confirm_interest(session, row, by=by.through(Channel.PHONE))

    return act(
        None,
        work,
        again=lambda refusal: _page(refusal=refusal),
        to=url_for("subscriptions.review"),
        done=after_confirming,
    )


@pages.post("/nakijken/verwijderen")
@requires(May.CASE_WORK)
def review_remove() -> Answer:
    """One, or all that were ticked in a list, with the reason that a colleague reads later."""
    form = ReviewForm()
    ticked = {int(key) for key in request.form.getlist("interest") if key.isdecimal()}

    def work(session: Session, by: By) -> int:
        rows = [mine(Subscription, key) for key in sorted(ticked)]
        remove_interests(session, rows, reason=form.reason.data or "", by=by.inside)
        return len(rows)

    return act(
        form,
        work,
        again=lambda refusal: _page(form, refusal),
        to=url_for("subscriptions.review"),
        done=lambda n: ngettext("One is removed.", "%(num)s are removed.", n),
    )
