"""What must be asked, corrected or set aside before the quotes of a lot are judged?"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from renogroep.financing.rules.labels import CODES
from renogroep.infra.access import May, may_in
from renogroep.infra.i18n import say
from renogroep.quotes.models import PriceQuery, Quote
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.rules.abnormal import outlier_sentence
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.opened_sheet import OpenedSheet
from renogroep.quotes.rules.price_sheet import AnswerKind, Line
from renogroep.quotes.rules.regularity import ACCEPTABLE, SEVERITY_LABELS, Finding
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

LEGAL = {"fill": "KB Plaatsing art. 86 §2"}
LEGAL_DEFAULT = "KB Plaatsing art. 34"


def checks_page(session: Session, lot: Lot) -> dict[str, Any]:
    """All findings per quote, striking prices, and the questions that are open.

    changing    the reader may correct, ask and judge now
    may_judge   the reader may look into a question
    """
    procurement = lot.package.mode == Mode.PROCUREMENT
    tables = [table for table in comparing.tables(session, lot) if table.quotes]
    quotes = [quote for table in tables for quote in table.quotes.values()]
    queries = comparing.price_queries(session, lot.id)
    awards = may_in(May.QUOTES_AWARD, lot.package.neighbourhood_id)
    return {
        "lot": lot,
        "package": lot.package,
        "tables": tables,
        "findings": comparing.findings(session, lot),
        "acceptable": ACCEPTABLE,
        "corrections": comparing.corrections(session, quotes),
        "outliers": {
            table.request.id: [
                (o, outlier_sentence(o, procurement=procurement)) for o in comparing.outliers(table)
            ]
            for table in tables
        },
        "total_check": comparing.lot_total_check(session, lot, tables) if procurement else None,
        "queries": queries,
        "asked_about": {(row.quote_id, row.number) for row in queries},
        "procurement": procurement,
        "changing": awards and lot.state in (LotState.OPENED, LotState.CHECKED),
        "may_judge": awards,
        "may_finish": awards and procurement and bool(tables) and lot.state == LotState.OPENED,
        "to_choice": bool(tables)
        and not procurement
        and may_in(May.CHOICE_RUN, lot.package.neighbourhood_id),
        "readings": CODES,
        "severities": SEVERITY_LABELS,
        "label": QUOTES.label,
        "irregular": QuoteState.IRREGULAR,
    }


def correction_page(session: Session, quote: Quote, number: str) -> dict[str, Any] | None:
    """One post, and what can be corrected in it; None when the bill has no such post."""
    sheet = opened.sheet_of(session, quote)
    line: Line | None = next((line for line in sheet.lines if line.number == number), None)
    if line is None:
        return None
    return {
        "lot": quote.request.lot,
        "quote": quote,
        "line": line,
        "answer": sheet.sheet.answer(number),
        "bands": sheet.bands,
        "band_label": band_label,
        "choices": [
            SelectChoice(key, label)
            for key, label in _correction_choices(sheet, number, quote.request.lot.package.mode)
        ],
    }


def usual_ground(kind: str, quote: Quote) -> str:
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


def query_page(row: PriceQuery) -> dict[str, Any]:
    """One price that was asked about."""
    return {"lot": row.quote.request.lot, "query": row}


def regularity_page(quote: Quote) -> dict[str, Any]:
    """Set a quote aside, or bring it back (``back``)."""
    return {
        "lot": quote.request.lot,
        "quote": quote,
        "back": quote.state == QuoteState.IRREGULAR,
    }


def finding_to_judge(session: Session, quote: Quote, code: str) -> Finding | None:
    """A finding about the whole quote that may be no reason to set it aside; None when it is gone."""
    if code not in ACCEPTABLE:
        return None
    here = comparing.findings(session, quote.request.lot).get(quote.id, [])
    return next((finding for finding in here if finding.code == code), None)
