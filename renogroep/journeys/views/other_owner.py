"""Pages: the order as a page, and the yes of another owner.

They open with where the order stands, so they stand here; their addresses and names are of orders.
"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.device import this_device
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.journeys.forms.co_sign import CoSignForm
from renogroep.journeys.presenters.other_owner import other_owner_block
from renogroep.orders.actions import ordering
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import around, co_sign_page, paper_page, readable
from renogroep.orders.queries import finding
from renogroep.orders.views.blueprint import pages


@pages.get("/mijn-woning/bestelling/<int:order_id>/document")
@requires(May.MY_HOME)
def paper(order_id: int) -> str:
    """The order as a page."""
    session, reader_id = db.session(), current_user.id
    row = readable(session, order_id)
    page = paper_page(session, row, reader_id)
    there = None if page["own"] else other_owner_block(session, row, reader_id)
    return render_template("journeys/order_paper.html", there=there, **page)


@pages.route("/mede-eigenaar/<int:order_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def co_sign(order_id: int) -> Answer:
    """The other owner reads the same order and says yes, with a link of their own."""
    person_id, link = current_user.id, current_user.co_sign_order_id

    def asked(session: Session) -> Order | None:
        return finding.to_co_sign(session, order_id, person_id, link)

    if asked(db.session()) is None:
        own = around(mine(Order, order_id))
        return render_template("orders/co_sign_own.html", **own), 403
    form = CoSignForm()

    def again(refusal: Text | None = None) -> str:
        row = found(asked(db.session()))
        show_version(form, row)
        page = co_sign_page(db.session(), row, person_id, this_device().people)
        there = other_owner_block(db.session(), row, person_id)
        return render_template(
            "journeys/other_owner.html", form=form, refusal=refusal, there=there, **page
        )

    def work(session: Session, by: By) -> None:
        row, device = found(asked(session)), this_device()
        ordering.co_sign(session, row, person_id=person_id, by=by, device=device)

    if request.method == "GET":
        return again()
    return act(
        form,
        work,
        again=again,
        to=url_for("orders.paper", order_id=order_id),
        done=_("Thank you. You have signed."),
    )
