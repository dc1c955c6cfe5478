"""Pages: a lot, a package or an interest stops, and with it everything that hangs on it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.scope import mine
from renogroep.journeys.actions.stop_interest import stop_interest
from renogroep.journeys.actions.stop_lot import stop_lot
from renogroep.journeys.actions.stop_package import stop_package
from renogroep.journeys.forms.stopping import StopForm, StopInterestForm
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.packages import package_page
from renogroep.owners.rules.cases import LOSS_LABELS, OWN_REASONS
from renogroep.subscriptions import queries
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import ENDED
from renogroep.tenders.models import Lot, Package

BEFORE_ORDERS = ("journeys/stop_lot.html", "quotes.opening")
AT_ORDERS = ("journeys/stop_ordering.html", "orders.wave")


@pages.post("/pakketten/<int:id>/stoppen")
@requires(May.PACKAGE_MANAGE)
def package_cancel(id: int) -> Answer:
    """Stop a package and tell everybody who showed interest."""

    def work(session: Session, by: By) -> int:
        reason = request.form.get("reason", "")
        return stop_package(session, mine(Package, id), reason=reason, by=by)

    def done(told: int) -> str:
        return _("The package is stopped. %(count)s people get a message.", count=told)

    return act(
        None,
        work,
        again=lambda refusal: package_page(id, refusal),
        to=url_for("pages.package", id=id),
        done=done,
    )


@pages.route("/percelen/<int:lot_id>/stopzetten", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def lot_fail(lot_id: int) -> Answer:
    """A lot without orders does not go ahead; everybody concerned hears why."""
    return _stop_lot(lot_id, *BEFORE_ORDERS, before_orders=True)


@pages.route("/percelen/<int:lot_id>/bestellingen/stoppen", methods=["GET", "POST"])
@requires(May.ORDER_FREEZE)
def lot_stop(lot_id: int) -> Answer:
    """Open rounds and prices fall; refused while somebody is bound. Everybody hears why."""
    return _stop_lot(lot_id, *AT_ORDERS)


def _stop_lot(lot_id: int, template: str, back: str, *, before_orders: bool = False) -> Answer:
    form = StopForm()

    def page(refusal: Text | None = None) -> str:
        lot = mine(Lot, lot_id)
        show_version(form, lot)
        return render_template(template, lot=lot, form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        lot, reason = mine(Lot, lot_id), form.reason.data or ""
        stop_lot(session, lot, reason=reason, before_orders=before_orders, by=by)

    if request.method == "GET":
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for(back, lot_id=lot_id),
        done=_("This lot has stopped. Households and contractors are told."),
    )


@pages.route("/mijn-woning/<reference>/stoppen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def withdraw_interest(reference: str) -> Answer:
    """Two clicks; the reason is asked and may stay away."""
    form = StopInterestForm()
    key = queries.key_of(db.session(), reference)

    def page(refusal: Text | None = None) -> str:
        row = mine(Subscription, key)
        show_version(form, row)
        return render_template(
            "journeys/stop_interest.html",
            subscription=row,
            form=form,
            reasons={code: LOSS_LABELS[code] for code in OWN_REASONS},
            refusal=refusal,
            neighbourhood_theme=row.package.neighbourhood,
        )

    def work(session: Session, by: By) -> None:
        row = mine(Subscription, key)
        stop_interest(session, row, reason=form.reason.data or "", by=by)

    if request.method == "GET":
        if mine(Subscription, key).state in ENDED:
            return redirect(url_for("pages.my_home"))
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.my_home"),
        done=_("You stopped. It costs nothing, and you can join again later."),
    )
