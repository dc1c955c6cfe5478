"""At which address does a person do the next thing for a lot?"""

from typing import Any

from flask import url_for

from renogroep.journeys.rules.lot_work import LotPage, LotRole

_OF_PACKAGE = {
    LotPage.CHECKLIST: ("tenders.checklist", "id"),
    LotPage.PACKAGE: ("pages.package", "id"),
    LotPage.GROUPS: ("groups.index", "package_id"),
}
_OF_LOT = {
    LotPage.ASK: "groups.open",
    LotPage.INVITE: "quotes.invite",
    LotPage.OPENING: "quotes.opening",
    LotPage.IMPORT: "quotes.import_bill",
    LotPage.DEADLINE: "quotes.new_deadline",
    LotPage.CHECKS: "quotes.checks",
    LotPage.SCORES: "quotes.scores",
    LotPage.DECISION: "quotes.decision",
    LotPage.CHOICE: "quotes.choice",
    LotPage.ROUNDS: "orders.wave",
    LotPage.CLOSE: "orders.close",
}
_OF_NOBODY = {
    LotPage.CASELOAD: "pages.caseload",
    LotPage.SURVEYS: "orders.index",
    LotPage.WORK_LIST: "orders.work_list",
}
# The lead works a choice out; an advisor calls its households, from the list of cases.
_OTHERWISE = {(LotRole.ADVISOR, LotPage.CHOICE): LotPage.CASELOAD}


def address_of(
    page: LotPage, role: LotRole, *, package_id: int, lot_id: int = 0, request_id: int = 0
) -> str:
    """The address of a page, for somebody who may open it.

    lot_id, request_id   0 where there is none: a draft has no lot to name, staff no request
    """
    page = _OTHERWISE.get((role, page), page)
    if page in _OF_PACKAGE:
        endpoint, name = _OF_PACKAGE[page]
        values: dict[str, Any] = {name: package_id}
        return url_for(endpoint, **values)
    if page == LotPage.JOB:
        return url_for("quotes.job", request_id=request_id)
    if page in _OF_NOBODY:
        return url_for(_OF_NOBODY[page])
    return url_for(_OF_LOT[page], lot_id=lot_id)
