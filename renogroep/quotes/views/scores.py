"""Page: how good is each quote on the announced quality criteria, and on what does that rest?"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import found
from renogroep.quotes.actions import scoring
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import deciding, opened
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot
from renogroep.tenders.models import Criterion, Lot
from renogroep.tenders.rules.criteria import FORMULA_WORDS, PriceFormula
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]
MAX_REASON = 4000


@pages.route("/percelen/<int:lot_id>/scores", methods=["GET", "POST"])
@requires(May.QUOTES_COMPARE)
def scores(lot_id: int) -> Answer:
    """One score and its evidence per quote and criterion; rows left empty stay open."""
    lot = found(_procurement(my_lot(lot_id)))
    if request.method == "GET":
        return _page(lot)
    try:
        with db.transaction() as session:
            lot = my_lot(lot_id)
            given = 0
            for quote, criterion in _pairs(lot):
                percent, reason = _typed(quote, criterion)
                if not percent and not reason:
                    continue
                scoring.give_score(
                    session,
                    quote,
                    criterion,
                    percent=int(percent) if percent.isascii() and percent.isdigit() else -1,
                    reason=reason,
                    version=_version(quote, criterion),
                    by=By(current_user.id),
                )
                given += 1
    except Refused as refused:
        return _page(my_lot(lot_id), refused.text), 422
    flash(_("%(count)s scores are kept.", count=given))
    return redirect(url_for("quotes.scores", lot_id=lot_id))


def _procurement(lot: Lot) -> Lot | None:
    return lot if lot.package.mode == Mode.PROCUREMENT else None


def _pairs(lot: Lot) -> list[tuple[Quote, Criterion]]:
    quotes = opened.quotes_of_lot(db.session(), lot.id, opened.REGULAR)
    return [(q, c) for c in deciding.quality_criteria(lot.package) for q in quotes]


def _typed(quote: Quote, criterion: Criterion) -> tuple[str, str]:
    key = f"{quote.id}-{criterion.id}"
    percent = request.form.get(f"percent-{key}", "")[:5].strip()
    return percent, cleaned(request.form.get(f"reason-{key}", ""))[:MAX_REASON]


def _version(quote: Quote, criterion: Criterion) -> str:
    return request.form.get(f"version-{quote.id}-{criterion.id}", "")[:10]


def _page(lot: Lot, refusal: Text | None = None) -> str:
    session = db.session()
    pairs = _pairs(lot)
    known = deciding.scores(session, [quote for quote, _criterion in pairs])
    price = deciding.price_criterion(lot.package)
    typed, versions = {}, {}
    for quote, criterion in pairs:
        row = known.get((quote.id, criterion.id))
        kept = (str(row.percent), row.reason) if row is not None else ("", "")
        typed[(quote.id, criterion.id)] = _typed(quote, criterion) if refusal else kept
        versions[(quote.id, criterion.id)] = (
            _version(quote, criterion)
            if refusal
            else str(row.version if row is not None else scoring.NOT_SCORED)
        )
    return render_template(
        "quotes/decision_scores.html",
        lot=lot,
        package=lot.package,
        criteria=deciding.quality_criteria(lot.package),
        quotes=list({quote.id: quote for quote, _criterion in pairs}.values()),
        names=opened.labels([quote for quote, _criterion in pairs]),
        typed=typed,
        versions=versions,
        scale=deciding.SCALE,
        price=price,
        formula=Text(
            FORMULA_WORDS[PriceFormula(price.formula)],
            {"points": price.weight, "floor": price.floor, "ceiling": price.ceiling},
        )
        if price is not None and price.formula
        else None,
        may_change=lot.state in scoring.SCORED_IN,
        checked=lot.state == LotState.CHECKED,
        refusal=refusal,
    )
