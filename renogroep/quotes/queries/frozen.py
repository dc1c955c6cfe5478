"""What exactly is asked in a request, as values that the rules understand?"""

from renogroep.groups.models import Request
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_reading import GROUP_QUOTE, TENDER, SheetRules
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope


def lines_of(request: Request) -> tuple[Line, ...]:
    """The frozen bill, in its order."""
    return tuple(
        Line(
            number=line.number,
            description=line.description,
            nature=Nature(line.nature),
            unit=line.unit,
            scope=Scope(line.scope),
            quantity=line.quantity,
        )
        for line in request.lines
    )


def bands_of(request: Request) -> tuple[Band, ...]:
    """The volume bands of the lot, lowest first."""
    return tuple(Band(band.from_homes, band.to_homes) for band in request.lot.bands)


def sheet_rules(request: Request) -> SheetRules:
    """What a quote must hold: a firm's own minimum only where households choose."""
    return GROUP_QUOTE if request.lot.package.mode == "group_quotes" else TENDER
