"""How is an official list that was read kept until somebody says yes?"""

import gzip
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from renogroep.base.text import Text
from renogroep.neighbourhoods.rules.addresses import read_house_number
from renogroep.neighbourhoods.rules.official import (
    LAMBERT_72,
    Left,
    Official,
    OfficialHome,
    Spot,
)


def pack(official: Official) -> bytes:
    """All of it; its homes are ``located``."""
    homes = [
        [
            *(home.row, home.official_id, home.street, home.house.plain, home.house.box),
            *(home.postcode, home.town, home.municipality),
            *((str(home.spot.x), str(home.spot.y)) if home.spot else (None, None)),
        ]
        for home in official.homes
    ]
    whole = json.dumps(
        [homes, pack_left(official.left), list(official.retired)], separators=(",", ":")
    )
    return gzip.compress(whole.encode(), mtime=0)


def unpack(content: bytes) -> Official:
    """What ``pack`` packed."""
    homes, left, retired = json.loads(gzip.decompress(content))
    return Official([_home(*cells) for cells in homes], unpack_left(left), retired)


def _home(
    row: int,
    official_id: str,
    street: str,
    plain: str,
    box: str,
    postcode: str,
    town: str,
    municipality: str,
    x: str | None,
    y: str | None,
) -> OfficialHome:
    spot = Spot(Decimal(x), Decimal(y), LAMBERT_72) if x and y else None
    house = read_house_number(plain, box)
    return OfficialHome(row, official_id, street, house, postcode, town, municipality, spot)


def pack_left(left: Iterable[Left]) -> list[Any]:
    """Rows that are left, as a database keeps them; sentences stay to be translated."""
    return [[one.row, one.cell, one.words.msgid, dict(one.words.params)] for one in left]


def unpack_left(kept: Iterable[Any]) -> list[Left]:
    """What ``pack_left`` packed."""
    return [Left(row, cell, Text(msgid, values)) for row, cell, msgid, values in kept]
