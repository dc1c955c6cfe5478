"""Pages: advisor and contractor measure one home and agree."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed, show_version
from renogroep.infra.scope import mine
from renogroep.orders.actions import surveying
from renogroep.orders.forms import SurveyForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.survey import firm_page, rows_of, survey_page, typed_posts
from renogroep.orders.rules.events import Did
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked


def _form(order: Order) -> SurveyForm:
    rows = rows_of(db.session(), order, typed_posts(request.form))
    return SurveyForm(rows, data={"run_code": order.run_code, "run_size": order.run_size})


@pages.route("/opmetingen/<int:order_id>", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def survey(order_id: int) -> Answer:
    """The advisor writes down what was measured; saving is agreeing."""
    form = _form(mine(Order, order_id))

    def work(session: Session, by: By) -> None:
        surveying.measure(
            session,
            mine(Order, order_id),
            quantities=form.quantities,
            run_code=form.run_code.data or "",
            run_size=form.run_size.data,
            by=by,
        )

    if request.method == "GET":
        return _survey_page(order_id, form)
    return act(
        form,
        work,
        again=lambda refusal: _survey_page(order_id, form, refusal),
        to=url_for("orders.one", order_id=order_id),
        done=_("Noted. The contractor got a message to agree with these quantities."),
    )


def _survey_page(order_id: int, form: SurveyForm, refusal: Text | None = None) -> str:
    order = mine(Order, order_id)
    show_version(form, order)
    page = survey_page(order)
    return render_template("orders/survey.html", form=form, refusal=refusal, **page)


@pages.post("/opmetingen/<int:order_id>/past-niet")
@requires(May.ORDER_SURVEY)
def not_fit(order_id: int) -> Answer:
    """The advisor saw that the works cannot be done here."""

    def again(refusal: Text | None) -> str:
        order = mine(Order, order_id)
        given = {"run_code": order.run_code, "run_size": order.run_size, "version": order.version}
        form = SurveyForm(rows_of(db.session(), order), formdata=None, data=given)
        return _survey_page(order_id, form, refusal)

    def work(session: Session, by: By) -> None:
        words = request.form.get("words", "")
        surveying.not_fit(session, mine(Order, order_id), words=words, by=by, by_advisor=True)

    return act(
        None,
        work,
        again=again,
        to=url_for("orders.index"),
        done=_("Noted. The household got a message."),
    )


@pages.get("/opdrachten/opmetingen/<int:order_id>")
@requires(May.WORKLIST_SEE)
def survey_firm(order_id: int) -> str:
    """The contractor looks at the quantities of a home that it visits; looking is recorded."""
    looked(Did.SURVEY_SEEN, lambda session: mine(Order, order_id))
    return _firm_page(order_id)


def _firm_page(order_id: int, refusal: Text | None = None) -> str:
    page = firm_page(db.session(), mine(Order, order_id))
    return render_template("orders/survey_firm.html", refusal=refusal, **page)


@pages.post("/opdrachten/opmetingen/<int:order_id>")
@requires(May.WORKLIST_SEE)
def survey_firm_answer(order_id: int) -> Answer:
    """The contractor agrees, measured something else, or saw that it does not fit."""
    words = request.form.get("words", "")

    def work(session: Session, by: By) -> None:
        order = mine(Order, order_id)
        answer = pressed("answer", {name: name for name in ("agree", "not_fit", "differs")})
        if answer == "agree":
            surveying.agree(session, order, by=by)
        elif answer == "not_fit":
            surveying.not_fit(session, order, words=words, by=by)
        else:
            surveying.dispute(session, order, words=words, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _firm_page(order_id, refusal),
        to=url_for("orders.work_list"),
        done=_("Your answer is noted. Advisor and household know it."),
    )
