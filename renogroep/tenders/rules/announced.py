"""How will quotes be judged, as everybody may read it before anybody quotes?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.tenders.rules.criteria import Criterion, Scenario, formula_text, needing_document
from renogroep.tenders.rules.procedures import PROCEDURES


@dataclass(frozen=True, slots=True)
class Announced:
    """What a procurement announces, in words."""

    procedure: Text
    max_value: Money | None  # excl. VAT
    ends_on: date | None
    criteria: tuple[tuple[Criterion, Text | None], ...]  # with the price formula
    scenarios: tuple[Scenario, ...]
    documents: tuple[str, ...]  # criteria that prices and terms do not answer


def announce(
    *,
    legal_form: str | None,
    max_value: Money | None,
    ends_on: date | None,
    criteria: Sequence[Criterion],
    scenarios: Sequence[Scenario],
) -> Announced:
    """The announcement of a procurement; its form is a dash while nobody chose one."""
    return Announced(
        procedure=Text(PROCEDURES.get(legal_form or "", "–")),
        max_value=max_value,
        ends_on=ends_on,
        criteria=tuple((one, formula_text(one) if one.formula else None) for one in criteria),
        scenarios=tuple(scenarios),
        documents=tuple(one.title for one in needing_document(criteria)),
    )
