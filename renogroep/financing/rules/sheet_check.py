"""What is wrong with a sheet of rules, before anybody relies on it?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from renogroep.base.text import Text, t
from renogroep.financing.rules import rows
from renogroep.financing.rules.case_answers import Failing, failing_cases
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.cells import BadCells
from renogroep.financing.rules.gate import unproven
from renogroep.financing.rules.rows import check_known
from renogroep.financing.rules.tables import ConditionedTable, Table
from renogroep.financing.rules.versions import TABLES, AnyVersion, RuleVersionValue

Cells = tuple[Sequence[str], Sequence[Sequence[str]]]  # header and rows
DAY = timedelta(days=1)
CONDITIONS = "conditions"
MOST_ROWS = 1_000  # the largest that ships has some sixty


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a sheet; a warning may be meant, everything else stops the version."""

    row: int  # as a spreadsheet counts; 0: about the whole sheet
    about: str  # measure, work, instrument or column; "" for the whole sheet
    why: Text
    warning: bool = False
    sheet: str = "rules"

    def __str__(self) -> str:
        place = [self.sheet] if self.sheet == CONDITIONS else []
        place += [f"row {self.row}"] if self.row else []
        place += [self.about] if self.about else []
        line = f"{', '.join(place)}: {self.why}" if place else str(self.why)
        return f"warning: {line}" if self.warning else line


def check_sheet(
    kind: str,
    sheet: Cells,
    *,
    valid_from: date,
    valid_until: date | None = None,
    conditions: Cells | None = None,
    cases: Sequence[RuleCase] = (),
) -> tuple[AnyVersion | None, tuple[Finding, ...]]:
    """The version that the sheets make, or None, and everything that must be said about it.

    sheet        header and rows, as ``rows.csv_cells`` or ``cells.texts_of`` gives them
    conditions   the second sheet of premiums and loans
    cases        the worked cases that are to prove it
    raises       ValueError for an unknown kind, or a last day before the first.

    Cells that cannot be read come first and alone: without them there is no version to look at.

    Source: HOUSEHOLD 4, points 1 and 4 (2026-11-29).
    """
    check_known(kind, TABLES, "kind")
    rows.check_days(valid_from, valid_until)
    made = TABLES[kind]
    findings: list[Finding] = []
    table = _table(made, sheet, conditions, findings)
    if table is not None:
        findings += _outside(table.rules, valid_from, valid_until)
    if table is None or findings:
        return None, tuple(findings)
    label = table.rules[0].regime
    version: AnyVersion = RuleVersionValue(
        kind, label, valid_from, valid_until, label, "high", None, table
    )
    findings += _holes(made, table.rules, valid_from, valid_until)
    if kind == "income":
        findings += _borders(table.rules)
    findings += [_case(one) for one in failing_cases(version, tuple(cases))]
    findings += [
        Finding(one.row, f"{one.measure}, {one.column}", one.why, sheet=one.sheet)
        for one in unproven(version, cases)
    ]
    return version, tuple(findings)


def _table(
    made: type[Table[Any]], sheet: Cells, conditions: Cells | None, findings: list[Finding]
) -> Table[Any] | None:
    """The table in the cells; None when something stops it, which is then among the findings."""
    if len(sheet[1]) > MOST_ROWS:
        findings.append(Finding(0, "", t("A version has at most %(most)s rows.", most=MOST_ROWS)))
        return None
    rules = list(_read(made.ROW, sheet, made.NAME, findings, "rules"))
    beside: list[Any] = []
    if conditions is not None and issubclass(made, ConditionedTable):
        beside = list(_read(made.CONDITION, conditions, made.NAME, findings, CONDITIONS))
    elif conditions is not None:
        findings.append(Finding(0, "", t("Rules of this kind have no sheet of conditions.")))
    findings += _same_question(made, rules)
    if findings:
        return None
    try:
        table: Table[Any] = made(tuple(rules))
    except ValueError as problem:
        findings.append(Finding(0, "", Text("%(why)s", {"why": str(problem)})))
        return None
    if isinstance(table, ConditionedTable):
        table = replace(table, conditions=tuple(beside))
    return table


def _read(
    cls: type[Any], sheet: Cells, name: str, findings: list[Finding], which: str
) -> Iterator[Any]:
    try:
        found = rows.read_cells(cls, sheet[0], sheet[1], name)
    except BadCells as bad:
        for one in bad.problems:
            about = f"{one.column} “{one.cell}”" if one.cell else one.column
            findings.append(Finding(one.row, about.strip(), one.why, sheet=which))
        return
    if not found:
        findings.append(Finding(0, "", t("There are no rows in this sheet."), sheet=which))
    if len({row.regime for row in found if hasattr(row, "regime")}) > 1:
        why = t("All rows of one version carry one name in the column regime.")
        findings.append(Finding(0, "regime", why, sheet=which))
    yield from found


def _key(made: type[Table[Any]], rule: Any) -> tuple[Any, ...]:
    return tuple(getattr(rule, name) for name in made.KEY if name != "valid_from")


def _named(key: tuple[Any, ...]) -> str:
    return " ".join(map(str, key))


def _same_question(made: type[Table[Any]], rules: Sequence[Any]) -> Iterator[Finding]:
    """Two rows that answer one question on one day."""
    seen: dict[tuple[Any, ...], list[int]] = {}
    for place, rule in enumerate(rules):
        before = seen.setdefault(_key(made, rule), [])
        for other in before:
            if _overlap(rule, rules[other]):
                why = t(
                    "This row and row %(row)s hold on the same days for the same question.",
                    row=other + 2,
                )
                yield Finding(place + 2, _named(_key(made, rule)), why)
                break
        before.append(place)


def _overlap(one: Any, other: Any) -> bool:
    first: date = max(one.valid_from, other.valid_from)
    last: date = min(one.valid_until or date.max, other.valid_until or date.max)
    return first <= last


def _outside(rules: Sequence[Any], first: date, last: date | None) -> Iterator[Finding]:
    for place, rule in enumerate(rules):
        ended = rule.valid_until is not None and rule.valid_until < first
        if ended or (last is not None and rule.valid_from > last):
            why = t("This row holds on no day of the version.")
            yield Finding(place + 2, "valid_from, valid_until", why)


def _holes(
    made: type[Table[Any]], rules: Sequence[Any], first: date, last: date | None
) -> Iterator[Finding]:
    """Days of the version on which a question that is asked here has no row; it may be meant."""
    groups: dict[tuple[Any, ...], list[tuple[int, Any]]] = {}
    for place, rule in enumerate(rules):
        groups.setdefault(_key(made, rule), []).append((place, rule))
    for key, mine in groups.items():
        mine.sort(key=lambda one: one[1].valid_from)
        day: date | None = first
        for place, rule in mine:
            if day is not None and rule.valid_from > day:
                yield _hole(place, key, day, rule.valid_from - DAY)
            day = None if rule.valid_until is None else rule.valid_until + DAY
        if day is not None and (last is None or day <= last):
            yield _hole(mine[-1][0], key, day, last)


def _hole(place: int, key: tuple[Any, ...], start: date, end: date | None) -> Finding:
    if end is None:
        why = t("There is no row for this from %(start)s on.", start=start)
    else:
        why = t("There is no row for this from %(start)s to %(end)s.", start=start, end=end)
    return Finding(place + 2, _named(key), why, warning=True)


def _borders(rules: Sequence[Any]) -> Iterator[Finding]:
    """Each category begins where the one below it ends."""
    for household in dict.fromkeys(rule.household for rule in rules):
        mine = sorted(
            ((place, rule) for place, rule in enumerate(rules) if rule.household == household),
            key=lambda one: one[1].income_min_excl_eur,
        )
        for (_below, low), (place, high) in zip(mine, mine[1:], strict=False):
            top, start = low.income_max_incl_eur, high.income_min_excl_eur
            if top == start:
                continue
            about = f"{high.category} {household}"
            if top is None or start < top:
                yield Finding(place + 2, about, t("An income can fall in two categories."))
            else:
                why = t("Incomes from %(low)s to %(high)s have no category.", low=top, high=start)
                yield Finding(place + 2, about, why, warning=True)


def _case(failing: Failing) -> Finding:
    question = ", ".join(f"{name} {cell}" for name, cell in failing.case.data.items())
    why = t(
        "The case (%(question)s) expects %(wanted)s, these rules give %(found)s.",
        question=question,
        wanted=_said(failing.wanted),
        found=_said(failing.found),
    )
    return Finding(0, failing.column, why)


def _said(value: Any) -> Any:
    return t("no amount") if value is None else value


def problems(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop a version; the rest are warnings."""
    return tuple(one for one in findings if not one.warning)
