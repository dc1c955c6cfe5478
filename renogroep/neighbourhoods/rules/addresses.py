"""Which homes are in a list of addresses, and which of them stand side by side?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.cells import Sheet
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, search_key
from renogroep.base.text import N_, Text, t

MAX_NAME = 120
STREET_HEADINGS = {"street", "straat", "straatnaam"}


class Built(StrEnum):
    """How a home stands beside its neighbours."""

    ROW = "row"
    HALF_OPEN = "half_open"
    DETACHED = "detached"
    UNKNOWN = "unknown"  # an official list does not say it


# Walls that a home shares with others: one neighbour on each side at most.
SHARED_WALLS: dict[Built, int] = {
    Built.ROW: 2,
    Built.HALF_OPEN: 1,
    Built.DETACHED: 0,
    Built.UNKNOWN: 0,
}

# What municipalities write in their lists, by search_key.
_BUILT_WORDS: dict[str, Built] = {
    "row": Built.ROW,
    "rij": Built.ROW,
    "rijwoning": Built.ROW,
    "gesloten": Built.ROW,
    "halfopen": Built.HALF_OPEN,
    "detached": Built.DETACHED,
    "open": Built.DETACHED,
    "vrijstaand": Built.DETACHED,
}

_COLUMN_WORDS: dict[str, str] = {
    "street": "street",
    "straat": "street",
    "straatnaam": "street",
    "number": "number",
    "nummer": "number",
    "huisnummer": "number",
    "nr": "number",
    "box": "box",
    "bus": "box",
    "busnummer": "box",
    "postcode": "postcode",
    "town": "town",
    "gemeente": "town",
    "stad": "town",
    "built": "built",
    "bebouwing": "built",
    "bouwvorm": "built",
}

_NUMBER = re.compile(
    r"(?P<number>[1-9][0-9]{0,3})"
    r"(?:\s*-\s*(?P<until>[1-9][0-9]{0,3})|\s*(?P<letter>bis|ter|quater|_[0-9]{1,3}|[a-z]{0,2}))"
    r"(?:\s*(?:bus|bte|box|/)\s*(?P<box>[0-9a-z.]{1,8})|(?<=[a-z])(?P<digits>[0-9]{4}))?\Z",
    re.ASCII | re.IGNORECASE,
)
MAX_RANGE = 40  # numbers between the first and the last of one building
_BOX = re.compile(r"[0-9a-z.]{1,8}\Z", re.ASCII | re.IGNORECASE)
_POSTCODE = re.compile(r"[1-9][0-9]{3}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number in its parts; the box is empty for a house without boxes.

    letter   "A", "BIS", or "_2" for the second home of a number
    until    the last number of a building that has several: 12 in "10-12"
    """

    number: int
    letter: str = ""
    box: str = ""
    until: int | None = None

    def __str__(self) -> str:
        return f"{self.plain} bus {self.box}" if self.box else self.plain

    @property
    def plain(self) -> str:
        """The number with its letter and without its box: "12A", "10-12"."""
        return f"{self.number}{self.letter}" + (f"-{self.until}" if self.until else "")

    @property
    def sort_number(self) -> int:
        """What a street is ordered by first: 12A counts as 12, and 9 comes before 10."""
        return self.number

    @property
    def last(self) -> int:
        """The last number of the building; of most homes their only one."""
        return self.until or self.number


@dataclass(frozen=True, slots=True)
class Place:
    """Where a home stands: enough to know its neighbours, nothing about who lives there."""

    street: str
    postcode: str
    number: str  # "12" or "12A", as HouseNumber.plain
    built: Built

    @property
    def house(self) -> HouseNumber:
        """The house number in its parts."""
        return read_house_number(self.number)

    @property
    def sort_number(self) -> int:
        """The house number without its letter."""
        return self.house.sort_number

    @property
    def walk_key(self) -> tuple[tuple[str, str], int, int, str]:
        """Order of a walk: street by street, one side and then the other, 12 before 12A."""
        number = self.sort_number
        return self.street_key, number % 2, number, self.number

    @property
    def street_key(self) -> tuple[str, str]:
        """The same street, whatever the spelling; one name in two towns is two streets."""
        return search_key(self.street), self.postcode


@dataclass(frozen=True, slots=True)
class AddressRow:
    """One home of an imported list."""

    row: int
    street: str
    house: HouseNumber
    postcode: str
    town: str
    built: Built

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.street, self.postcode, self.house.plain, self.built)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one cell: the row as the spreadsheet numbers it, the column, the words."""

    row: int
    column: str
    message: Text


def read_house_number(text: str, box: str = "") -> HouseNumber:
    """The parts of "12", "12A", "12bis", "12_2", "10-12", "12 bus 3", "12/3" or "12A0003".

    Capitals in the letter. A range goes up, by 40 at most. Four digits behind a letter are a box.
    box      the box in its own column; it may repeat the box in ``text``, not contradict it
    raises   Refused ``address.number`` or ``address.box``.
    Source: Flemish address notation (CRAB), read 2026-11-23; ranges and bis 2026-11-30.
    """
    found = _NUMBER.match(text.strip())
    number, until = (int(found[name] or 0) for name in ("number", "until")) if found else (0, 0)
    if not found or (until and not number < until <= number + MAX_RANGE):
        raise Refused(
            "address.number",
            "“%(value)s” is not a house number. Write one number, like 12, 12A or 12 bus 3.",
            value=text[:40],
        )
    inside, box = (found["box"] or found["digits"] or "").upper(), box.strip().upper()
    if box and (not _BOX.match(box) or (inside and inside != box)):
        raise Refused(
            "address.box",
            "“%(value)s” is not a box number that fits the house number. Write it like 3 or 0101.",
            value=box[:40],
        )
    return HouseNumber(number, (found["letter"] or "").upper(), box or inside, until or None)


def is_postcode(text: str) -> bool:
    """Four digits, as in Belgium."""
    return bool(_POSTCODE.match(text))


def adjacent(one: Place, other: Place) -> bool:
    """True when two homes stand side by side and share a wall, or are one building.

    The same street and side, numbers two apart or the same number with another letter, and of both
    is known that they stand against something. 10-12 stands between 8 and 14. All boxes of one
    number are one building, however it stands. Whether the wall is still free is for
    ``groups.rules.waves.runs``.

    Source: MONEY 2026-11-29, "two neighbours join only while both still have one free".
    """
    if one.street_key != other.street_key:
        return False
    if one.number == other.number:
        return True
    walls = min(SHARED_WALLS[one.built], SHARED_WALLS[other.built])
    first, second = sorted((one.house, other.house), key=lambda house: house.number)
    same_side = (second.number - first.number) % 2 == 0
    return walls > 0 and same_side and second.number - first.last <= 2


def under_headings(sheet: Sheet) -> list[tuple[int, dict[str, object]]]:
    """The rows of a list as ``read_address_rows`` wants them: cells under their headings.

    A cell that shows an error gives its error; a column without a heading is not read.
    raises   Refused when the first row names no streets.
    """
    filled = list(sheet.rows)
    headings = [str(cell.value or "").strip() for cell in filled[0][1]] if filled else []
    if not STREET_HEADINGS & {heading.casefold() for heading in headings}:
        raise Refused(
            "addresses.no_headings",
            "The first row must name the columns: straat, nummer, bus, postcode, gemeente, bebouwing. "
            "Download the example and put your rows in it.",
        )
    return [
        (
            number,
            {h: c.error or c.value for h, c in zip(headings, cells, strict=True) if h},
        )
        for number, cells in filled[1:]
    ]


def read_address_rows(
    rows: Iterable[tuple[int, Mapping[str, object]]],
) -> tuple[list[AddressRow], list[RowProblem]]:
    """The homes in a list and everything that is wrong with it, all at once.

    rows     (row number as shown in the spreadsheet, {column heading: cell}); the headings may be
             English or Dutch: street, number, box, postcode, town, built (straat, nummer, ...).
             An empty row is skipped. "built" is row, half_open or detached (rij, halfopen, open).
    returns  homes and problems; use the homes only when there are no problems: a list goes in
             whole or not at all. Never raises for bad content.

    Source: DESIGN 2026-11-23, decision 13 (all errors of a sheet at once).
    """
    homes: list[AddressRow] = []
    problems: list[RowProblem] = []
    first_seen: dict[tuple[tuple[str, str], HouseNumber], int] = {}
    filled = 0
    for row, raw in rows:
        cells = _cells(raw)
        if not any(cells.values()):
            continue
        filled += 1
        home, wrong = _read_row(row, cells)
        problems += wrong
        if home is None:
            continue
        key = (home.place.street_key, home.house)
        if key in first_seen:
            message = t("This address is also in row %(row)s. Remove one.", row=first_seen[key])
            problems.append(RowProblem(row, "number", message))
            continue
        first_seen[key] = row
        homes.append(home)
    if not filled:
        problems.append(RowProblem(1, "street", t("The list is empty. Add a row for each home.")))
    return homes, problems


def _cells(raw: Mapping[str, object]) -> dict[str, str]:
    """Cells by our own column names, as trimmed text; columns that we do not know are ignored."""
    cells = dict.fromkeys(("street", "number", "box", "postcode", "town", "built"), "")
    for heading, value in raw.items():
        name = _COLUMN_WORDS.get(search_key(str(heading)))
        if name:
            cells[name] = _as_text(value)
    return cells


def _as_text(value: object) -> str:
    """A spreadsheet keeps the number 12 as 12.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cleaned(str(value))


def _read_row(row: int, cells: Mapping[str, str]) -> tuple[AddressRow | None, list[RowProblem]]:
    problems = [
        RowProblem(row, column, message)
        for column, message in (
            ("street", _name_problem(cells["street"], N_("Write the name of the street."))),
            ("postcode", _postcode_problem(cells["postcode"])),
            ("town", _name_problem(cells["town"], N_("Write the name of the town."))),
        )
        if message
    ]
    house = None
    try:
        house = read_house_number(cells["number"], cells["box"])
    except Refused as refusal:
        column = "box" if refusal.code == "address.box" else "number"
        problems.append(RowProblem(row, column, refusal.text))
    built = _BUILT_WORDS.get(search_key(cells["built"])) if cells["built"] else None
    if built is None:
        message = t(
            "“%(value)s” does not say how the home stands. Write row, half_open or detached (rij, halfopen or open).",
            value=cells["built"][:40],
        )
        problems.append(RowProblem(row, "built", message))
    if problems or house is None or built is None:
        return None, problems
    return AddressRow(row, cells["street"], house, cells["postcode"], cells["town"], built), []


def _name_problem(value: str, when_empty: str) -> Text | None:
    if not value or not search_key(value):
        return Text(when_empty)
    if len(value) > MAX_NAME:
        return t("This name is longer than %(max)s characters. Shorten it.", max=MAX_NAME)
    return None


def _postcode_problem(value: str) -> Text | None:
    if is_postcode(value):
        return None
    return t("“%(value)s” is not a postcode. Write four digits, like 2600.", value=value[:40])
