"""A version of a rule is on or off; nothing else moves it."""

import pytest

from renogroep.base.errors import Refused
from renogroep.financing.rules.lifecycle import RULE_VERSIONS, RuleState

LEGAL = {
    ("draft", "propose"): "proposed",
    ("proposed", "send_back"): "sent_back",
    ("sent_back", "revise"): "draft",
    ("draft", "revise"): "draft",
    ("draft", "ship"): "active",
    ("proposed", "activate"): "active",
    ("retired", "activate"): "active",
    ("active", "retire"): "retired",
}


@pytest.mark.parametrize("state", RuleState)
@pytest.mark.parametrize("move", ["propose", "send_back", "revise", "ship", "activate", "retire"])
def test_a_version_moves_only_where_the_table_says(state, move):
    if (state.value, move) in LEGAL:
        assert RULE_VERSIONS.after(state, move) == LEGAL[state.value, move]
        return
    with pytest.raises(Refused) as refused:
        RULE_VERSIONS.after(state, move)
    assert refused.value.code == "rules.wrong_state"
    assert RULE_VERSIONS.noun.labels[state] in str(refused.value.text)
