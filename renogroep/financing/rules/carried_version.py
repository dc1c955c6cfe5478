"""How does a version travel to another municipality, with its cases and its author?"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from renogroep.base.errors import Refused
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.details import Details
from renogroep.financing.rules.rows import CONFIDENCE
from renogroep.financing.rules.versions import TABLES, table_from_json

FORMAT = "renogroep-rule-1"
_KEYS = {"format", "kind", "details", "table", "cases", "author"}
MOST_CASES = 2_000


@dataclass(frozen=True, slots=True)
class Carried:
    """A version as a file: nothing in it decides before somebody here approves it."""

    kind: str
    details: Details
    table: Mapping[str, Any]
    cases: tuple[RuleCase, ...]
    author: str


def to_file(carried: Carried) -> str:
    """The file."""
    one = carried.details
    return json.dumps(
        {
            "format": FORMAT,
            "kind": carried.kind,
            "details": {
                "label": one.label,
                "valid_from": one.valid_from.isoformat(),
                "valid_until": one.valid_until and one.valid_until.isoformat(),
                "source": one.source,
                "confidence": one.confidence,
                "review_on": one.review_on and one.review_on.isoformat(),
            },
            "table": carried.table,
            "cases": [_case_json(case) for case in carried.cases],
            "author": carried.author,
        },
        ensure_ascii=False,
        indent=1,
    )


def _case_json(case: RuleCase) -> dict[str, Any]:
    return {
        "data": dict(case.data),
        "expected": dict(case.expected),
        "sum_by_hand": case.sum_by_hand,
        "author": case.author,
    }


def from_file(data: bytes) -> Carried:
    """raises   Refused for whatever ``to_file`` did not write: all of it is good, or none."""
    try:
        found = json.loads(data.decode("utf-8"))
        if not isinstance(found, dict) or set(found) != _KEYS or found["format"] != FORMAT:
            raise ValueError("not ours")
        kind = found["kind"]
        table = table_from_json(kind, found["table"]).to_json()
        return Carried(
            kind, _details(found["details"]), table, _cases(kind, found["cases"]), found["author"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        raise Refused(
            "rules.not_a_file",
            "This is not a version that another municipality downloaded here, or it was changed. Ask for the file again.",
        ) from None


def _details(found: Mapping[str, Any]) -> Details:
    label, source, confidence = (_text(found[name]) for name in ("label", "source", "confidence"))
    if confidence not in CONFIDENCE or not label:
        raise ValueError("not ours")
    until, review = (
        date.fromisoformat(found[name]) if found[name] else None
        for name in ("valid_until", "review_on")
    )
    first = date.fromisoformat(found["valid_from"])
    return Details(label, first, until, source, confidence, review)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value[:1_000]


def _cases(kind: str, found: Iterable[Mapping[str, Any]]) -> tuple[RuleCase, ...]:
    rows = list(found)
    if len(rows) > MOST_CASES or kind not in TABLES:
        raise ValueError("too many")
    return tuple(
        RuleCase(
            kind,
            {str(k): _text(v) for k, v in row["data"].items()},
            {str(k): _text(v) for k, v in row["expected"].items()},
            _text(row["sum_by_hand"]),
            author=_text(row["author"])[:200],
        )
        for row in rows
    )
