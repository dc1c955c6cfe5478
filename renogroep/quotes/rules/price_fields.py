"""How is one field of the price page called, and what stands in it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from renogroep.base.text import N_, Text
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_reading import price_column
from renogroep.quotes.rules.sheet_terms import COUNTS, TERM_LABELS
from renogroep.quotes.rules.typed import Texts
from renogroep.tenders.rules.bill import Nature

CHOICES = (  # of the answer to one post
    ("", N_("price")),
    ("included", N_("included in another post")),
    ("excluded", N_("not included")),
    ("option", N_("option")),
)


def revision_in(form: Mapping[str, str]) -> int:
    """The version of the bill that stood on the page; 0 when none did."""
    text = form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def field_id(post: str, column: str) -> str:
    """Name and id of a field: "01.02-price_1"; a term is "term-capacity"."""
    return f"{post}-{column}"


def _field(post: str, column: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    name = field_id(post, column)
    return {"id": name, "value": texts.get(column, ""), "error": errors.get(name)}


def post_fields(
    line: Line, texts: Texts, bands: Sequence[Text], errors: dict[str, Text]
) -> dict[str, Any]:
    """The fields of one post: a price per band, the answer and a remark."""
    return {
        "line": line,
        "elsewhere": line.nature == Nature.PM,
        "prices": [
            _field(line.number, price_column(place), texts, errors) for place in range(len(bands))
        ],
        "answer": _field(line.number, "answer", texts, errors),
        "remark": _field(line.number, "remark", texts, errors),
    }


def term_field(name: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    """The field of one term, such as when the works can begin."""
    return {
        **_field("term", name, texts, errors),
        "label": TERM_LABELS[name],
        "count": name in COUNTS,
        "optional": name in ("capacity", "valid_until", "validity_days"),
    }
