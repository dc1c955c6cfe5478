"""A case that is opened again asks whether its interest goes on, and refuses what is over."""

import pytest

from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.journeys.actions.close_case import close_case
from renogroep.journeys.actions.reopen_case import reopen_case
from renogroep.tenders.rules.lifecycle import LotState


@pytest.fixture
def by(make):
    return By(make.member(Role.ADVISOR).id)


@pytest.fixture
def row(session, make, by):
    row = make.subscription(make.package())
    close_case(session, row.case, reason="cost", by=by)
    return row


def test_the_interest_goes_on_only_when_it_is_chosen(session, row, by):
    reopen_case(session, row.case, by=by)
    assert (row.case.state, row.state) == ("open", "withdrawn")
    close_case(session, row.case, reason="other", by=by)
    reopen_case(session, row.case, resume=[row.id], by=by)
    assert (row.case.state, row.state) == ("open", "subscribed")
    assert (row.loss_reason, row.ended_at) == (None, None)


@pytest.mark.parametrize("code", ["past_collecting", "home_has_other"])
def test_what_is_over_is_not_taken_up(session, make, row, by, code):
    if code == "past_collecting":
        make.session.execute(row.lots[0].lot.__table__.update().values(state=LotState.QUOTING))
        session.expire_all()
    else:
        make.subscription(row.package, row.case.dwelling)
    with pytest.raises(Refused) as refused:
        reopen_case(session, row.case, resume=[row.id], by=by)
    assert refused.value.code == f"subscription.{code}"


def test_only_an_interest_of_this_case_goes_on(session, make, row, by):
    with pytest.raises(Refused) as refused:
        reopen_case(session, row.case, resume=[row.id + 99], by=by)
    assert (refused.value.code, row.case.state) == ("case.interest", "closed")
