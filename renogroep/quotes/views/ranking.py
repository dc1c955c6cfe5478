"""What do a household and whoever writes down its words share: the order of choice, the new yes?"""

from collections.abc import Callable

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import choosing as actions
from renogroep.quotes.forms import ranked
from renogroep.quotes.presenters.comparing import comparison, ranking_form
from renogroep.quotes.queries import offers, opened
from renogroep.quotes.queries.wanting import wanted_lot
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot

Wanted = Callable[[], tuple[Subscription, Lot]]


def wanted(subscription_id: int, lot_id: int) -> tuple[Subscription, Lot]:
    """A household that the reader reaches, and works that it wants; else a 404."""
    subscription = mine(Subscription, subscription_id)
    return subscription, found(wanted_lot(db.session(), subscription, lot_id))


def ranking_page(
    template: str, theirs: Wanted, channel: Channel, back: str, *, sensitive: bool = True
) -> Answer:
    """The comparison with the order of choice; a POST keeps that order."""
    form = ranking_form(db.session(), *theirs())

    def page(refusal: Text | None = None) -> str:
        subscription, lot = theirs()
        values = comparison(db.session(), subscription, lot, request.args, sensitive=sensitive)
        if form is not None:
            show_version(form, values["kept"])
        return render_template(
            template,
            form=form,
            refusal=refusal,
            neighbourhood_theme=lot.package.neighbourhood,
            **values,
        )

    def work(session: Session, by: By) -> None:
        subscription, lot = theirs()
        place = found(offers.place_of(session, subscription, lot))
        actions.give_preference(
            session, subscription, place.request, ranked(found(form)), by=by.through(channel)
        )

    if request.method == "GET":
        return page()
    return act(
        found(form),
        work,
        again=page,
        to=back,
        done=_("Your choice is kept. You can change it until the choice is worked out."),
    )


def keep_answer(session: Session, by: By, theirs: Wanted, yes: bool) -> bool:
    """The new yes of the household, or its no; gives back which it was."""
    row = found(opened.assignment_of(session, *theirs()))
    step = actions.accept if yes else actions.decline
    step(session, row, by=by)
    return yes


def answered(yes: bool) -> str:
    """What is said after it."""
    if yes:
        return _("You said yes. Later you decide about the order itself.")
    return _("You said no. We look with you what is possible.")
