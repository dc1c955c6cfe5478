"""What does a contractor offer for each post, under which terms, and what does the receipt hash?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from renogroep.base.money import Money, UnitPrice
from renogroep.base.text import N_
from renogroep.base.units import Quantity
from renogroep.tenders.rules.bill import Nature, Scope

MAX_REMARK = 500  # characters
FORMAT = 1  # version of the canonical file; old receipts keep the version they were made with
MIN_NONCE = 16  # bytes


class AnswerKind(StrEnum):
    """A blank, a zero and "included" are three different answers (PROCUREMENT 1.9)."""

    PRICE = "price"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    OPTION = "option"
    MISSING = "missing"  # only in a quote that was opened elsewhere


KIND_LABELS: dict[AnswerKind, str] = {
    AnswerKind.PRICE: N_("price"),
    AnswerKind.INCLUDED: N_("included"),
    AnswerKind.EXCLUDED: N_("not included"),
    AnswerKind.OPTION: N_("option"),
    AnswerKind.MISSING: N_("missing"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A post of the frozen bill, with the total quantity of the request."""

    number: str
    description: str
    nature: Nature
    unit: str
    scope: Scope
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contractor says about one post. ``prices`` has one price per band, lowest first."""

    line: str
    kind: AnswerKind
    prices: tuple[UnitPrice, ...] = ()
    stated_total: Money | None = None  # at the lowest band, as the contractor wrote it
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of a quote; None where the contractor said nothing (imported bills)."""

    own_min: int | None = None
    capacity: int | None = None  # most homes that the firm can take
    start_from: date | None = None
    start_until: date | None = None
    warranty_years: int | None = None
    disruption_days: int | None = None
    valid_until: date | None = None
    validity_days: int | None = None  # days after the deadline


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """A whole quote: one answer per post, in the order of the bill, and the terms."""

    answers: tuple[Answer, ...]
    terms: Terms

    def answer(self, line: str) -> Answer | None:
        """The answer to a post; None when the sheet has none."""
        return next((answer for answer in self.answers if answer.line == line), None)


def canonical(sheet: PriceSheet) -> bytes:
    """The sheet as one fixed row of bytes: the file that the receipt is about.

    JSON in ASCII with sorted keys; unit prices in 1/10,000 euro, amounts in cents, dates as
    YYYY-MM-DD. Equal sheets give equal bytes on every machine; ``parse_canonical`` reads it back.
    """
    body = {
        "format": FORMAT,
        "answers": [_answer_out(answer) for answer in sheet.answers],
        "terms": {name: _plain(getattr(sheet.terms, name)) for name in Terms.__dataclass_fields__},
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def parse_canonical(content: bytes) -> PriceSheet:
    """The sheet in a canonical file. ValueError when the bytes are something else."""
    body = json.loads(content)
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ValueError("not a price file of this format")
    try:
        terms = Terms(**{name: _term_in(name, value) for name, value in body["terms"].items()})
        return PriceSheet(tuple(_answer_in(row) for row in body["answers"]), terms)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not a price file of this format") from error


def receipt_hash(content: bytes, nonce: bytes) -> str:
    """SHA-256 in hex over nonce + file: what the receipt prints and anybody can compute again.

    nonce    at least 16 random bytes, so that nobody finds prices by trying them.
    raises   ValueError when the nonce is shorter.
    """
    if len(nonce) < MIN_NONCE:
        raise ValueError("the nonce must have at least 16 bytes")
    return hashlib.sha256(nonce + content).hexdigest()


def _plain(value: date | int | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _answer_out(answer: Answer) -> dict[str, Any]:
    return {
        "line": answer.line,
        "kind": answer.kind.value,
        "prices": [price.scaled for price in answer.prices],
        "stated_total": None if answer.stated_total is None else answer.stated_total.cents,
        "remark": answer.remark,
    }


def _answer_in(row: Mapping[str, Any]) -> Answer:
    stated = row["stated_total"]
    return Answer(
        line=str(row["line"]),
        kind=AnswerKind(row["kind"]),
        prices=tuple(UnitPrice(scaled) for scaled in row["prices"]),
        stated_total=None if stated is None else Money(stated),
        remark=str(row["remark"]),
    )


def _term_in(name: str, value: Any) -> Any:
    days = ("start_from", "start_until", "valid_until")
    return date.fromisoformat(value) if name in days and value is not None else value
