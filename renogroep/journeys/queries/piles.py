"""In which ways is the caseload cut, and what does each cut ask of a case and of its step?"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, true

from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import stages
from renogroep.journeys.rules.case_stage import WaitsFor
from renogroep.journeys.rules.piles import Looker, Pile
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.rules.cases import CaseState


@dataclass(frozen=True, slots=True)
class Cut:
    """What a pile asks.

    case     of the case
    step     of its step; None: also a case that has none
    waits    for whom the steps in it may wait; None among them is us
    undated  may they be without a day
    closed   does it hold closed cases too
    """

    case: ColumnElement[bool]
    step: ColumnElement[bool] | None = None
    waits: tuple[WaitsFor | None, ...] = (None, *WaitsFor)
    undated: bool = True
    closed: bool = False

    @property
    def whole(self) -> ColumnElement[bool]:
        """Both, over cases with their steps beside them."""
        open_or_all = true() if self.closed else Case.state == CaseState.OPEN
        return and_(open_or_all, self.case, true() if self.step is None else self.step)


def cut_of(looker: Looker, pile: Pile) -> Cut:
    """What this pile means for who looks."""
    if pile == Pile.MINE:
        return Cut(Case.advisor_id == looker.person_id)
    if pile == Pile.UNASSIGNED:
        return Cut(Case.advisor_id.is_(None))
    if pile == Pile.OVERDUE:
        return Cut(true(), stages.is_late(looker.today), waits=(None,), undated=False)
    if pile == Pile.WAITING:
        owner = WaitsFor.OWNER
        return Cut(true(), CaseStage.waits_for == owner, waits=(owner,))
    return Cut(true(), closed=True)


def in_reach(looker: Looker) -> ColumnElement[bool]:
    """The home lies where this person works; nothing is looked up for the whole municipality."""
    if looker.scope is None:
        return true()
    return exists().where(
        Dwelling.id == Case.dwelling_id,
        Address.id == Dwelling.address_id,
        Street.id == Address.street_id,
        Street.neighbourhood_id.in_(looker.scope),
    )


def cases_in(looker: Looker, condition: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """As a condition on cases."""
    return Case.municipality_id == looker.municipality_id, condition, in_reach(looker)


def steps_in(looker: Looker, cut: Cut) -> tuple[ColumnElement[bool], ...]:
    """Open cases with a step, as a condition on steps.

    The case is asked for row by row, so that the steps are read in the order of their index.
    """
    case = exists().where(
        Case.id == CaseStage.case_id, Case.state == CaseState.OPEN, cut.case, in_reach(looker)
    )
    step = true() if cut.step is None else cut.step
    return CaseStage.municipality_id == looker.municipality_id, step, case.correlate(CaseStage)
