"""Pages: what must be asked, corrected or set aside before quotes are judged?"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.financing.rules.labels import CODES
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say
from renogroep.infra.pages import check_version, found
from renogroep.quotes.actions import checking, finishing
from renogroep.quotes.forms import AnswerForm, CorrectionForm, VerdictForm
from renogroep.quotes.models import PriceQuery, Quote
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.queries.opened import OpenedSheet
from renogroep.quotes.rules.abnormal import outlier_sentence
from renogroep.quotes.rules.lifecycle import LABELS, QuoteState
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.quotes.rules.regularity import ACCEPTABLE, SEVERITY_LABELS
from renogroep.quotes.rules.sheet_cells import Unreadable, read_price
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot, my_quote
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]
LEGAL = {"fill": "KB Plaatsing art. 86 §2"}
LEGAL_DEFAULT = "KB Plaatsing art. 34"


@pages.get("/percelen/<int:lot_id>/nazicht")
@requires(May.QUOTES_COMPARE)
def checks(lot_id: int) -> str:
    """All findings per quote, striking prices, and the questions that are open."""
    return _overview(my_lot(lot_id))


def _overview(lot: Lot, refusal: Text | None = None) -> str:
    session = db.session()
    procurement = lot.package.mode == Mode.PROCUREMENT
    tables = [table for table in comparing.tables(session, lot) if table.quotes]
    quotes = [quote for table in tables for quote in table.quotes.values()]
    queries = comparing.price_queries(session, lot.id)
    return render_template(
        "quotes/checks.html",
        lot=lot,
        package=lot.package,
        refusal=refusal,
        tables=tables,
        findings=comparing.findings(session, lot),
        acceptable=ACCEPTABLE,
        corrections=comparing.corrections(session, quotes),
        outliers={
            table.request.id: [
                (o, outlier_sentence(o, procurement=procurement)) for o in comparing.outliers(table)
            ]
            for table in tables
        },
        total_check=_total_check(lot, tables) if procurement else None,
        queries=queries,
        asked_about={(row.quote_id, row.number) for row in queries},
        procurement=procurement,
        may_change=lot.state in (LotState.OPENED, LotState.CHECKED),
        readings=CODES,
        severities=SEVERITY_LABELS,
        state_labels=LABELS,
        irregular=QuoteState.IRREGULAR,
        opened_state=LotState.OPENED,
    )


def _total_check(lot: Lot, tables: list[comparing.RequestTable]) -> comparing.TotalCheck | None:
    if not tables:
        return None
    prices = comparing.compared(db.session(), lot)
    names = {quote.id: name for name, quote in tables[0].quotes.items()}
    return comparing.total_check(
        db.session(), lot, {names[key]: p.mixed for key, p in prices.items()}
    )


@pages.post("/percelen/<int:lot_id>/nazicht/klaar")
@requires(May.QUOTES_AWARD)
def finish_checks(lot_id: int) -> Answer:
    """Everything was looked at: on to the scores."""
    try:
        with db.transaction() as session:
            finishing.finish_checks(session, my_lot(lot_id), by=By(current_user.id))
    except Refused as refused:
        return _overview(my_lot(lot_id), refused.text), 422
    flash(_("The checks are done. Now every quote gets its scores."))
    return redirect(url_for("quotes.scores", lot_id=lot_id))


@pages.route("/percelen/<int:lot_id>/nazicht/<int:quote_id>/verbeteren", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def correct(lot_id: int, quote_id: int) -> Answer:
    """Read one post differently, with the reason and the rule; the original stays."""
    quote = my_quote(lot_id, quote_id)
    sheet = opened.sheet_of(db.session(), quote)
    number = request.args.get("post", "")
    line = found(next((line for line in sheet.lines if line.number == number), None))
    form = CorrectionForm()
    choices = _correction_choices(sheet, number, quote.request.lot.package.mode)
    form.kind.choices = [SelectChoice(key, label) for key, label in choices]
    if request.method == "GET":
        form.version.data = str(quote.version)
        form.kind.data = next((key for key, _label in choices), None)
        form.legal_ground.data = _usual_ground(form.kind.data or "", quote)
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction():
                _apply(lot_id, quote_id, number, form)
        except Refused as refused:
            refusal = refused.text
        except Unreadable as problem:
            refusal = problem.text
        else:
            flash(_("The correction is kept, beside what the contractor wrote."))
            return redirect(url_for("quotes.checks", lot_id=lot_id))
        quote = my_quote(lot_id, quote_id)
    page = render_template(
        "quotes/checks_correct.html",
        lot=quote.request.lot,
        quote=quote,
        line=line,
        answer=sheet.sheet.answer(number),
        bands=sheet.bands,
        form=form,
        refusal=refusal,
        band_label=band_label,
    )
    return (page, 422) if form.errors or refusal else page


def _usual_ground(kind: str, quote: Quote) -> str:
    """Procurement law is no ground in group mode: there the bill itself says what counts."""
    if quote.request.lot.package.mode != Mode.PROCUREMENT:
        return _("The bill of quantities: the unit price counts")
    return LEGAL.get(kind, LEGAL_DEFAULT)


def _correction_choices(sheet: OpenedSheet, number: str, mode: str) -> list[tuple[str, str]]:
    """Only what can be corrected in this post."""
    answer = sheet.sheet.answer(number)
    if answer is None:
        return []
    choices = []
    if answer.prices and answer.stated_total is not None:
        choices.append(("total", _("The total: the unit price counts")))
    choices += [
        (
            f"price_{place}",
            _("The unit price for %(homes)s", homes=say(band_label(sheet.bands[place - 1]))),
        )
        for place in range(1, len(answer.prices) + 1)
    ]
    missing = answer.kind == AnswerKind.MISSING
    if missing and mode == Mode.PROCUREMENT and number not in sheet.filled:
        choices.append(("fill", _("Fill in the forgotten post by the rule, for the comparison")))
    return choices


def _apply(lot_id: int, quote_id: int, number: str, form: CorrectionForm) -> None:
    session = db.session()
    quote = my_quote(lot_id, quote_id)
    check_version(quote, form.version.data)
    why: dict[str, Any] = {
        "reason": cleaned(form.reason.data or ""),
        "legal_ground": cleaned(form.legal_ground.data or ""),
        "by": By(current_user.id),
    }
    kind = form.kind.data or ""
    if kind == "total":
        checking.correct_total(session, quote, number, **why)
    elif kind == "fill":
        checking.fill_post(session, quote, number, **why)
    else:
        place = kind.removeprefix("price_")
        price = read_price(form.price.data)
        if price is None or not place.isdecimal():
            raise Refused("correction.price", "Type the right unit price, like 58,00.")
        checking.correct_price(session, quote, number, int(place), price, **why)


@pages.post("/percelen/<int:lot_id>/nazicht/<int:quote_id>/bevragen")
@requires(May.QUOTES_AWARD)
def ask_price(lot_id: int, quote_id: int) -> Answer:
    """Ask the contractor in writing about one price, or about the total (no post)."""
    number = request.form.get("post", "")
    try:
        with db.transaction() as session:
            lot = my_lot(lot_id)
            quote = my_quote(lot_id, quote_id)
            tables = comparing.tables(session, lot)
            if number and number not in {line.number for line in quote.lines}:
                found(None)
            checking.ask_price(
                session,
                quote,
                number,
                facts=_facts(lot, tables, _name_in(tables, quote), number),
                by=By(current_user.id),
            )
    except Refused as refused:
        return _overview(my_lot(lot_id), refused.text), 422
    flash(_("The contractor is asked and has until the day in the list to answer."))
    return redirect(url_for("quotes.checks", lot_id=lot_id))


def _name_in(tables: list[comparing.RequestTable], quote: Quote) -> str:
    """How the quote is called beside the others: with its company number where names are the same."""
    return next(
        name for table in tables for name, other in table.quotes.items() if other.id == quote.id
    )


def _facts(
    lot: Lot, tables: list[comparing.RequestTable], firm: str, number: str
) -> dict[str, Any]:
    """How the price was found, exactly: kept with the question."""
    if number:
        outlier = next(
            (
                o
                for t in tables
                for o in comparing.outliers(t)
                if o.line == number and o.contractor == firm
            ),
            None,
        )
        return (
            {}
            if outlier is None
            else {"price": str(outlier.price.decimal), "median": str(outlier.median / 10_000)}
        )
    check = _total_check(lot, [table for table in tables if table.quotes])
    if check is None or check.check is None:
        return {}
    return {
        "reading": check.check.reading.value,
        "percentage": str(check.check.percentage),
        "average_cents": str(check.check.average),
        "threshold_cents": str(check.check.threshold),
        "deviation_pct": str(check.check.deviation_pct.get(firm, "")),
    }


@pages.route("/percelen/<int:lot_id>/nazicht/vragen/<int:query_id>", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def price_query(lot_id: int, query_id: int) -> Answer:
    """One question: what was answered, and the judgement with its own reason."""
    row = _my_query(lot_id, query_id)
    judging = "verdict_form" in request.form
    answer_form = AnswerForm(formdata=None if judging else request.form, obj=row)
    verdict_form = VerdictForm(formdata=request.form if judging else None)
    form = verdict_form if judging else answer_form
    refusal = None
    if request.method == "POST" and form.validate():
        try:
            with db.transaction():
                _keep(lot_id, query_id, answer_form, verdict_form, judging)
        except Refused as refused:
            refusal, row = refused.text, _my_query(lot_id, query_id)
        else:
            flash(_("Kept."))
            return redirect(url_for("quotes.price_query", lot_id=lot_id, query_id=query_id))
    page = render_template(
        "quotes/checks_query.html",
        lot=row.quote.request.lot,
        query=row,
        answer_form=answer_form,
        verdict_form=verdict_form,
        form=form,
        refusal=refusal,
    )
    return (page, 422) if form.errors or refusal else page


def _my_query(lot_id: int, query_id: int) -> PriceQuery:
    return found(comparing.price_query(db.session(), query_id, my_lot(lot_id).id))


def _keep(
    lot_id: int, query_id: int, answer: AnswerForm, verdict: VerdictForm, judging: bool
) -> None:
    session = db.session()
    row = _my_query(lot_id, query_id)
    check_version(row, (verdict if judging else answer).version.data)
    if judging:
        checking.judge_price(
            session,
            row,
            verdict=verdict.verdict.data or "",
            reason=cleaned(verdict.reason.data or ""),
            by=By(current_user.id),
        )
    else:
        checking.keep_answer(
            session, row, answer=cleaned(answer.answer.data or ""), by=By(current_user.id)
        )
