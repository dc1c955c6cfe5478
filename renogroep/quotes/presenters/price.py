"""The fields of the price page: what stands in them, and what is wrong with each?"""

from collections.abc import Mapping, Sequence
from typing import Any

from renogroep.base import clock
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text
from renogroep.groups.models import Request
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.rules.bill_layout import term_names
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_reading import SheetProblem, band_label, price_column
from renogroep.quotes.rules.sheet_terms import COUNTS, TERM_LABELS
from renogroep.quotes.rules.typed import Texts, Typed
from renogroep.tenders.rules.bill import Nature

CHOICES = (  # of the answer to one post
    ("", N_("price")),
    ("included", N_("included in another post")),
    ("excluded", N_("not included")),
    ("option", N_("option")),
)


def typed_in(form: Mapping[str, str], asked: Request) -> Typed:
    """What stands in the fields of the posts of this bill; other fields are not ours."""
    columns = [*_price_columns(asked), "answer", "remark"]
    return Typed(
        {
            line.number: {
                column: cleaned(form.get(field_id(line.number, column), "")) for column in columns
            }
            for line in lines_of(asked)
        },
        {name: cleaned(form.get(field_id("term", name), "")) for name in _terms(asked)},
    )


def revision_in(form: Mapping[str, str]) -> int:
    """The version of the bill that stood on the page; 0 when none did."""
    text = form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def field_id(post: str, column: str) -> str:
    """Name and id of a field: "01.02-price_1"; a term is "term-capacity"."""
    return f"{post}-{column}"


def _price_columns(asked: Request) -> list[str]:
    return [price_column(place) for place in range(len(asked.lot.bands))]


def _terms(asked: Request) -> tuple[str, ...]:
    return term_names(sheet_rules(asked))


def price_page(job: Job, typed: Typed, problems: Sequence[SheetProblem] = ()) -> dict[str, Any]:
    """One price per post and band, and the terms, each with what is wrong with it."""
    asked = job.request
    bands = [band_label(band) for band in bands_of(asked)]
    errors = {field_id(p.line or "term", p.column): p.message for p in problems}
    return {
        "job": job,
        "row": asked,
        "bands": bands,
        "posts": [
            _post(line, typed.lines.get(line.number, {}), bands, errors) for line in lines_of(asked)
        ],
        "terms": [_term(name, typed.terms, errors) for name in _terms(asked)],
        "choices": CHOICES,
        "summary": [(p.message, f"#{field_id(p.line or 'term', p.column)}") for p in problems],
        "old_revision": job.draft.request_revision if job.draft else asked.revision,
        "left": time_left(clock.now(), asked.deadline),
        "in_time": in_time(clock.now(), asked.deadline),
    }


def _field(post: str, column: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    name = field_id(post, column)
    return {"id": name, "value": texts.get(column, ""), "error": errors.get(name)}


def _post(
    line: Line, texts: Texts, bands: Sequence[Text], errors: dict[str, Text]
) -> dict[str, Any]:
    return {
        "line": line,
        "elsewhere": line.nature == Nature.PM,
        "prices": [
            _field(line.number, price_column(place), texts, errors) for place in range(len(bands))
        ],
        "answer": _field(line.number, "answer", texts, errors),
        "remark": _field(line.number, "remark", texts, errors),
    }


def _term(name: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    return {
        **_field("term", name, texts, errors),
        "label": TERM_LABELS[name],
        "count": name in COUNTS,
        "optional": name in ("capacity", "valid_until", "validity_days"),
    }
