"""Which lots and posts does a package start from, when it is made from a template file?"""

import csv
import io
from dataclasses import dataclass

from renogroep.base.units import Unit, read_quantity
from renogroep.tenders.rules.bill import NOTHING, Nature, Post, Scope

COLUMNS = (
    "lot",
    "lot_title",
    "measure",
    "number",
    "description",
    "nature",
    "unit",
    "scope",
    "source",
    "presumed",
)


@dataclass(frozen=True, slots=True)
class TemplateLot:
    """A lot as the template proposes it; ``measure`` is a code of the premium rules."""

    number: int
    title: str
    measure: str
    posts: tuple[Post, ...]


def read_template(text: str) -> tuple[TemplateLot, ...]:
    """The lots of a template file, in the order of the file.

    text     CSV with ``;`` and the columns of COLUMNS; "presumed" is per home, run or lot, with a
             decimal comma, and empty for a post that is included in others (PM)
    raises   ValueError that names the line. The files are part of the product, so a mistake is a
             programmer's error; the bill itself is checked by ``check_bill``.

    Source: DESIGN 2026-11-23, section 2 (posts); PROCUREMENT 2026-11-23, 1.9.
    """
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"line 1: the columns must be {';'.join(COLUMNS)}")
    lots: dict[int, TemplateLot] = {}
    for row in reader:
        try:
            number, post = int(row["lot"]), _post(row)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"line {reader.line_num}: {error}") from error
        lot = lots.get(number) or TemplateLot(number, row["lot_title"], row["measure"], ())
        lots[number] = TemplateLot(number, lot.title, lot.measure, (*lot.posts, post))
    return tuple(lots.values())


def _post(row: dict[str, str]) -> Post:
    presumed = row["presumed"].strip()
    return Post(
        number=row["number"].strip(),
        description=row["description"].strip(),
        nature=Nature(row["nature"]),
        unit=Unit(row["unit"]),
        scope=Scope(row["scope"]),
        source=row["source"].strip(),
        presumed=read_quantity(presumed) if presumed else NOTHING,
    )
