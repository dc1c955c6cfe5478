"""A household chooses, and answers to another contractor, exactly in the cases of the table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from renogroep.quotes.rules.guards import ChoiceNow, QuoteAct, why_not
from renogroep.subscriptions.rules.lifecycle import SCREENED, SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

TODAY = date(2027, 1, 11)
DAY = timedelta(days=1)
A, L = QuoteAct, LotState
NOW = ChoiceNow(
    mode=Mode.GROUP_QUOTES,
    package_state=PackageState.PUBLISHED,
    lot_state=L.CHOOSING,
    subscription_state=SubscriptionState.SCREENED_FIT,
    fits=True,
    today=TODAY,
    offered=True,
    assigned_other=True,
    yes_by=TODAY,
)
CHOOSE, ANSWER, ALL = {A.CHOOSE}, {A.SAY_YES, A.SAY_NO}, set(A)


@pytest.mark.parametrize(
    ("change", "refused", "acts"),
    [
        ({}, None, ALL),
        ({"mode": Mode.PROCUREMENT}, "choice.closed", CHOOSE),
        ({"package_state": PackageState.CLOSED}, "choice.closed", ALL),
        ({"package_state": PackageState.CANCELLED}, "choice.closed", ALL),
        ({"lot_state": L.OPENED}, "choice.closed", ALL),
        ({"lot_state": L.ORDERING}, "choice.closed", CHOOSE),
        ({"lot_state": L.EXECUTING}, "choice.closed", CHOOSE),
        ({"lot_state": L.CLOSED}, "choice.closed", ALL),
        ({"lot_state": L.FAILED}, "choice.closed", ALL),
        ({"subscription_state": SubscriptionState.NOT_FIT}, "choice.closed", ALL),
        ({"subscription_state": SubscriptionState.WITHDRAWN}, "choice.closed", ALL),
        ({"fits": False}, "choice.not_fit", ALL),
        ({"offered": False}, "choice.no_quote", CHOOSE),
        ({"assigned_other": False}, "choice.answered", ANSWER),
        ({"answered": True}, "choice.answered", ANSWER),
        ({"yes_by": None}, "choice.answered", ANSWER),
        ({"yes_by": TODAY - DAY}, "choice.too_late", ANSWER),
        ({"yes_by": TODAY + DAY}, None, ANSWER),
        ({"has_order": True}, "choice.has_order", ANSWER),
    ],
)
def test_a_condition_refuses_the_acts_that_have_it_and_no_other(change, refused, acts):
    for act in A:
        why = why_not(act, replace(NOW, **change))
        assert (why.code if why else None) == (refused if act in acts else None)


def test_only_a_screened_home_chooses():
    possible = {
        s
        for s in SubscriptionState
        if why_not(A.CHOOSE, replace(NOW, subscription_state=s)) is None
    }
    assert possible == SCREENED
