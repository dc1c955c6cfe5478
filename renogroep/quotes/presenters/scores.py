"""How good is each quote on the announced criteria: what is kept, and what was typed?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.infra.access import May, may_in
from renogroep.quotes.actions import scoring
from renogroep.quotes.actions.scoring import Given
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import deciding, opened
from renogroep.tenders.models import Criterion, Lot
from renogroep.tenders.rules.criteria import FORMULA_WORDS, PriceFormula
from renogroep.tenders.rules.lifecycle import LotState

MAX_REASON = 4000
Sent = Mapping[str, str]


def given_scores(session: Session, lot: Lot, sent: Sent) -> list[Given]:
    """The rows that somebody filled in; a row left empty stays open."""
    rows = []
    for quote, criterion in _pairs(session, lot):
        percent, reason, seen = _typed(sent, quote, criterion)
        if percent or reason:
            number = int(percent) if percent.isascii() and percent.isdigit() else -1
            version = int(seen) if seen.isascii() and seen.isdigit() else -1
            rows.append(Given(quote, criterion, number, reason, version))
    return rows


def scores_page(session: Session, lot: Lot, sent: Sent | None, stale: bool) -> dict[str, Any]:
    """One score and its evidence per quote and criterion.

    sent    what was typed, to show again; None shows what is kept
    stale   somebody was first: what was typed stands beside the versions of now
    """
    pairs = _pairs(session, lot)
    known = deciding.scores(session, [quote for quote, _criterion in pairs])
    typed, versions = {}, {}
    for quote, criterion in pairs:
        key = (quote.id, criterion.id)
        row = known.get(key)
        typed[key] = (str(row.percent), row.reason) if row is not None else ("", "")
        versions[key] = str((row or NOTHING).version)
        if sent is not None:
            percent, reason, version = _typed(sent, quote, criterion)
            typed[key] = (percent, reason)
            versions[key] = versions[key] if stale else version
    price = deciding.price_criterion(lot.package)
    return {
        "lot": lot,
        "package": lot.package,
        "criteria": deciding.quality_criteria(lot.package),
        "quotes": list({quote.id: quote for quote, _criterion in pairs}.values()),
        "names": opened.labels([quote for quote, _criterion in pairs]),
        "typed": typed,
        "versions": versions,
        "scale": deciding.SCALE,
        "price": price,
        "formula": Text(
            FORMULA_WORDS[PriceFormula(price.formula)],
            {"points": price.weight, "floor": price.floor, "ceiling": price.ceiling},
        )
        if price is not None and price.formula
        else None,
        "may_change": lot.state in scoring.SCORED_IN,
        "may_open": may_in(May.QUOTES_OPEN, lot.package.neighbourhood_id),
        "may_decide": lot.state == LotState.CHECKED
        and may_in(May.QUOTES_AWARD, lot.package.neighbourhood_id),
    }


def _pairs(session: Session, lot: Lot) -> list[tuple[Quote, Criterion]]:
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    return [(q, c) for c in deciding.quality_criteria(lot.package) for q in quotes]


def _typed(sent: Sent, quote: Quote, criterion: Criterion) -> tuple[str, str, str]:
    """Per cent, reason and version as they stood in the fields."""
    key = f"{quote.id}-{criterion.id}"
    return (
        sent.get(f"percent-{key}", "")[:5].strip(),
        cleaned(sent.get(f"reason-{key}", ""))[:MAX_REASON],
        sent.get(f"version-{key}", "")[:10],
    )
