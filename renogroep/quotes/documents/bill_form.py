"""Which spreadsheet does a firm get to fill in its prices?"""

from collections.abc import Sequence
from datetime import datetime

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.infra.i18n import in_language, say
from renogroep.infra.sheets import write_bill
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.rules import bill_layout as layout
from renogroep.quotes.rules.bill_cells import Mark
from renogroep.quotes.rules.bill_sheets import Asked, bill_sheet, judging_sheet, terms_sheet
from renogroep.quotes.rules.home_price import Quantities
from renogroep.quotes.rules.typed import Typed
from renogroep.tenders.queries import announced
from renogroep.tenders.rules.criteria import Scenario


def bill_file(
    request: Request,
    typed: Typed,
    *,
    made_at: datetime,
    validity: int = 0,
    scenarios: Sequence[tuple[Scenario, Quantities]] = (),
) -> bytes:
    """The bill of a request as a locked XLSX, with what the firm has typed until now.

    validity    days that a quote must bind at least; only procurement asks for it
    scenarios   the announced ones with their quantities: they get the totals and the mix, instead
                of one total at the lowest band
    """
    lot, announcement = request.lot, announced(request.lot.package)
    asked = Asked(
        request.reference,
        request.revision,
        lot.package.title,
        lot.title,
        request.homes,
        clock.local(request.deadline),
        bands_of(request),
        lines_of(request),
    )
    names = layout.term_names(sheet_rules(request))
    sheets = [bill_sheet(asked, typed, scenarios), terms_sheet(names, typed.terms)]
    if announcement:
        with in_language("nl"):
            mailed = lot.package.own_submission
            sheets.append(judging_sheet(announcement, validity, mailed=mailed, dutch=say))
    return write_bill(
        sheets,
        meta=Mark(request.reference, request.revision, request.checksum).as_meta(),
        made_at=made_at,
    )
