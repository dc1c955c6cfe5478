"""What is not in order with this quote, and how heavy is it?

Findings are for people to judge; nothing here sets a quote aside by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.calendar import validity_period
from renogroep.base.text import N_, Text, t
from renogroep.quotes.rules.arithmetic import corrected_line
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, Line, PriceSheet, Terms


class Severity(StrEnum):
    """How heavy a finding may be; a person decides."""

    NOTE = "note"
    ASK = "ask"
    SUBSTANTIAL = "substantial"


SEVERITY_LABELS: dict[Severity, str] = {
    Severity.NOTE: N_("note"),
    Severity.ASK: N_("ask the contractor"),
    Severity.SUBSTANTIAL: N_("may be a substantial irregularity"),
}


# What a person must settle before quotes are compared or a lot is decided; the rest is to know.
TO_SETTLE = frozenset(
    {
        "arithmetic",
        "missing_post",
        "excluded_post",
        "option_post",
        "cannot_fill",
        "zero_price",
        "wrong_revision",
        "validity_too_short",
    }
)
# About the whole quote: a person may find, with a reason, that it is no substantial irregularity.
ACCEPTABLE = frozenset({"wrong_revision", "validity_too_short"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to judge. ``code`` is stable; ``line`` is the post, None for the whole quote."""

    code: str
    text: Text
    severity: Severity
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the documents asked: the deadline, how long a quote must bind, the revision.

    tender   every post is required, so leaving one out is a reservation; households may choose it
    """

    deadline: date
    min_validity_days: int
    revision: int
    tender: bool = True


def check_regularity(
    sheet: PriceSheet, lines: Sequence[Line], asked: Asked, quoted_revision: int
) -> list[Finding]:
    """All findings, the whole quote first and then per post in the order of the bill.

    quoted_revision   the revision of the bill that the quote was made on.
    Examined fully: a first ground does not stop the check. Arithmetic is checked at the lowest
    band, which is the total that a sheet shows; the unit price prevails.
    Only a blank was forgotten; "not included" and "option" are what the contractor chose to say.
    Source: PROCUREMENT 1.4, MOW leidraad 10; outdated bill: RvS 266.641; options in the compared
    price: RvS 264.723, 2026-11-23.
    """
    findings = [*_revision(asked.revision, quoted_revision), *_validity(sheet.terms, asked)]
    for line in lines:
        findings.extend(_post(line, sheet.answer(line.number), asked.tender))
    return findings


def last_bound_day(terms: Terms, deadline: date) -> date | None:
    """Until when the quote binds; None when the contractor did not say."""
    if terms.valid_until is not None:
        return terms.valid_until
    if terms.validity_days is not None:
        return validity_period(deadline, terms.validity_days).last
    return None


def _revision(current: int, quoted: int) -> Iterator[Finding]:
    if quoted != current:
        yield Finding(
            "wrong_revision",
            t(
                "The quote was made on revision %(quoted)s of the bill; revision %(current)s counts.",
                quoted=quoted,
                current=current,
            ),
            Severity.SUBSTANTIAL,
        )


def _validity(terms: Terms, asked: Asked) -> Iterator[Finding]:
    least = validity_period(asked.deadline, asked.min_validity_days).last
    last = last_bound_day(terms, asked.deadline)
    if last is None:
        yield Finding(
            "validity_not_stated",
            t("No validity is stated: the announced one holds, until %(least)s.", least=least),
            Severity.NOTE,
        )
    elif last < least:
        yield Finding(
            "validity_too_short",
            t("The quote binds until %(last)s; asked was %(least)s.", last=last, least=least),
            Severity.SUBSTANTIAL,
        )


def cannot_fill(post: str) -> Finding:
    """A post was filled in with what others ask, and nobody who takes part asks it any more."""
    text = t(
        "Post %(post)s was filled in, but no other quote that takes part gives a price for it now that is not in question. Judge the price that was asked about, let the other quote take part again, or set this one aside.",
        post=post,
    )
    return Finding("cannot_fill", text, Severity.SUBSTANTIAL, post)


def _post(line: Line, answer: Answer | None, tender: bool) -> Iterator[Finding]:
    kind = AnswerKind.MISSING if answer is None else answer.kind
    if kind == AnswerKind.MISSING:
        text = t("Post %(post)s has no answer.", post=line.number)
        yield Finding("missing_post", text, Severity.ASK, line.number)
    elif kind in (AnswerKind.EXCLUDED, AnswerKind.OPTION):
        yield _reservation(line.number, kind) if tender else _left_out(line.number, kind)
    elif answer is not None and answer.prices:
        yield from _price(line, answer)


def _reservation(post: str, kind: AnswerKind) -> Finding:
    if kind == AnswerKind.EXCLUDED:
        text = t(
            "Post %(post)s was asked and is not included in the price: a reservation. It is never filled in; set this quote aside.",
            post=post,
        )
        return Finding("excluded_post", text, Severity.SUBSTANTIAL, post)
    text = t(
        "Post %(post)s was asked and is offered as an option only: a reservation. It is never filled in; set this quote aside.",
        post=post,
    )
    return Finding("option_post", text, Severity.SUBSTANTIAL, post)


def _left_out(post: str, kind: AnswerKind) -> Finding:
    if kind == AnswerKind.EXCLUDED:
        text = t("Post %(post)s is not included in the price.", post=post)
        return Finding("excluded_post", text, Severity.ASK, post)
    text = t("Post %(post)s is offered as an option only.", post=post)
    return Finding("option_post", text, Severity.ASK, post)


def _price(line: Line, answer: Answer) -> Iterator[Finding]:
    if any(price.scaled == 0 for price in answer.prices):
        text = t("Post %(post)s has a price of 0. Ask why.", post=line.number)
        yield Finding("zero_price", text, Severity.ASK, line.number)
    corrected = corrected_line(line.quantity, answer.prices[0], answer.stated_total)
    if corrected.changed:
        yield Finding(
            "arithmetic",
            t(
                "Post %(post)s: the total is %(amount)s and not %(stated)s; the unit price counts.",
                post=line.number,
                amount=corrected.amount,
                stated=answer.stated_total,
            ),
            Severity.NOTE,
            line.number,
        )
