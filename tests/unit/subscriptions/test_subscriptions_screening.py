"""Does every knock-out item block or add a line, and is nothing called fit that was not asked?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.subscriptions.rules.lifecycle import MOVES
from renogroep.subscriptions.rules.screening import (
    FACADE,
    JOINERY,
    MOVE_OF,
    OUTCOME_LABELS,
    SCREENING_2026,
    Effect,
    Outcome,
    ScreeningTable,
    screen,
)

FACTS = [fact.code for fact in SCREENING_2026.facts]
CLEAR = dict.fromkeys(FACTS, "no")
BOTH = {FACADE, JOINERY}


def outcome(measures, **facts):
    return screen({**CLEAR, **facts}, measures).outcome.value


def test_the_list_is_the_one_of_the_features():
    assert FACTS == [
        "asbestos",
        "protected",
        "building_line",
        "damp",
        "cables_meters",
        "tenant",
        "permit",
        "shared_wall",
    ]


def test_a_home_without_problems_fits():
    result = screen(CLEAR, BOTH)
    assert (result.outcome, result.extra_work, result.fit_measures) == (Outcome.FIT, (), BOTH)
    assert len(result.reasons) == 1


@pytest.mark.parametrize(
    ("fact", "facade", "joinery"),
    [
        ("asbestos", "fit_with_change", "fit_with_change"),
        ("protected", "not_fit", "fit_with_change"),
        ("building_line", "fit_with_change", "fit"),
        ("damp", "fit_with_change", "fit"),
        ("cables_meters", "fit_with_change", "fit"),
        ("tenant", "fit_with_change", "fit_with_change"),
        ("permit", "fit_with_change", "fit_with_change"),
        ("shared_wall", "fit_with_change", "fit"),
    ],
)
def test_what_a_yes_does_to_each_kind_of_works(fact, facade, joinery):
    assert outcome([FACADE], **{fact: "yes"}) == facade
    assert outcome([JOINERY], **{fact: "yes"}) == joinery


@pytest.mark.parametrize("fact", FACTS)
def test_each_item_blocks_or_adds_a_line_and_says_so(fact):
    result = screen({**CLEAR, fact: "yes"}, [FACADE])
    assert result.outcome is Outcome.NOT_FIT or len(result.extra_work) == 1
    assert result.reasons
    assert "nothing" not in str(result.reasons[0]).lower()


@pytest.mark.parametrize("fact", FACTS)
def test_what_is_not_known_is_asked_before_a_home_fits(fact):
    unknown = screen({**CLEAR, fact: "unknown"}, [FACADE])
    absent = screen({code: "no" for code in FACTS if code != fact}, [FACADE])
    assert unknown == absent
    assert (unknown.outcome, unknown.to_ask) == (Outcome.INCOMPLETE, (fact,))
    assert "Still to ask" in str(unknown.reasons[0])


def test_what_does_not_matter_for_the_works_is_not_asked():
    assert outcome([JOINERY], building_line="unknown", damp="unknown") == "fit"


def test_a_block_is_a_block_whatever_is_unknown():
    assert screen({"protected": "yes"}, [FACADE]).outcome is Outcome.NOT_FIT
    assert screen({"protected": "yes"}, [FACADE]).to_ask == ()


def test_one_kind_of_works_may_drop_out_and_the_other_stay():
    result = screen({**CLEAR, "protected": "yes"}, BOTH)
    assert result.outcome is Outcome.FIT_WITH_CHANGE
    assert result.fit_measures == {JOINERY}
    assert [str(reason) for reason in result.reasons][1] == "The other works that you chose do fit."


def test_the_same_line_is_added_once_for_two_kinds_of_works():
    assert len(screen({**CLEAR, "tenant": "yes"}, BOTH).extra_work) == 1


def test_works_without_rows_of_their_own_keep_the_general_ones():
    assert outcome(["roof"], asbestos="yes") == "fit"
    assert outcome(["roof"], tenant="yes") == "fit_with_change"


def test_wrong_use_is_refused_or_an_error():
    with pytest.raises(Refused):
        screen(CLEAR, [])
    with pytest.raises(ValueError):
        screen({"ghosts": "yes"}, [FACADE])
    with pytest.raises(ValueError):
        screen({"damp": "perhaps"}, [FACADE])


def test_outcomes_lead_to_moves_and_have_words():
    assert set(MOVE_OF) == set(Outcome) - {Outcome.INCOMPLETE}
    assert set(MOVE_OF.values()) <= set(MOVES)
    assert set(OUTCOME_LABELS) == set(Outcome)


def test_every_row_has_a_fact_and_a_source_and_every_fact_a_row():
    assert {row.fact for row in SCREENING_2026.effects} == set(FACTS)
    assert all(row.source and row.words for row in SCREENING_2026.effects)


def test_the_table_survives_a_trip_through_json():
    again = ScreeningTable.from_json(json.loads(json.dumps(SCREENING_2026.to_json())))
    assert again == SCREENING_2026
    assert again.effects[0].effect is Effect.ADDS


facts = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(["yes", "no", "unknown"]))
measures = st.sets(st.sampled_from([FACADE, JOINERY, "roof"]), min_size=1)


@given(facts, measures)
def test_laws_of_screening(known, wanted):
    result = screen(known, wanted)
    assert (result.outcome is Outcome.NOT_FIT) == (not result.fit_measures)
    assert result.fit_measures <= wanted
    assert (result.outcome is Outcome.INCOMPLETE) == bool(result.to_ask)
    if result.outcome is Outcome.FIT:
        assert not result.extra_work
    assert result.reasons


@given(facts, measures, st.sampled_from(FACTS))
def test_more_trouble_never_makes_a_home_fit_better(known, wanted, fact):
    order = [Outcome.FIT, Outcome.FIT_WITH_CHANGE, Outcome.NOT_FIT]
    answered = {**CLEAR, **{code: answer for code, answer in known.items() if answer != "unknown"}}
    before, after = screen(answered, wanted), screen({**answered, fact: "yes"}, wanted)
    assert order.index(after.outcome) >= order.index(before.outcome)
