"""The two requests of the mission's package that the LibreOffice fixtures belong to.

``python -m tests.support.price_sheets FOLDER`` writes the empty forms, to be filled by
tests/fixtures/price_sheets/fill_with_libreoffice.py.
"""

import sys
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from renogroep.groups.models import Request, RequestLine
from renogroep.groups.rules.quantities import freeze, presumed_lines
from renogroep.quotes.documents.bill_form import bill_file
from renogroep.quotes.rules.typed import Typed
from renogroep.tenders.models import Band, Lot, Package
from renogroep.tenders.rules.template_package import read_template

FOLDER = Path(__file__).parents[1] / "fixtures" / "price_sheets"
TEMPLATE = resources.files("renogroep.tenders") / "templates" / "gevel_en_schrijnwerk.csv"
MADE_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOMES, RUNS = 10, 4
NAMES = {"facade": "01.", "joinery": "02."}  # by the numbers of their posts


def fixture_request(name: str) -> Request:
    """A lot of the template package, frozen for ten homes in four runs; nothing is stored."""
    lots = read_template(TEMPLATE.read_text(encoding="utf-8"))
    template = next(lot for lot in lots if lot.posts[0].number.startswith(NAMES[name]))
    frozen = freeze(presumed_lines(template.posts, HOMES, RUNS))
    lot = Lot(
        number=template.number,
        title=template.title,
        package=Package(mode="group_quotes", title="Gevel en schrijnwerk"),
        bands=[
            Band(number=1, from_homes=6, to_homes=8),
            Band(number=2, from_homes=9, to_homes=None),
        ],
        quote_deadline=datetime(2027, 1, 22, 11, 0, tzinfo=UTC),
    )
    return Request(
        reference=f"V-{name.upper()}",
        lot=lot,
        revision=1,
        checksum=frozen.checksum,
        homes=HOMES,
        runs=RUNS,
        lines=[
            RequestLine(**{name: getattr(line, name) for name in line.__dataclass_fields__})
            for line in frozen.lines
        ],
    )


def write_forms(folder: Path) -> None:
    """The empty forms, as a firm would download them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        content = bill_file(fixture_request(name), Typed(), made_at=MADE_AT)
        (folder / f"{name}.xlsx").write_bytes(content)


if __name__ == "__main__":
    write_forms(Path(sys.argv[1]))
