"""Pages: what must be asked, corrected or set aside before quotes are judged?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import asking, checking, finishing
from renogroep.quotes.forms import AnswerForm, CorrectionForm, VerdictForm
from renogroep.quotes.models import PriceQuery
from renogroep.quotes.presenters.checks import (
    checks_page,
    correction_page,
    query_page,
    usual_ground,
)
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import quote_of
from renogroep.tenders.models import Lot


def _overview(lot_id: int, refusal: Text | None = None) -> str:
    values = checks_page(db.session(), mine(Lot, lot_id))
    return render_template("quotes/checks.html", refusal=refusal, **values)


@pages.get("/percelen/<int:lot_id>/nazicht")
@requires(May.QUOTES_COMPARE)
def checks(lot_id: int) -> str:
    """All findings per quote, striking prices, and the questions that are open."""
    return _overview(lot_id)


@pages.post("/percelen/<int:lot_id>/nazicht/klaar")
@requires(May.QUOTES_AWARD)
def finish_checks(lot_id: int) -> Answer:
    """Everything was looked at: on to the scores."""
    return act(
        None,
        lambda session, by: finishing.finish_checks(session, mine(Lot, lot_id), by=by),
        again=lambda refusal: _overview(lot_id, refusal),
        to=url_for("quotes.scores", lot_id=lot_id),
        done=_("The checks are done. Now every quote gets its scores."),
    )


@pages.route("/percelen/<int:lot_id>/nazicht/<int:quote_id>/verbeteren", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def correct(lot_id: int, quote_id: int) -> Answer:
    """Read one post differently, with the reason and the rule; the original stays."""
    number = request.args.get("post", "")
    form = CorrectionForm()

    def page(refusal: Text | None = None) -> str:
        quote = quote_of(lot_id, quote_id)
        values = found(correction_page(db.session(), quote, number))
        show_version(form, quote)
        form.kind.choices = values.pop("choices")
        if not form.is_submitted():
            form.kind.data = next((choice.value for choice in form.kind.choices), None)
            form.legal_ground.data = usual_ground(form.kind.data or "", quote)
        return render_template("quotes/checks_correct.html", form=form, refusal=refusal, **values)

    def work(session: Session, by: By) -> None:
        checking.correct(
            session,
            quote_of(lot_id, quote_id),
            number,
            form.kind.data or "",
            form.price.data or "",
            reason=cleaned(form.reason.data or ""),
            legal_ground=cleaned(form.legal_ground.data or ""),
            by=by,
        )

    if request.method == "GET":
        return page()
    form.kind.choices = []  # the action answers in words
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.checks", lot_id=lot_id),
        done=_("The correction is kept, beside what the contractor wrote."),
    )


@pages.post("/percelen/<int:lot_id>/nazicht/<int:quote_id>/bevragen")
@requires(May.QUOTES_AWARD)
def ask_price(lot_id: int, quote_id: int) -> Answer:
    """Ask the contractor in writing about one price, or about the total (no post)."""
    number = request.form.get("post", "")

    def work(session: Session, by: By) -> None:
        quote = quote_of(lot_id, quote_id)
        if number and number not in {line.number for line in quote.lines}:
            found(None)
        asking.ask_price(session, quote, number, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _overview(lot_id, refusal),
        to=url_for("quotes.checks", lot_id=lot_id),
        done=_("The contractor is asked and has until the day in the list to answer."),
    )


@pages.route("/percelen/<int:lot_id>/nazicht/vragen/<int:query_id>", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def price_query(lot_id: int, query_id: int) -> Answer:
    """One question: what was answered, and the judgement with its own reason."""
    judging = "verdict_form" in request.form
    row = _query(lot_id, query_id)
    answer_form = AnswerForm(formdata=None if judging else request.form, obj=row)
    verdict_form = VerdictForm(formdata=request.form if judging else None)
    form = verdict_form if judging else answer_form

    def page(refusal: Text | None = None) -> str:
        row = _query(lot_id, query_id)
        show_version(form, row)
        return render_template(
            "quotes/checks_query.html",
            answer_form=answer_form,
            verdict_form=verdict_form,
            form=form,
            refusal=refusal,
            **query_page(row),
        )

    def work(session: Session, by: By) -> None:
        row = _query(lot_id, query_id)
        if judging:
            asking.judge_price(
                session,
                row,
                verdict=verdict_form.verdict.data or "",
                reason=cleaned(verdict_form.reason.data or ""),
                by=by,
            )
        else:
            asking.keep_answer(session, row, answer=cleaned(answer_form.answer.data or ""), by=by)

    if request.method == "GET":
        return page()
    back = url_for("quotes.price_query", lot_id=lot_id, query_id=query_id)
    return act(form, work, again=page, to=back, done=_("Kept."))


def _query(lot_id: int, query_id: int) -> PriceQuery:
    row = mine(PriceQuery, query_id)
    return found(row if row.quote.request.lot_id == lot_id else None)
