"""The firm's own quote in one view, and the receipt of what it handed in."""

from typing import Any

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.infra import db
from renogroep.infra.sealing import Unreadable
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import open_payload, typed_of
from renogroep.quotes.documents.minutes import totals_rows
from renogroep.quotes.documents.receipt import receipt_rows
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.frozen import bands_of, lines_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.queries.totals import over_maximum, scenario_totals
from renogroep.quotes.rules.comparison import matrix, matrix_totals
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.home_price import counted
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.price_sheet import KIND_LABELS, PriceSheet, receipt_hash
from renogroep.quotes.rules.sheet_reading import SheetProblem, band_label
from renogroep.quotes.rules.sheet_terms import TERM_LABELS

OWN = "own"


def submit_page(job: Job) -> dict[str, Any]:
    """The draft as a whole quote, or what is still missing in it."""
    sheet: PriceSheet | None = None
    problems: list[SheetProblem] = []
    if job.draft:
        sheet, problems = drafting.checked(job.request, typed_of(job.draft))
    now = clock.now()
    return {
        "job": job,
        "row": job.request,
        "problems": problems,
        "quote": own_view(job.request, sheet) if sheet else None,
        "stale": bool(job.draft and job.draft.request_revision != job.request.revision),
        "left": time_left(now, job.request.deadline),
        "in_time": in_time(now, job.request.deadline),
    }


def own_view(asked: Request, sheet: PriceSheet) -> dict[str, Any]:
    """The firm's own quote with our totals: per post at the lowest band, and per band, or per
    announced scenario where quotes are compared on these."""
    lines, bands = lines_of(asked), bands_of(asked)
    by_band = [matrix(lines, {OWN: sheet}, place) for place in range(len(bands))]
    rows = [
        {
            "line": row.line,
            "answer": sheet.answer(row.line.number),
            "amount": row.cells[OWN].amount,
        }
        for row in by_band[0]
    ]
    session, prices = db.session(), counted(sheet, lines)
    compared = scenario_totals(session, asked, prices)
    over = over_maximum(session, asked, prices)
    totals: list[tuple[Text, Money]] = [
        (band_label(band), matrix_totals(table)[OWN])
        for band, table in zip(bands, by_band, strict=True)
    ]
    terms = [
        (label, getattr(sheet.terms, name))
        for name, label in TERM_LABELS.items()
        if getattr(sheet.terms, name) is not None
    ]
    return {
        "rows": rows,
        "band": band_label(bands[0]),
        "totals": totals_rows(compared) if compared else totals,
        "over": over.text if over else None,
        "terms": terms,
        "kinds": KIND_LABELS,
    }


def receipt_page(job: Job) -> dict[str, Any]:
    """The proof of what was handed in, and every earlier one."""
    # A quote that was opened elsewhere came in without a seal, so without a receipt of ours.
    quote = job.submitted if job.submitted and job.submitted.sealed else None
    still_open = in_time(clock.now(), job.request.deadline) and job.request.opened_at is None
    return {
        "job": job,
        "row": job.request,
        "quote": quote,
        "facts": receipt_rows(quote) if quote else [],
        "still_the_same": _still_the_same(quote) if quote else False,
        "unreadable": bool(quote and quote.state == QuoteState.UNREADABLE),
        "earlier": [old for old in job.earlier if old.receipt],
        "label": QUOTES.label,
        "may_withdraw": bool(quote and still_open and quote.state == QuoteState.SUBMITTED),
    }


def _still_the_same(quote: Quote) -> bool:
    """Does what we keep still give the SHA-256 of the receipt?"""
    try:
        _sheet, nonce, content = open_payload(quote)
    except Unreadable:
        return False
    return receipt_hash(content, nonce) == quote.receipt_hash


def with_receipt(job: Job, code: str) -> Quote | None:
    """The quote that a receipt is asked for: the one that counts, else one with this code."""
    own = [job.submitted] if job.submitted else []
    quotes = [quote for quote in (*own, *job.earlier) if quote.receipt and quote.sealed]
    if code:
        quotes = [quote for quote in quotes if quote.receipt == code]
    return next(iter(quotes), None)
