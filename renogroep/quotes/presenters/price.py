"""The fields of the price page: what stands in them, and what is wrong with each?"""

from collections.abc import Mapping, Sequence
from typing import Any

from renogroep.base import clock
from renogroep.base.names import cleaned
from renogroep.groups.models import Request
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.rules.bill_layout import term_names
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.price_fields import (
    CHOICES,
    field_id,
    post_fields,
    term_field,
)
from renogroep.quotes.rules.sheet_reading import SheetProblem, band_label, price_column
from renogroep.quotes.rules.typed import Typed


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
            post_fields(line, typed.lines.get(line.number, {}), bands, errors)
            for line in lines_of(asked)
        ],
        "terms": [term_field(name, typed.terms, errors) for name in _terms(asked)],
        "choices": CHOICES,
        "summary": [(p.message, f"#{field_id(p.line or 'term', p.column)}") for p in problems],
        "old_revision": job.draft.request_revision if job.draft else asked.revision,
        "left": time_left(clock.now(), asked.deadline),
        "in_time": in_time(clock.now(), asked.deadline),
    }
