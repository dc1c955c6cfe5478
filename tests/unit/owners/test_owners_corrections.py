"""An advisor knows better: for how long, and until which answer?"""

import json
from datetime import date

import pytest

from renogroep.base.errors import Refused
from renogroep.owners.rules.can_will_table import Axis
from renogroep.owners.rules.corrections import (
    Correction,
    from_json,
    overridden,
    still_counting,
)
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.triage import Evidence, Verdict, assess

TODAY = date(2026, 11, 23)
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
CAN = Correction(Axis.CAN, YES, "Help is arranged ", TODAY)
WILL = Correction(Axis.WILL, NO, "Not before spring", TODAY)


def judged(*answers):
    evidence = [Evidence(number, code, date(2026, 10, 1)) for number, code in answers]
    return assess(evidence, OwnerKind.OWNER_OCCUPIER, TODAY)


def test_an_advisor_may_override_with_a_reason():
    after = overridden(judged((7, "yes")), [CAN])
    assert (after.can, after.will, after.blockers) == (YES, UNKNOWN, ())
    assert after.missing_questions == (2, 4)
    assert "“Help is arranged”" in str(after.reasons[0])
    with pytest.raises(Refused) as refusal:
        overridden(judged(), [Correction(Axis.CAN, YES, "  ", TODAY)])
    assert refusal.value.code == "triage.no_reason"


def test_both_axes_keep_their_own_reason():
    after = overridden(judged(), [CAN, WILL])
    assert (after.can, after.will) == (YES, NO)
    assert [str(reason) for reason in after.reasons[:2]] == [
        "Changed by the advisor: “Help is arranged”",
        "Changed by the advisor: “Not before spring”",
    ]


def test_without_a_correction_nothing_is_said_of_one():
    before = judged((2, "not"))
    assert overridden(before, []) == before


@pytest.mark.parametrize(
    ("answered", "left"),
    [
        ([], (CAN, WILL)),
        ([(8, "savings")], (WILL,)),  # the newest word on can is the owner's
        ([(2, "within_1")], (CAN,)),
        ([(3, "money")], ()),  # said at a question of will, counts at one of can
        ([(10, "paperwork visit")], (CAN, WILL)),  # help is no axis
        ([(8, "rather_not")], (CAN, WILL)),
    ],
)
def test_a_correction_ends_with_a_new_answer_on_its_axis(answered, left):
    assert still_counting([CAN, WILL], answered, TODAY) == left


@pytest.mark.parametrize(
    ("today", "life_event", "counts"),
    [
        (date(2027, 11, 23), None, True),
        (date(2027, 11, 24), None, False),
        (date(2026, 11, 24), date(2026, 11, 24), False),
        (date(2026, 11, 24), TODAY, True),
    ],
)
def test_a_correction_grows_old_like_an_answer(today, life_event, counts):
    assert bool(still_counting([CAN], [], today, life_event)) is counts


def test_corrections_survive_a_trip_through_json():
    kept = json.loads(json.dumps({str(one.axis): one.to_json() for one in (CAN, WILL)}))
    assert from_json(kept) == (CAN, WILL)
