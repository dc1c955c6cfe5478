"""What would this version of the rules change for the homes that did not sign yet?"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.hiding import HIDE_BELOW, Cell
from renogroep.base.hiding import shown as shown_cell
from renogroep.base.money import Money
from renogroep.base.text import N_, Text
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.labels import NOT_TRIED
from renogroep.infra.i18n import shown
from renogroep.journeys.queries.open_cards import ON_A_CARD, both_ways
from renogroep.journeys.rules.tried_rules import tried

NO_CARD = N_("No card reads this kind of rule by itself, so no amount changes.")


@dataclass(frozen=True, slots=True)
class TryPage:
    """Counts and amounts as they are read."""

    on_a_card: bool
    why_not: str
    rows: list[tuple[str, str]]
    moves: list[tuple[str, str]]  # empty while too few homes move
    least: int


def try_page(session: Session, row: RuleVersion) -> TryPage:
    """Every open card under both versions."""
    found = tried([pair for _order, pair in both_ways(session, row, clock.today())])
    moves = (
        (_("Smallest change"), found.smallest),
        (_("Median change"), found.median),
        (_("Largest change"), found.largest),
    )
    return TryPage(
        on_a_card=row.kind in ON_A_CARD,
        why_not=shown(Text(NOT_TRIED.get(row.kind, NO_CARD))),
        rows=[
            (_("Cards that change"), _count(found.changed)),
            (_("Cards that stay the same"), _count(found.same)),
            (_("Cards of which an amount comes or goes"), _count(found.without)),
        ],
        moves=[(label, _signed(amount)) for label, amount in moves if amount is not None],
        least=HIDE_BELOW,
    )


def _count(cell: Cell) -> str:
    return shown_cell(cell)


def _signed(amount: Money) -> str:
    return ("+" if amount.cents > 0 else "") + shown(amount)
