"""Which homes does the official address file (BeSt) give, and what in it could not be read?"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, search_key
from renogroep.base.text import N_, Text, t
from renogroep.neighbourhoods.rules.addresses import (
    MAX_NAME,
    HouseNumber,
    is_postcode,
    read_house_number,
)
from renogroep.neighbourhoods.rules.street_names import street_key

LAMBERT_72 = 31370  # what every home is kept in
# Systems that BeSt uses or used, with their columns; the first that is filled in counts.
SYSTEMS: dict[int, tuple[str, str]] = {
    LAMBERT_72: ("EPSG:31370_x", "EPSG:31370_y"),
    3812: ("EPSG:3812_x", "EPSG:3812_y"),
    4326: ("EPSG:4326_lat", "EPSG:4326_lon"),
}
NEEDED = (
    *("address_id", "box_number", "house_number", "municipality_id", "municipality_name_nl"),
    *("postcode", "streetname_nl"),
)
MAX_ID = 40
MARGIN = 10_000  # metres around a municipality
# Belgium in Lambert 72, in metres: x from and to, y from and to.
BELGIUM = (Decimal(10_000), Decimal(300_000), Decimal(15_000), Decimal(250_000))
MAX_NAMED = 5
_CODE = re.compile(r"[0-9]{5}\Z", re.ASCII)

Cells = Mapping[str, str]
Rows = Iterable[tuple[int, Cells]]


@dataclass(frozen=True, slots=True)
class Take:
    """Which rows of the file somebody wants; what is left empty does not matter.

    municipality   its code of five digits (NIS), as the file has it
    streets        their ``street_key``
    """

    municipality: str = ""
    postcodes: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()

    def has(self, cells: Cells) -> bool:
        """True for a row that is wanted."""
        return (
            (not self.municipality or cells.get("municipality_id") == self.municipality)
            and (not self.postcodes or cells.get("postcode") in self.postcodes)
            and (not self.streets or street_key(_street(cells)) in self.streets)
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in metres (31370 and 3812) or in degrees (4326, then x is the latitude)."""

    x: Decimal
    y: Decimal
    srid: int


@dataclass(frozen=True, slots=True)
class OfficialHome:
    """One home as the official file has it; ``spot`` is None where it gives no coordinates."""

    row: int
    official_id: str
    street: str
    house: HouseNumber
    postcode: str
    town: str
    municipality: str
    spot: Spot | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The same home, whatever the spelling of its street."""
        return street_key(self.street), self.postcode, self.house.plain, self.house.box


@dataclass(frozen=True, slots=True)
class Left:
    """A row that does not go in: its number, the column that stands in the way, the words."""

    row: int
    cell: str
    words: Text


@dataclass(frozen=True, slots=True)
class Official:
    """What a file gives: homes, rows that are left out, and ids of homes that are no more."""

    homes: Sequence[OfficialHome]
    left: Sequence[Left]
    retired: Sequence[str]


def read_take(municipality: str, postcodes: str, streets: str) -> Take:
    """What somebody wants of the file.

    municipality   code, or empty
    postcodes      with anything but digits between them
    streets        one on each line
    raises         Refused ``official.take_code``, ``official.take_postcode``, ``official.take_nothing``
    """
    code = municipality.strip()
    if code and not _CODE.match(code):
        raise Refused(
            "official.take_code",
            "“%(value)s” is not the code of a municipality. Write its five digits, like 11002.",
            value=code[:40],
        )
    wanted = postcodes.replace(",", " ").replace(";", " ").split()
    for postcode in wanted:
        if not is_postcode(postcode):
            raise Refused(
                "official.take_postcode",
                "“%(value)s” is not a postcode. Write four digits, like 2600.",
                value=postcode[:40],
            )
    keys = {street_key(line) for line in map(cleaned, streets.splitlines()) if line}
    if not (code or wanted or keys):
        raise Refused(
            "official.take_nothing",
            "Write which homes you want: the code of the municipality, postcodes or streets.",
        )
    return Take(code, frozenset(wanted), frozenset(keys))


def check_columns(headings: Iterable[str]) -> None:
    """Raises Refused ``official.columns`` when this is not the official file."""
    there = set(headings)
    missing = [name for name in NEEDED if name not in there]
    if missing:
        raise Refused(
            "official.columns",
            "This is not the official address file as it is downloaded: it has no column %(columns)s.",
            columns=", ".join(missing[:MAX_NAMED]),
        )


def taken(rows: Rows, take: Take) -> Iterator[tuple[int, Cells]]:
    """The rows that are wanted, one by one.

    raises   Refused ``official.columns``, and at the end ``official.nothing`` when there were none
    """
    found, elsewhere, checked = False, dict[str, str](), False
    for number, cells in rows:
        if not checked:
            check_columns(cells)
            checked = True
        if take.has(cells):
            found = True
            yield number, cells
        elif not found and len(elsewhere) < MAX_NAMED:
            elsewhere[cells["municipality_id"]] = cells["municipality_name_nl"]
    if not found:
        raise Refused(
            "official.nothing",
            "No row of this file is what you want. The file starts with: %(places)s.",
            places=", ".join(f"{name} ({code})" for code, name in elsewhere.items()) or "-",
        )


def read_official(rows: Rows, take: Take) -> Official:
    """The homes in the official file (BeSt) that are wanted, and every row that is left out.

    rows     (row number as a spreadsheet shows it, {column: cell}); columns as BeSt writes them. Of
             each row that is wanted, one of three: a home goes in, a row is left, an id is retired.
    returns  homes with coordinates as the file has them: see ``located``
    raises   Refused: not this file, no row at all, or streets of one name in several municipalities.
             Never for what stands in a row.

    Source: columns of openaddress-bevlg.csv (FOD BOSA), read 2026-11-30. From 2026-10-11 on it has
    EPSG:3812 in place of EPSG:31370. A row without the column status counts as current.
    """
    homes: list[OfficialHome] = []
    left: list[Left] = []
    retired: list[str] = []
    by_key: dict[tuple[str, str, str, str], int] = {}
    by_id: dict[str, int] = {}
    for number, cells in taken(rows, take):
        if cells.get("status") == "retired" and cells["address_id"]:
            retired.append(cells["address_id"])
            continue
        home = _read_row(number, cells)
        if isinstance(home, Left):
            left.append(home)
            continue
        first = by_id.get(home.official_id) or by_key.get(home.key)
        if first is not None:
            words = t("This address is also in row %(row)s.", row=first)
            left.append(Left(number, "house_number", words))
            continue
        by_id[home.official_id] = by_key[home.key] = number
        homes.append(home)
    _check_one_place(homes, take)
    return Official(homes, left, retired)


def _check_one_place(homes: Iterable[OfficialHome], take: Take) -> None:
    """Kerkstraat alone is a street of half the country."""
    if take.municipality or take.postcodes:
        return
    codes = sorted({home.municipality for home in homes})
    if len(codes) > 1:
        raise Refused(
            "official.several",
            "These streets lie in several municipalities (%(codes)s). Also write the code of yours.",
            codes=", ".join(codes[:MAX_NAMED]),
        )


def _read_row(row: int, cells: Cells) -> OfficialHome | Left:
    status = cells.get("status", "current")
    if status != "current":
        return Left(row, "status", _status_words(status))
    street, town, postcode = _street(cells), _town(cells), cells["postcode"]
    for cell, problem in (
        ("address_id", _id_problem(cells["address_id"])),
        ("streetname_nl", _name_problem(street)),
        ("postcode", _postcode_problem(postcode)),
        ("municipality_name_nl", _name_problem(town)),
    ):
        if problem:
            return Left(row, cell, problem)
    try:
        house = read_house_number(cells["house_number"], cells["box_number"])
    except Refused as refused:
        cell = "box_number" if refused.code == "address.box" else "house_number"
        return Left(row, cell, refused.text)
    spot = _spot(row, cells)
    if isinstance(spot, Left):
        return spot
    code = cells["municipality_id"]
    return OfficialHome(row, cells["address_id"], street, house, postcode, town, code, spot)


def _status_words(status: str) -> Text:
    if status == "proposed":
        return Text(N_("This address is only proposed."))
    return t("We do not know the status “%(value)s”.", value=status[:40])


def _street(cells: Cells) -> str:
    """In Dutch where it has a Dutch name."""
    return _first(cells, "streetname_nl", "streetname_fr", "streetname_de")


def _town(cells: Cells) -> str:
    """As letters name it: the part of the municipality that the post knows."""
    return _first(cells, "postname_nl", "municipality_name_nl", "municipality_name_fr")


def _first(cells: Cells, *names: str) -> str:
    return next((cleaned(cells[name]) for name in names if cells.get(name, "").strip()), "")


def _id_problem(value: str) -> Text | None:
    if value and len(value) <= MAX_ID:
        return None
    return Text(N_("This row has no official number that we can keep."))


def _name_problem(value: str) -> Text | None:
    if value and len(value) <= MAX_NAME and search_key(value):
        return None
    return t("“%(value)s” is no name that we can keep.", value=value[:40])


def _postcode_problem(value: str) -> Text | None:
    if is_postcode(value):
        return None
    return t("“%(value)s” is not a postcode. Write four digits, like 2600.", value=value[:40])


def _spot(row: int, cells: Cells) -> Spot | Left | None:
    """The first system that is filled in; zeros are what BeSt writes where it knows nothing."""
    for srid, columns in SYSTEMS.items():
        texts = [cells.get(column, "").strip().replace(",", ".") for column in columns]
        if not any(texts):
            continue
        values = [_decimal(text) for text in texts]
        wrong = [c for c, value in zip(columns, values, strict=True) if value is None]
        if wrong:
            words = t("“%(value)s” is not a coordinate.", value=cells.get(wrong[0], "")[:40])
            return Left(row, wrong[0], words)
        x, y = (value or Decimal(0) for value in values)
        if x or y:
            return Spot(x, y, srid)
    return None


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**9 else None


Convert = Callable[[Sequence[tuple[Decimal, Decimal]], int], Sequence[tuple[Decimal, Decimal]]]


def located(official: Official, convert: Convert) -> Official:
    """The same with every home in Lambert 72; one far outside its municipality is left.

    convert  (points, srid) -> the points in 31370; asked once for each other system
    The municipality's box: half of its homes lie in it, a quarter on either side, in x and in y;
    then 10 km more. Outside Belgium is outside: that is what another system under the wrong name
    gives.

    Source: the house's own choice, 2026-11-30. The file has no boxes, and no Flemish municipality is
    larger than that.
    """
    spots = _converted(official.homes, convert)
    boxes = _boxes(official.homes, spots)
    homes, left = [], list(official.left)
    for home in official.homes:
        spot = spots.get(home.row)
        if spot is None:
            homes.append(home)
        elif _inside(spot, BELGIUM) and _inside(spot, boxes[home.municipality]):
            homes.append(replace(home, spot=spot))
        else:
            srid = home.spot.srid if home.spot else LAMBERT_72
            words = t("This place lies far outside the municipality.")
            left.append(Left(home.row, SYSTEMS[srid][0], words))
    return Official(homes, sorted(left, key=lambda one: one.row), official.retired)


def _converted(homes: Iterable[OfficialHome], convert: Convert) -> dict[int, Spot]:
    """Where each home lies, by row, in Lambert 72."""
    by_system: dict[int, list[tuple[int, Spot]]] = {}
    for home in homes:
        if home.spot is not None:
            by_system.setdefault(home.spot.srid, []).append((home.row, home.spot))
    spots: dict[int, Spot] = dict(by_system.pop(LAMBERT_72, []))
    for srid, given in by_system.items():
        points = convert([(spot.x, spot.y) for _, spot in given], srid)
        for (row, _), (x, y) in zip(given, points, strict=True):
            spots[row] = Spot(x, y, LAMBERT_72)
    return spots


Box = tuple[Decimal, Decimal, Decimal, Decimal]


def _boxes(homes: Iterable[OfficialHome], spots: Mapping[int, Spot]) -> dict[str, Box]:
    """The box of each municipality with its margin."""
    points: dict[str, list[Spot]] = {}
    for home in homes:
        if home.row in spots:
            near = points.setdefault(home.municipality, [])
            if _inside(spots[home.row], BELGIUM):
                near.append(spots[home.row])
    return {code: _box(near) if near else BELGIUM for code, near in points.items()}


def _box(spots: Sequence[Spot]) -> Box:
    low, high = len(spots) // 4, len(spots) - 1 - len(spots) // 4
    xs, ys = sorted(spot.x for spot in spots), sorted(spot.y for spot in spots)
    return xs[low] - MARGIN, xs[high] + MARGIN, ys[low] - MARGIN, ys[high] + MARGIN


def _inside(spot: Spot, box: Box) -> bool:
    return box[0] <= spot.x <= box[1] and box[2] <= spot.y <= box[3]
