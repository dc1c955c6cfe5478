"""Would anybody notice a typing error in these rules? Which cell does no worked case prove?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renogroep.base.text import Text, t
from renogroep.financing.rules.case_answers import applies, fits
from renogroep.financing.rules.case_proposals import proposed
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.gate_cells import RULES, Cell, altered, cells
from renogroep.financing.rules.versions import AnyVersion

NO_CASE = t("No worked case gets its answer from this row.")
UNNOTICED = t("No worked case notices when this number changes by one.")


@dataclass(frozen=True, slots=True)
class Unproven:
    """A cell that could hold another number without any worked case noticing."""

    row: int  # as a spreadsheet counts: the header is row 1
    measure: str  # what the row is about: measure and category, work, instrument, household
    column: str
    why: Text
    sheet: str = RULES  # rules | conditions


def unproven(version: AnyVersion, cases: Iterable[RuleCase]) -> tuple[Unproven, ...]:
    """The cells that no worked case proves, in the order of the sheet; empty: all are proved.

    Each cell that gives or bounds an amount (``gate_cells.cells``) is changed by one unit. It is
    proved when a case that fits the version as it stands fits no more. Only cases of the days of
    the version count, so a version of next year needs cases of next year.

    Source: HOUSEHOLD 4, point 4 (2026-11-29).
    """
    seen = _seen(version, cases)
    rows = {(cell.sheet, cell.place) for cell, noticed in seen if noticed}
    return tuple(
        Unproven(
            row=cell.place + 2,
            measure=cell.measure,
            column=cell.column,
            why=UNNOTICED if (cell.sheet, cell.place) in rows else NO_CASE,
            sheet=cell.sheet,
        )
        for cell, noticed in seen
        if not noticed
    )


def proposals(version: AnyVersion, cases: Iterable[RuleCase]) -> tuple[RuleCase, ...]:
    """Questions whose answers would prove what is not proved yet; the answers stay empty.

    Per unnoticed cell the input just below and just above it. A person fills in what the official
    page says, never what our own rules say.

    Source: the brief of the gate, "a person types only what the official page says" (2026-11-29).
    """
    found: list[RuleCase] = []
    for cell, noticed in _seen(version, cases):
        if noticed:
            continue
        for data in proposed(version, cell):
            case = RuleCase(version.kind, data, {})
            if case not in found:
                found.append(case)
    return tuple(found)


def _seen(version: AnyVersion, cases: Iterable[RuleCase]) -> list[tuple[Cell, bool]]:
    fitting = [case for case in cases if applies(version, case) and fits(version, case)]
    return [(cell, _noticed(version, cell, fitting)) for cell in cells(version)]


def _noticed(version: AnyVersion, cell: Cell, fitting: Sequence[RuleCase]) -> bool:
    other = altered(version, cell)
    if other is None:
        return True  # the table itself refuses another number
    near = sorted(fitting, key=lambda case: cell.measure.split()[0] not in case.data.values())
    return any(not fits(other, case) for case in near)
