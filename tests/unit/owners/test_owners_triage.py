"""Do answers lead to the can and will that ROUTING says, and to no more than that?"""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.calendar import months_later
from renogroep.base.errors import Refused
from renogroep.owners.rules.can_will_table import (
    CAN_WILL_2026,
    Answer,
    Barrier,
    Blocker,
    CanWillTable,
)
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.triage import Evidence, Verdict, assess

TODAY = date(2026, 11, 23)
EARLIER = date(2026, 10, 1)
OCCUPIER = OwnerKind.OWNER_OCCUPIER


def said(*answers, on=EARLIER):
    return [Evidence(no, code, on) for no, code in answers]


def judged(*answers, kind=OCCUPIER, **options):
    return assess(said(*answers), kind, TODAY, **options)


YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "will"),
    [
        ([], UNKNOWN),
        ([(2, "within_1"), (4, "dated")], YES),
        ([(2, "within_5"), (4, "dated")], YES),
        ([(2, "within_1")], UNKNOWN),  # one piece is not enough
        ([(1, "cold"), (2, "within_1")], UNKNOWN),
        ([(2, "within_1"), (4, "later")], UNKNOWN),
        ([(2, "unknown"), (4, "dated")], UNKNOWN),
        ([(2, "not"), (4, "dated")], NO),
        ([(3, "leaving"), (2, "within_1"), (4, "dated")], NO),
        ([(1, "nothing"), (4, "no")], NO),
        ([(1, "nothing"), (4, "later")], UNKNOWN),
        ([(1, "cold"), (4, "no")], UNKNOWN),
        ([(1, "nothing"), (2, "within_1"), (4, "dated")], YES),
        ([(3, "hassle"), (2, "within_1"), (4, "dated")], YES),
        ([(3, "money"), (2, "within_1"), (4, "dated")], YES),  # money is never about will
    ],
)
def test_will(answers, will):
    assert judged(*answers).will is will


@pytest.mark.parametrize(
    ("answers", "can", "blockers"),
    [
        ([], UNKNOWN, ()),
        ([(5, "alone"), (8, "savings")], YES, ()),
        ([(5, "all_agree"), (8, "loan_confirmed"), (9, "unknown")], YES, ()),
        ([(5, "alone")], UNKNOWN, ()),
        ([(5, "alone"), (8, "loan_not_asked")], UNKNOWN, ()),
        ([(5, "not_asked"), (8, "savings")], UNKNOWN, ()),
        ([(5, "dispute"), (8, "savings")], NO, (Blocker.DECISION,)),
        ([(5, "alone"), (8, "savings"), (6, "no")], NO, (Blocker.STAYING,)),
        ([(5, "alone"), (8, "savings"), (7, "yes")], NO, (Blocker.HELP_FIRST,)),
        ([(5, "alone"), (8, "impossible")], NO, (Blocker.MONEY,)),
        ([(5, "alone"), (8, "savings"), (9, "no")], NO, (Blocker.MONEY,)),
        (
            [(6, "no"), (8, "impossible"), (7, "yes")],
            NO,
            (Blocker.HELP_FIRST, Blocker.MONEY, Blocker.STAYING),
        ),
        ([(3, "money")], NO, (Blocker.MONEY,)),  # money at 3 counts at 8
        (
            [(3, "money"), (5, "alone"), (8, "savings")],
            YES,
            (),
        ),  # asked on the same day: 8 says more
    ],
)
def test_can(answers, can, blockers):
    assessment = judged(*answers)
    assert (assessment.can, assessment.blockers) == (can, blockers)


def test_money_that_was_named_later_outdates_an_older_answer_about_paying():
    evidence = said((5, "alone"), (8, "savings")) + said((3, "money"), on=TODAY)
    assert assess(evidence, OCCUPIER, TODAY).can is NO


def test_question_9_counts_only_where_a_premium_applies():
    answers = [(5, "alone"), (8, "savings"), (9, "no")]
    assert judged(*answers).can is NO
    assert judged(*answers, premium_applies=False).can is YES


def test_the_newest_answer_wins_whatever_the_order_of_the_list():
    old, new = Evidence(2, "not", date(2026, 3, 1)), Evidence(2, "within_1", EARLIER)
    agreed = Evidence(4, "dated", EARLIER)
    assert assess([new, agreed, old], OCCUPIER, TODAY).will is YES
    assert assess([old, agreed, new], OCCUPIER, TODAY).will is YES


def test_of_one_day_the_answer_that_was_recorded_later_wins():
    assert assess(said((2, "within_1"), (4, "dated"), (2, "not")), OCCUPIER, TODAY).will is NO


@pytest.mark.parametrize(("on", "will"), [(date(2025, 11, 23), YES), (date(2025, 11, 22), UNKNOWN)])
def test_an_answer_counts_for_twelve_months(on, will):
    assert assess(said((2, "within_1"), (4, "dated"), on=on), OCCUPIER, TODAY).will is will


def test_an_old_no_is_a_question_mark_too():
    stale = said((2, "not"), (8, "impossible"), on=date(2025, 1, 1))
    assessment = assess(stale, OCCUPIER, TODAY)
    assert (assessment.will, assessment.can) == (UNKNOWN, UNKNOWN)
    assert assessment.blockers == ()
    assert "ask again" in str(assessment.reasons[2])


@pytest.mark.parametrize(
    ("event", "will"),
    [(EARLIER, YES), (date(2026, 10, 2), UNKNOWN), (date(2026, 12, 1), YES)],
)
def test_answers_from_before_a_life_event_do_not_count(event, will):
    evidence = said((2, "within_1"), (4, "dated"))
    assert assess(evidence, OCCUPIER, TODAY, event).will is will


def test_prefer_not_to_say_never_counts_and_is_not_asked_again():
    assessment = judged((2, "rather_not"), (5, "rather_not"), (8, "rather_not"))
    assert (assessment.can, assessment.will) == (UNKNOWN, UNKNOWN)
    assert assessment.missing_questions == (4,)


def test_prefer_not_to_say_does_not_erase_what_was_said():
    evidence = said((2, "within_1"), (4, "dated")) + said((2, "rather_not"), on=TODAY)
    assert assess(evidence, OCCUPIER, TODAY).will is YES


def test_answers_from_after_the_day_are_not_known_yet():
    assert assess(said((2, "not"), on=date(2026, 11, 24)), OCCUPIER, TODAY).will is UNKNOWN


def test_missing_questions_will_first_money_last_and_no_money_after_a_no():
    assert judged().missing_questions == (2, 4, 5, 8)
    assert judged((2, "within_1"), (5, "alone")).missing_questions == (4, 8)
    assert judged((2, "not")).missing_questions == ()


def test_barriers_are_kept():
    assert judged((3, "trust")).barriers == (Barrier.TRUST,)
    landlord = assess(said((3, "tenant_pays"), (6, "lease_ends")), OwnerKind.LANDLORD, TODAY)
    assert landlord.barriers == (Barrier.TENANT_PAYS, Barrier.LEASE)


def test_a_co_ownership_is_scored_as_a_building():
    answers = said((2, "within_1"), (4, "dated"), (5, "majority"), (8, "reserve_fund"))
    assessment = assess(answers, OwnerKind.CO_OWNERSHIP, TODAY)
    assert (assessment.can, assessment.will) == (YES, YES)
    assert "agenda" in str(assessment.reasons[2])


def test_a_tenant_is_never_scored():
    with pytest.raises(Refused) as refusal:
        judged(kind=OwnerKind.TENANT)
    assert refusal.value.code == "triage.tenant"


@pytest.mark.parametrize("answer", [(2, "savings"), (11, "yes"), (0, "yes")])
def test_an_answer_that_is_not_in_the_table_is_an_error(answer):
    with pytest.raises(ValueError):
        judged(answer)


def test_reasons_name_the_answer_and_its_day():
    reasons = judged((2, "not")).reasons
    assert str(reasons[0]) == "The owner does not want works now."
    assert str(reasons[2]) == "When would you want works? “Not at all”, on 2026-10-01."


def test_help_and_language_are_no_reason():
    assert len(judged((10, "paperwork")).reasons) == 2


def test_several_answers_count_as_one_piece_of_evidence():
    found = judged((1, "cold bill"), (4, "no"))
    assert found.will == UNKNOWN  # 1 is +, so the no at 4 alone decides nothing
    assert judged((1, "nothing"), (4, "no")).will == NO
    assert [str(reason) for reason in found.reasons if "bothers" in str(reason)] == [
        "What bothers you about the home now? “It is cold or draughty, The energy bill is high”, on 2026-10-01."
    ]


def test_of_several_answers_a_no_counts_first():
    table = replace(
        CAN_WILL_2026,
        questions=tuple(
            replace(question, many=True) if question.no == 5 else question
            for question in CAN_WILL_2026.questions
        ),
    )
    found = judged((5, "alone dispute"), (8, "savings"), table=table)
    assert (found.can, found.blockers) == (NO, ("decision",))


def test_where_the_source_takes_several_answers_so_do_we():
    assert [q.no for q in CAN_WILL_2026.questions if q.many] == [1, 10]
    for question in CAN_WILL_2026.questions:
        for answer in question.answers:
            mixes = question.many and not answer.alone
            assert not mixes or answer.sign in ("+", "")  # a no is never mixed with a yes


def test_the_questions_on_money_and_language_ask_what_routing_asks():
    assert CAN_WILL_2026.question(8).with_range
    assert CAN_WILL_2026.question(10).note == "In which language?"


def test_a_table_from_before_these_fields_can_still_be_read():
    data = json.loads(json.dumps(CAN_WILL_2026.to_json()))
    del data["prices"]
    for question in data["questions"]:
        for name in ("many", "note", "with_range"):
            del question[name]
        for answer in question["answers"]:
            del answer["alone"]
    table = CanWillTable.from_json(data)
    assert (table.prices, table.question(1).many) == ((), False)


def test_the_table_survives_a_trip_through_json():
    assert CanWillTable.from_json(json.loads(json.dumps(CAN_WILL_2026.to_json()))) == CAN_WILL_2026


def test_a_table_with_an_unknown_sign_is_refused():
    with pytest.raises(ValueError):
        Answer("x", "X", "maybe")


def test_the_ten_questions_are_complete():
    assert [question.no for question in CAN_WILL_2026.questions] == list(range(1, 11))
    for question in CAN_WILL_2026.questions:
        for kind in set(OwnerKind) - {OwnerKind.TENANT}:
            codes = [answer.code for answer in question.answers_of(kind)]
            assert len(set(codes)) == len(codes) >= 3
            assert "rather_not" in codes
            assert question.text_of(kind)


def test_every_no_on_can_names_its_blocker():
    for question in CAN_WILL_2026.questions:
        if question.axis == "can":
            assert all(a.blocker in set(Blocker) for a in question.answers if a.sign == "-")


pieces = st.sampled_from(
    [(q.no, a.code) for q in CAN_WILL_2026.questions for a in q.answers_of(OCCUPIER)]
)
evidence_lists = st.lists(
    st.builds(
        lambda piece, on: Evidence(*piece, on),
        pieces,
        st.dates(date(2025, 6, 1), date(2026, 12, 31)),
    ),
    max_size=12,
)


@given(evidence_lists)
def test_a_yes_rests_on_two_fresh_answers_and_a_no_on_one(evidence):
    assessment = assess(evidence, OCCUPIER, TODAY)
    fresh = [e for e in evidence if e.on <= TODAY <= months_later(e.on, 12)]
    signs = {(e.question, CAN_WILL_2026.answer(e.question, e.answer).sign) for e in fresh}
    if assessment.will is YES:
        assert {(2, "+"), (4, "+")} <= signs
    if assessment.can is YES:
        assert {(5, "+"), (8, "+")} <= signs
    if assessment.can is NO:
        assert assessment.blockers


@given(evidence_lists, st.dates(date(2025, 6, 1), TODAY))
def test_prefer_not_to_say_changes_no_verdict(evidence, on):
    silent = [Evidence(no, "rather_not", on) for no in range(1, 11)]
    one, other = assess(evidence, OCCUPIER, TODAY), assess(evidence + silent, OCCUPIER, TODAY)
    assert (one.can, one.will, one.blockers) == (other.can, other.will, other.blockers)


@given(evidence_lists)
def test_nothing_that_is_missing_is_about_money_after_a_no(evidence):
    assessment = assess(evidence, OCCUPIER, TODAY)
    if assessment.will is NO:
        assert assessment.missing_questions == ()
