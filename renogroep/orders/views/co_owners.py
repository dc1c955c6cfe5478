"""Pages: another owner was written down wrongly, and is put right before signing."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity.rules.phone import shown
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import co_owners
from renogroep.orders.actions.holding import hold
from renogroep.orders.forms import CoOwnerForm
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.queries import finding
from renogroep.orders.views.answers import pressed
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.resident import around
from renogroep.orders.views.staff import staff_order

Answer = str | Response | tuple[str, int]
Find = Callable[[Session], Order]
RESIDENT, STAFF = "orders/co_owner.html", "orders/co_owner_for.html"


@pages.route(
    "/mijn-woning/bestelling/<int:order_id>/mede-eigenaar/<int:person_id>", methods=["GET", "POST"]
)
@requires(May.MY_HOME)
def co_owner(order_id: int, person_id: int) -> Answer:
    """The household puts right who owns the home with it."""

    def find(session: Session) -> Order:
        return found(finding.mine(session, order_id, current_user.id))

    return _change(find, person_id, RESIDENT, url_for("orders.cost_card", order_id=order_id))


@pages.route("/bestellingen/<int:order_id>/mede-eigenaar/<int:person_id>", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def co_owner_for(order_id: int, person_id: int) -> Answer:
    """The same, on the phone."""

    def find(session: Session) -> Order:
        return staff_order(session, order_id)

    return _change(find, person_id, STAFF, url_for("orders.one", order_id=order_id))


def _change(find: Find, person_id: int, template: str, back: str) -> Answer:
    """One form, two buttons: another name or address, or no such owner at all."""
    order = find(db.session())
    row = _row(order, person_id)
    form = CoOwnerForm(data=_now(row))
    if request.method == "GET":
        form.version.data = str(order.version)
        return _page(order, row, form, template)
    if request.form.get("answer") != "remove" and not form.validate():
        return _page(order, row, form, template), 422
    try:
        with db.transaction() as session:
            act = pressed("answer", {"change": True, "remove": False})
            order = find(session)
            hold(session, order)
            check_version(order, form.version.data)
            if act:
                asked = found(form.co_owner)
                co_owners.change_co_owner(session, order, person_id, asked, by=By(current_user.id))
            else:
                co_owners.remove_co_owner(session, order, person_id, by=By(current_user.id))
    except Refused as refused:
        order = find(db.session())
        return _page(order, _row(order, person_id), form, template, refused.text), 422
    if act:
        flash(_("The other owner got a new link or letter. The old link does not work any more."))
    else:
        flash(_("That owner is taken off. Sign the order again, because it named another owner."))
    return redirect(back)


def _row(order: Order, person_id: int) -> CoOwner:
    return found(next((row for row in order.co_owners if row.person_id == person_id), None))


def _now(row: CoOwner) -> dict[str, Any]:
    person = row.person
    value = person.email or shown(person.phone or "") or person.postal_address or ""
    return {"co_name": person.name, "co_way": person.contact_way, "co_value": value}


def _page(
    order: Order, row: CoOwner, form: CoOwnerForm, template: str, refusal: Text | None = None
) -> str:
    return render_template(
        template, form=form, refusal=refusal, signed=row.signed_at is not None, **around(order)
    )
