"""Which terms did a contractor give, and is anything in them wrong?"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from renogroep.base.text import N_, Text, t
from renogroep.quotes.rules.price_sheet import Terms
from renogroep.quotes.rules.sheet_cells import (
    CellValue,
    Unreadable,
    read_count,
    read_day,
)

TERM_LABELS: dict[str, str] = {
    "own_min": N_("own minimum (homes)"),
    "capacity": N_("most homes you can take"),
    "start_from": N_("start of the works, from"),
    "start_until": N_("start of the works, until"),
    "warranty_years": N_("warranty (years)"),
    "disruption_days": N_("days of disruption per home"),
    "valid_until": N_("quote valid until"),
    "validity_days": N_("quote valid (days after the deadline)"),
}

COUNTS: dict[str, tuple[int, int]] = {
    "own_min": (1, 999),
    "capacity": (1, 999),
    "warranty_years": (0, 99),
    "disruption_days": (0, 365),
    "validity_days": (1, 730),
}


@dataclass(frozen=True, slots=True)
class TermCell:
    """A term as it came in, and where it stood."""

    value: CellValue
    cell: str | None = None
    row: int | None = None


Report = Callable[[str, TermCell, Text], None]


def read_terms(
    cells: Mapping[str, TermCell],
    *,
    today: date,
    needed: Collection[str],
    report: Report,
) -> Terms:
    """The terms that could be read; everything wrong goes to ``report(term, cell, sentence)``.

    needed   terms that may not be blank; "validity" asks for a last day or a number of days.
             Days in the past are only refused when something is needed: an imported quote is old.
    Never raises for bad content; unknown keys are ignored.
    """
    found: dict[str, Any] = {}
    unreadable: set[str] = set()
    for name in TERM_LABELS:
        cell = cells.get(name, TermCell(None))
        try:
            found[name] = _read(name, cell.value)
        except Unreadable as problem:
            unreadable.add(name)
            report(name, cell, problem.text)
    terms = Terms(**found)
    for name, sentence in _missing(terms, needed):
        if name not in unreadable:
            report(name, cells.get(name, TermCell(None)), sentence)
    for name, sentence in _contradictions(terms, today if needed else date.min):
        report(name, cells.get(name, TermCell(None)), sentence)
    return terms


def _read(name: str, value: CellValue) -> int | date | None:
    return read_count(value, *COUNTS[name]) if name in COUNTS else read_day(value)


def _missing(terms: Terms, needed: Collection[str]) -> list[tuple[str, Text]]:
    blank = [name for name in TERM_LABELS if name in needed and getattr(terms, name) is None]
    problems = [(name, t("Fill in: %(term)s.", term=Text(TERM_LABELS[name]))) for name in blank]
    if "validity" in needed and terms.valid_until is None and terms.validity_days is None:
        problems.append(
            ("valid_until", t("Fill in until which day, or how many days, your quote is valid."))
        )
    return problems


def _contradictions(terms: Terms, today: date) -> list[tuple[str, Text]]:
    problems = []
    if terms.start_from and terms.start_until and terms.start_until < terms.start_from:
        sentence = t(
            "The last start day %(until)s lies before the first start day %(first)s. Change one of them.",
            until=terms.start_until,
            first=terms.start_from,
        )
        problems.append(("start_until", sentence))
    elif terms.start_until and terms.start_until < today:
        problems.append(("start_until", _past(terms.start_until)))
    if terms.valid_until and terms.valid_until < today:
        problems.append(("valid_until", _past(terms.valid_until)))
    if terms.valid_until and terms.validity_days:
        sentence = t("Give either a last day or a number of days for the validity, not both.")
        problems.append(("validity_days", sentence))
    if terms.own_min and terms.capacity and terms.capacity < terms.own_min:
        sentence = t(
            "You can take %(most)s homes but come only with %(least)s. Change one of them.",
            most=terms.capacity,
            least=terms.own_min,
        )
        problems.append(("capacity", sentence))
    return problems


def _past(day: date) -> Text:
    return t("%(day)s lies in the past. Choose a later day.", day=day)
