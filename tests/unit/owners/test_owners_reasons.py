"""Nobody has to say why they stop, and a household does not say of itself that it is silent."""

import pytest

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.owners.rules.cases import OWN_REASONS, LossReason, reason_told


@pytest.mark.parametrize("channel", list(Channel))
def test_no_reason_stays_none(channel):
    assert reason_told("", channel) is None


@pytest.mark.parametrize("reason", list(LossReason))
def test_staff_may_note_every_reason_a_household_all_but_its_own_silence(reason):
    assert reason_told(reason, Channel.PHONE) == reason
    if reason != LossReason.NO_REPLY:
        assert reason_told(reason, Channel.ONLINE) == reason
    assert set(OWN_REASONS) == set(LossReason) - {LossReason.NO_REPLY}


@pytest.mark.parametrize("code", [LossReason.NO_REPLY, "bored"])
def test_a_household_chooses_from_its_own_list(code):
    with pytest.raises(Refused, match="case.reason"):
        reason_told(code, Channel.ONLINE)
