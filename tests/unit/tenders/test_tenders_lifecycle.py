"""Can anybody, in whatever order they click, bring a package or lot in an impossible state?"""

import itertools

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from renogroep.base.errors import Refused
from renogroep.tenders.rules.lifecycle import (
    LOT_LABELS,
    LOTS,
    PACKAGES,
    LotState,
    Mode,
    PackageState,
    package_state_on_screen,
)

ORDER = {
    Mode.PROCUREMENT: "collecting quoting opened checked decided standstill ordering executing closed",
    Mode.GROUP_QUOTES: "collecting quoting opened choosing ordering executing closed",
}


MOVES = sorted({move for table in LOTS.values() for move in table.moves})


def possible_moves(mode, state):
    return [move for move in MOVES if LOTS[mode].may(state, move)]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_lot_walks_the_states_of_the_design(mode):
    state, walked = LotState.COLLECTING, ["collecting"]
    while forward := [move for move in possible_moves(mode, state) if move != "fail"]:
        assert len(forward) == 1
        state = LOTS[mode].after(state, forward[0])
        walked.append(state.value)
    assert " ".join(walked) == ORDER[mode]


@pytest.mark.parametrize(
    ("mode", "state", "move"),
    [
        (mode, state, move)
        for mode in Mode
        for state in LotState
        for move in MOVES
        if not LOTS[mode].may(state, move)
    ],
)
def test_every_other_move_of_a_lot_is_refused(mode, state, move):
    with pytest.raises(Refused) as refusal:
        LOTS[mode].after(state, move)
    assert refusal.value.code == "lot.wrong_state"
    assert f"“{LOT_LABELS[state]}”" in str(refusal.value.text)


@pytest.mark.parametrize(
    ("mode", "move"),
    [
        (Mode.GROUP_QUOTES, "check"),
        (Mode.GROUP_QUOTES, "decide"),
        (Mode.GROUP_QUOTES, "start_standstill"),
        (Mode.PROCUREMENT, "start_choice"),
    ],
)
def test_a_move_of_the_other_mode_is_refused_from_everywhere(mode, move):
    assert not any(LOTS[mode].may(state, move) for state in LotState)


def test_a_move_that_nobody_knows_is_a_programmers_error():
    for mode in Mode:
        with pytest.raises(KeyError):
            LOTS[mode].after(LotState.COLLECTING, "award")


def test_works_that_started_cannot_fail_as_a_lot():
    for mode in Mode:
        assert "fail" not in possible_moves(mode, LotState.EXECUTING)
        assert possible_moves(mode, LotState.CLOSED) == possible_moves(mode, LotState.FAILED) == []


@pytest.mark.parametrize(("state", "move"), list(itertools.product(PackageState, PACKAGES.moves)))
def test_a_package_moves_only_where_the_table_says(state, move):
    legal = {
        ("draft", "publish"): "published",
        ("published", "close"): "closed",
        ("draft", "cancel"): "cancelled",
        ("published", "cancel"): "cancelled",
    }
    if (state.value, move) in legal:
        assert PACKAGES.after(state, move) == legal[state.value, move]
    else:
        with pytest.raises(Refused):
            PACKAGES.after(state, move)


@pytest.mark.parametrize(
    ("lots", "package", "shown"),
    [
        ([], PackageState.DRAFT, "Being prepared"),
        (["collecting"], PackageState.DRAFT, "Being prepared"),
        ([], PackageState.PUBLISHED, "Open"),
        (["ordering", "collecting"], PackageState.PUBLISHED, "Collecting interest"),
        (["failed", "ordering"], PackageState.PUBLISHED, "Households order"),
        (["closed", "choosing"], PackageState.PUBLISHED, "Households choose"),
        (["failed", "closed"], PackageState.PUBLISHED, "Closed"),
        (["failed", "failed"], PackageState.PUBLISHED, "Does not go ahead"),
        (["ordering"], PackageState.CANCELLED, "Cancelled"),
    ],
)
def test_what_people_see_of_a_package(lots, package, shown):
    assert str(package_state_on_screen([LotState(lot) for lot in lots], package)) == shown


def test_every_state_has_words():
    assert set(LOT_LABELS) == set(LotState)
    assert set(PACKAGES.noun.labels) == set(PackageState)


class AnyClicking(RuleBasedStateMachine):
    """Whatever order people click in, a lot never reaches an impossible state."""

    @initialize(mode=st.sampled_from(list(Mode)))
    def start(self, mode):
        self.mode, self.state, self.seen = mode, LotState.COLLECTING, [LotState.COLLECTING]

    @rule(move=st.sampled_from(MOVES))
    def click(self, move):
        try:
            self.state = LOTS[self.mode].after(self.state, move)
        except Refused:
            return
        self.seen.append(self.state)

    @invariant()
    def nothing_happens_twice(self):
        assert len(set(self.seen)) == len(self.seen)

    @invariant()
    def each_mode_keeps_its_own_words(self):
        other = {
            Mode.PROCUREMENT: {LotState.CHOOSING},
            Mode.GROUP_QUOTES: {LotState.CHECKED, LotState.DECIDED, LotState.STANDSTILL},
        }
        assert not other[self.mode] & set(self.seen)

    @invariant()
    def orders_come_after_a_standstill_or_a_choice(self):
        if LotState.ORDERING in self.seen:
            before = self.seen[self.seen.index(LotState.ORDERING) - 1]
            assert before in (LotState.STANDSTILL, LotState.CHOOSING)


TestAnyClicking = AnyClicking.TestCase
