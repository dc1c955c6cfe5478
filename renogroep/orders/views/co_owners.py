"""Pages: another owner was written down wrongly, and is put right before signing."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed, show_version
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.orders.actions import co_owners
from renogroep.orders.forms import CoOwnerForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import around, as_asked, signer
from renogroep.orders.views.blueprint import pages

RESIDENT, STAFF = "orders/co_owner.html", "orders/co_owner_for.html"


@pages.route(
    "/mijn-woning/bestelling/<int:order_id>/mede-eigenaar/<int:person_id>", methods=["GET", "POST"]
)
@requires(May.MY_HOME)
def co_owner(order_id: int, person_id: int) -> Answer:
    """The household puts right who owns the home with it."""
    back = url_for("orders.cost_card", order_id=order_id)
    return _change(order_id, person_id, RESIDENT, back)


@pages.route("/bestellingen/<int:order_id>/mede-eigenaar/<int:person_id>", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def co_owner_for(order_id: int, person_id: int) -> Answer:
    """The same, on the phone."""
    return _change(order_id, person_id, STAFF, url_for("orders.one", order_id=order_id))


def _change(order_id: int, person_id: int, template: str, back: str) -> Answer:
    """One form, two buttons: another name or address, or no such owner at all.

    Who was on the order when the page was made may be off it when the form comes.
    """
    there = signer(mine(Order, order_id), person_id)
    form = CoOwnerForm(data=as_asked(there) if there else None)

    def again(refusal: Text | None = None) -> str:
        order = mine(Order, order_id)
        row = signer(order, person_id)
        show_version(form, order)
        return render_template(template, form=form, refusal=refusal, row=row, **around(order))

    def work(session: Session, by: By) -> bool:
        change: bool = pressed("answer", {"change": True, "remove": False})
        order = mine(Order, order_id)
        if change:
            asked = found(form.co_owner)
            co_owners.change_co_owner(session, order, person_id, asked, by=by)
        else:
            co_owners.remove_co_owner(session, order, person_id, by=by)
        return change

    if request.method == "GET":
        found(there)
        return again()
    return act(
        None if request.form.get("answer") == "remove" else form,
        work,
        again=again,
        to=back,
        done=lambda changed: (
            _("The other owner got a new link or letter. The old link does not work any more.")
            if changed
            else _("That owner is taken off. Sign the order again, because it named another owner.")
        ),
    )
