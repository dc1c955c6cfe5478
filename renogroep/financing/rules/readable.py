"""How does the stored table of a version read, for people who check it against its source?"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.financing.rules.labels import (
    CODES,
    COLUMNS,
    CONFIDENCE,
    FIRST,
    PREMIUM_KINDS,
    SECTIONS,
)

# The name of the version, which stands on every row, and what we noted while looking it up.
LEFT_OUT = {"regime", "note", "confidence_note"}
Section = tuple[str, list[str], list[list[str]]]  # title, headings, rows
Shown = Callable[
    [Any], str
]  # a sentence, an amount, a number or a day in the language of the reader


def sections(table: dict[str, Any], shown: Shown) -> list[Section]:
    """Every list in the table as title, headings and rows; loose values in one list of their own.

    A column in which no row has anything is left out, as are the name of the version and our notes. A name or code
    that has no label is shown as it is stored.
    """
    found: list[Section] = []
    loose: list[list[str]] = []
    for key, value in table.items():
        title = shown(Text(SECTIONS[key])) if key in SECTIONS else _words(key)
        rows = value if isinstance(value, list) else []
        if rows and all(isinstance(one, dict) for one in rows):
            names = [
                n for n in rows[0] if n not in LEFT_OUT and any(_filled(r.get(n)) for r in rows)
            ]
            names.sort(key=lambda name: name not in FIRST)
            cells = [[cell(name, one.get(name), shown) for name in names] for one in rows]
            found.append((title, [_heading(name, shown) for name in names], cells))
        else:
            loose.append([title, cell(key, value, shown)])
    if loose:
        found.append((shown(t("Values")), [shown(t("What")), shown(t("Value"))], loose))
    return found


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _heading(name: str, shown: Shown) -> str:
    return shown(Text(COLUMNS[name])) if name in COLUMNS else _words(name)


def _words(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()


def cell(name: str, value: Any, shown: Shown) -> str:
    """A stored value as people write it; ``name`` is its column."""
    if not _filled(value):
        return "–"
    if isinstance(value, list):
        return ", ".join(cell("", one, shown) for one in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{_words(str(key))}: {cell(str(key), one, shown)}" for key, one in value.items()
        )
    return shown(_meant(name, value))


def _meant(name: str, value: Any) -> Any:
    """What one stored value stands for: cents are an amount, a code is its label."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, int) and "cents" in name:
        return Money(value)
    if "percent" in name and isinstance(value, str):
        return Decimal(value)
    if name in ("valid_from", "valid_until"):
        return date.fromisoformat(value)
    labels = CODES if name in _CODED else _LABELS.get(name, {})
    return Text(labels[value]) if value in labels else value


_CODED = {"code", "unit", "value", "question", "decided_by", "measured_on"}
_LABELS = {"kind": PREMIUM_KINDS, "confidence": CONFIDENCE}
