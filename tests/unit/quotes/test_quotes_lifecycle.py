"""Whatever order people click in, a quote never reaches an impossible state."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from renogroep.base.errors import Refused
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState

S = QuoteState


def test_the_two_ways_a_quote_can_go():
    for moves, end in (
        (["submit", "open", "rank", "award"], S.AWARDED),
        (["submit", "open", "set_aside", "reconsider", "rank", "not_award"], S.NOT_AWARDED),
        (["import", "rank"], S.RANKED),
        (["submit", "replace"], S.REPLACED),
        (["leave"], S.NOT_SUBMITTED),
    ):
        state = S.DRAFT
        for move in moves:
            state = QUOTES.after(state, move)
        assert state == end


@pytest.mark.parametrize("state", [S.OPENED, S.REPLACED, S.WITHDRAWN, S.NOT_SUBMITTED])
def test_nothing_is_submitted_twice(state):
    with pytest.raises(Refused, match="quote.wrong_state"):
        QUOTES.after(state, "submit")


def test_every_state_has_a_label_and_is_reachable():
    assert set(QUOTES.noun.labels) == set(S)
    assert {target for _, target in QUOTES.moves.values()} | {S.DRAFT} == set(S)


class AnyClicking(RuleBasedStateMachine):
    """Clicks at random; refused clicks change nothing."""

    def __init__(self):
        super().__init__()
        self.state, self.seen = S.DRAFT, {S.DRAFT}

    @rule(move=st.sampled_from(sorted(QUOTES.moves)))
    def click(self, move):
        try:
            self.state = QUOTES.after(self.state, move)
        except Refused:
            return
        self.seen.add(self.state)

    @invariant()
    def awarded_only_after_opening_and_ranking(self):
        if self.seen & {S.AWARDED, S.NOT_AWARDED}:
            assert {S.OPENED, S.RANKED} <= self.seen

    @invariant()
    def withdrawn_is_never_opened(self):
        assert not (self.seen & {S.WITHDRAWN, S.REPLACED} and S.OPENED in self.seen)


TestAnyClicking = AnyClicking.TestCase
