"""What changes between two versions of one kind of rule?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renogroep.financing.rules.filling import OF_THE_VERSION, RULES, kinds_of, sheets_of, written
from renogroep.financing.rules.tables import Table
from renogroep.financing.rules.versions import TABLES

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that is different."""

    about: str  # the row, in the words of its own columns
    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows by what they are about, and cells."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    cells: tuple[Changed, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing at all?"""
        return not (self.added or self.gone or self.cells)


def difference(kind: str, old: Table[Any] | None, new: Table[Any]) -> Difference:
    """Rows added and gone, and of the others every cell that changed, in the order of the new one.

    The label and the days of the version itself are no cells: every row has them.
    """
    added: list[str] = []
    gone: list[str] = []
    cells: list[Changed] = []
    for sheet in sheets_of(kind):
        before = _by_key(kind, sheet, getattr(old, sheet, ()))
        after = _by_key(kind, sheet, getattr(new, sheet))
        added += [_name(key) for key in after if key not in before]
        gone += [_name(key) for key in before if key not in after]
        for key, row in after.items():
            if key in before:
                cells += _changed(_name(key), before[key], row)
    return Difference(tuple(added), tuple(gone), tuple(cells))


def _by_key(kind: str, sheet: str, rows: tuple[Any, ...]) -> Mapping[Key, Any]:
    """Rows by what they are about; the second of one question (its days differ) by its first day."""
    names: tuple[str, ...] = (
        ("code", "measures") if kind == "premium" else ("instrument", "question")
    )
    if sheet == RULES:
        names = tuple(name for name in TABLES[kind].KEY if name != "valid_from")
    found: dict[Key, Any] = {}
    for row in rows:
        key = tuple(written(getattr(row, name)) for name in names)
        if key in found:
            key = (*key, written(row.valid_from))
        found[key] = row
    return found


def _changed(about: str, old: Any, new: Any) -> list[Changed]:
    return [
        Changed(about, name, getattr(old, name), getattr(new, name))
        for name in kinds_of(type(new))
        if name not in OF_THE_VERSION and getattr(old, name) != getattr(new, name)
    ]


def _name(key: Key) -> str:
    return " ".join(part for part in key if part)
