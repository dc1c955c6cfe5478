"""About which lots is something asked, and by whom?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renogroep.groups.models import Request
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

Facts = dict[int, dict[str, Any]]  # key -> fields of LotWork


@dataclass(frozen=True, slots=True)
class Asked:
    """The lots of one page.

    lots       by the key of the answers: the lot itself for staff, the request for a firm
    person_id  the member of staff that looks
    firm_id    the firm that looks; None for staff. A firm reads of its own quotes alone.
    """

    lots: Mapping[int, Lot]
    person_id: int | None = None
    firm_id: int | None = None

    @property
    def key(self) -> Any:
        """The column of a request that gives the key."""
        return Request.lot_id if self.firm_id is None else Request.id

    def among(self, *states: LotState) -> dict[int, Lot]:
        """The lots that are in one of these states."""
        return {key: lot for key, lot in self.lots.items() if lot.state in states}
