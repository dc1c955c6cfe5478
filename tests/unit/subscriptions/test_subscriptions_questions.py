"""Does every way through the questions end well, within eight pages, without losing an answer?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.subscriptions.rules.questions import (
    END_ACTIONS,
    END_TEXTS,
    FLOW_2026,
    LOTS,
    MAX_QUESTIONS,
    OWNER_KINDS,
    Ending,
    chosen,
    end_state,
    facts_from_answers,
    flow_for,
    label_of,
    next_question,
    path,
    previous_question,
    question_of,
    read_answer,
    told_of_home,
)

FLOW = flow_for({"facade": "Façade insulation", "joinery": "Windows and doors"})


def walk_all():
    """Every way through the flow, as complete answers; a page with many options takes each once."""
    ends, todo = [], [{}]
    while todo:
        answers = todo.pop()
        code = next_question(answers, FLOW)
        if code is None:
            ends.append(answers)
            continue
        todo += [{**answers, code: (option.code,)} for option in question_of(code, FLOW).options]
    return ends


ALL = walk_all()


def test_every_way_ends_in_a_state_with_words_and_something_to_do():
    reached = {end_state(answers, FLOW) for answers in ALL}
    reached.add(end_state({}, FLOW, in_area=False))
    assert reached == set(Ending)
    for state in Ending:
        assert END_TEXTS[state]
        assert len(END_ACTIONS[state]) >= 1


def test_no_way_is_longer_than_eight_questions():
    assert max(len(answers) for answers in ALL) == MAX_QUESTIONS


def test_every_question_and_option_is_on_some_way():
    seen = {
        (code, option) for answers in ALL for code, given in answers.items() for option in given
    }
    assert seen == {(q.code, o.code) for q in FLOW for o in q.options}


def test_back_walks_the_same_way_and_keeps_the_answers():
    for answers in ALL[::97]:
        walked = path(answers, FLOW)
        back = [walked[-1]]
        while (before := previous_question(back[-1], answers, FLOW)) is not None:
            back.append(before)
        assert tuple(reversed(back)) == walked == tuple(answers)


FULL = {
    "owner_kind": "live_here",
    "house_type": "row",
    "built_in": "before_1946",
    "works": ["facade"],
    "seen": ["damp", "cables"],
    "when": "within_1",
    "life_stage": "starter",
    "budget": "rather_not",
}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, Ending.ELIGIBLE),
        ({"seen": ["damp", "asbestos"]}, Ending.CHECK_FIRST),
        ({"seen": ["protected"]}, Ending.CHECK_FIRST),
        ({"seen": ["unknown"]}, Ending.ELIGIBLE),
        ({"when": "not_now"}, Ending.NOT_NOW),
        ({"when": "not_sure"}, Ending.ELIGIBLE),
        ({"works": ["other_works"]}, Ending.OTHER_WORKS),
        ({"owner_kind": "tenant"}, Ending.TENANT_SIGNAL),
        ({"owner_kind": "rent_out"}, Ending.ELIGIBLE),
        ({"owner_kind": "co_ownership"}, Ending.ELIGIBLE),
        ({"budget": "unknown", "life_stage": "rather_not"}, Ending.ELIGIBLE),
    ],
)
def test_where_answers_lead(change, state):
    assert end_state({**FULL, **change}, FLOW) is state


@pytest.mark.parametrize(
    ("owner", "skipped"),
    [
        ("live_here", set()),
        ("rent_out", {"life_stage"}),
        ("co_ownership", {"house_type", "life_stage"}),
        ("tenant", set(FULL) - {"owner_kind"}),
    ],
)
def test_who_is_asked_what(owner, skipped):
    assert set(path({**FULL, "owner_kind": owner}, FLOW)) == set(FULL) - skipped


def test_another_choice_loses_no_answer():
    changed = {**FULL, "owner_kind": "tenant"}
    assert path(changed, FLOW) == ("owner_kind",)
    assert path({**changed, "owner_kind": "live_here"}, FLOW) == tuple(FULL)


def test_the_first_open_question_comes_next():
    assert next_question({}, FLOW) == "owner_kind"
    without = {code: given for code, given in FULL.items() if code != "seen"}
    assert next_question(without, FLOW) == "seen"
    assert next_question({**FULL, "seen": []}, FLOW) == "seen"
    with pytest.raises(ValueError):
        end_state(without, FLOW)


def test_a_page_that_is_not_on_the_way_goes_back_to_the_last_that_is():
    assert previous_question("owner_kind", {}, FLOW) is None
    assert previous_question("house_type", {"owner_kind": "tenant"}, FLOW) == "owner_kind"
    with pytest.raises(ValueError):
        question_of("shoe_size", FLOW)


@pytest.mark.parametrize(
    ("code", "given", "result"),
    [
        ("when", ["within_1"], ("within_1",)),
        ("seen", ["cables", "damp"], ("damp", "cables")),  # in the order of the page
        ("works", ["joinery"], ("joinery",)),
        ("works", ["other_works"], ("other_works",)),
        ("when", [], "question.empty"),
        ("when", ["tomorrow"], "question.unknown"),
        ("when", ["within_1", "within_5"], "question.one"),
        ("seen", ["damp", "none"], "question.alone"),
        ("works", ["facade", "other_works"], "question.alone"),
    ],
)
def test_reading_an_answer(code, given, result):
    question = question_of(code, FLOW)
    if isinstance(result, tuple):
        assert read_answer(question, given) == result
    else:
        with pytest.raises(Refused) as refusal:
            read_answer(question, given)
        assert refusal.value.code == result


def test_a_package_shows_its_own_lots():
    works = question_of(LOTS, FLOW)
    assert [option.label for option in works.options][:2] == [
        "Façade insulation",
        "Windows and doors",
    ]
    assert len(question_of(LOTS, FLOW_2026).options) == 1


def test_answers_give_facts_but_never_a_no_that_nobody_checked():
    assert facts_from_answers(FULL) == {"damp": "yes", "cables_meters": "yes", "tenant": "no"}
    assert facts_from_answers({"seen": ["none"], "owner_kind": "rent_out"}) == {"tenant": "yes"}
    assert facts_from_answers({"seen": "unknown", "owner_kind": "co_ownership"}) == {}


def test_one_code_or_a_list_is_the_same_answer():
    assert chosen({"when": "within_1"}, "when") == chosen({"when": ["within_1"]}, "when")
    assert chosen({"when": ""}, "when") == chosen({}, "when") == ()


def test_owner_kinds_of_the_flow_are_those_of_the_house():
    assert set(OWNER_KINDS) == {o.code for o in question_of("owner_kind", FLOW).options}
    assert set(OWNER_KINDS.values()) == set(OwnerKind)


def test_words_of_an_option():
    assert label_of("life_stage", "senior") == "I want to grow old here"
    assert label_of("life_stage", "gone") == "gone"


def test_every_question_and_option_has_words():
    for question in FLOW_2026:
        assert question.text.endswith("?")
        assert question.hint
        assert all(option.label for option in question.options)


codes = st.sampled_from([q.code for q in FLOW] + ["shoe_size"])
values = st.one_of(
    st.sampled_from(["", "tenant", "live_here", "x"]),
    st.lists(st.sampled_from(["row", "y"]), max_size=2),
)


@given(st.dictionaries(codes, values))
def test_no_stored_answers_make_the_flow_fail(answers):
    code = next_question(answers, FLOW)
    assert code is None or code in path(answers, FLOW)
    assert 1 <= len(path(answers, FLOW)) <= MAX_QUESTIONS


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, {"use": "", "letting": ""}),
        ({"use": ["home"]}, {"use": "home", "letting": ""}),
        ({"use": ["shop"], "owner_kind": ["rent_out"]}, {"use": "", "letting": ""}),
        ({"owner_kind": ["rent_out"], "letting": ["social"]}, {"use": "", "letting": "social"}),
        ({"owner_kind": ["live_here"], "letting": ["social"]}, {"use": "", "letting": ""}),
        ({"owner_kind": ["rent_out"], "letting": ["friends"]}, {"use": "", "letting": ""}),
    ],
)
def test_what_is_said_of_the_home_beside_the_questions(answers, told):
    assert told_of_home(answers) == told
