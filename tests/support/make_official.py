"""The official address file (BeSt), as small as a test wants it and in its own columns."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

GROUND = Path(__file__).parents[1] / "fixtures" / "ground" / "addresses.json"
COLUMNS = json.loads(GROUND.read_text())["best_columns"]
LAMBERT_2008 = ["EPSG:3812_x", "EPSG:3812_y"]


def best_row(official_id: str, number: str, **given: str) -> dict[str, str]:
    """One row of Testgem; ``given`` are cells under the headings of the file."""
    return {
        **dict.fromkeys([*COLUMNS, *LAMBERT_2008], ""),
        "EPSG:31370_x": "152500.00000",
        "EPSG:31370_y": "211500.00000",
        "EPSG:4326_lat": "51.21345",
        "EPSG:4326_lon": "4.40454",
        "address_id": official_id,
        "house_number": number,
        "municipality_id": "99001",
        "municipality_name_nl": "Testgem",
        "postcode": "9999",
        "street_id": "7",
        "streetname_nl": "Rozenstraat",
        "region_code": "BE-VLG",
        "status": "current",
        **given,
    }


def best_csv(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """The rows as a file, UTF-8 without a mark."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*COLUMNS, *LAMBERT_2008], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def zipped(*files: bytes, stored: bool = False) -> bytes:
    """The files in one archive, as BeSt packs its one."""
    out = io.BytesIO()
    kind: Any = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as archive:
        archive.writestr("LICENSE.txt", "CC BY 4.0")
        for number, data in enumerate(files):
            archive.writestr(f"openaddress-bevlg{number or ''}.csv", data)
    return out.getvalue()
