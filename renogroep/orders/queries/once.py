"""What do several parts of one order's page ask alike, so that it is asked once?"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import (
    CARD_KINDS,
    PERIODS,
    card_rules_in,
    current_versions,
    periods_in,
)
from renogroep.financing.rules.cost_card import CardRules
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.orders.models import Order
from renogroep.owners.queries import newest_facts_of
from renogroep.subscriptions.actions.screening import KIND as SCREENING
from renogroep.subscriptions.actions.screening import table_in
from renogroep.subscriptions.rules.screening import ScreeningTable


class Once:
    """The rules of a day and the facts of a home, each read when the first part asks.

    For one page: an action asks again, because under its lock they may be others.
    """

    def __init__(self, session: Session, order: Order, on: date) -> None:
        self._session, self._order, self._on = session, order, on

    @cached_property
    def versions(self) -> Mapping[str, RuleVersion]:
        """Kind of rule -> the version that holds."""
        kinds = (*CARD_KINDS, PERIODS, SCREENING)
        return current_versions(self._session, self._order.municipality_id, kinds, self._on)

    @cached_property
    def card_rules(self) -> CardRules:
        """Premium, VAT and loan."""
        return card_rules_in(self.versions, self._on)

    @cached_property
    def periods(self) -> PeriodsTable:
        """How many days everything takes."""
        return periods_in(self.versions.get(PERIODS))

    @cached_property
    def screening(self) -> ScreeningTable:
        """The knock-out list."""
        return table_in(self.versions.get(SCREENING))

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Fact of the home -> what was answered last."""
        case_id = self._order.subscription.case_id
        return newest_facts_of(self._session, [case_id]).get(case_id, {})
