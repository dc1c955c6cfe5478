"""Does everybody get exactly the support that ROUTING promises, and never a sanction?"""

import itertools
import json
from datetime import date

import pytest

from renogroep.base.text import Text
from renogroep.owners.rules.can_will_table import Blocker
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.routes_table import ROUTES_2026, RoutesTable, Situation
from renogroep.owners.rules.routing import REASONS, SITUATIONS, route
from renogroep.owners.rules.triage import Assessment, Evidence, Verdict, assess

TODAY = date(2026, 9, 1)
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def seen(can, will, *blockers, missing=(2,)):
    needed = missing if UNKNOWN in (can, will) and will is not NO else ()
    return Assessment(can, will, blockers, (), needed, ())


def everybody():
    """Every owner kind, can, will and blocker that an assessment can hold."""
    deciding = [kind for kind in OwnerKind if kind != OwnerKind.TENANT]
    for kind, can, will in itertools.product(deciding, Verdict, Verdict):
        for blocker in Blocker if can is NO else [None]:
            yield kind, seen(can, will, *([blocker] if blocker else []))


CELLS = [  # ROUTING 2026-11-23, routes: what is done first, by whom, in how many working days
    ("owner_occupier", YES, YES, (), "Book the survey", "Contractor and advisor", 5),
    ("owner_occupier", YES, NO, (), "one call about what holds", "Ambassador or neighb", 15),
    ("owner_occupier", UNKNOWN, NO, (), "visit to a finished house", "Ambassador or neighb", 15),
    ("owner_occupier", NO, YES, (Blocker.MONEY,), "Noodkoopfonds", "Energy house and OCMW", 5),
    ("owner_occupier", NO, YES, (Blocker.MONEY,), "check a loan", "Energy house and OCMW", 5),
    ("owner_occupier", NO, UNKNOWN, (Blocker.DECISION,), "mediation", "Mediator or notary", 5),
    ("owner_occupier", NO, YES, (Blocker.STAYING,), "temporary place", "Neighbourhood worker", 5),
    (
        "owner_occupier",
        NO,
        YES,
        (Blocker.HELP_FIRST, Blocker.MONEY),
        "which help is wanted first",
        "Neighbourhood worker or OCMW",
        5,
    ),
    ("owner_occupier", NO, NO, (Blocker.MONEY,), "without selling", "Neighbourhood worker", 10),
    ("owner_occupier", UNKNOWN, UNKNOWN, (), "Ask this", "Advisor of the energy house", 5),
    ("owner_occupier", YES, UNKNOWN, (), "Ask this", "Advisor of the energy house", 5),
    ("owner_occupier", UNKNOWN, YES, (), "Ask this", "Advisor of the energy house", 5),
    ("landlord", YES, YES, (), "around the lease", "Renovation coach", 10),
    ("landlord", YES, NO, (), "energy norm of 2030", "Housing desk", 15),
    ("landlord", NO, YES, (Blocker.STAYING,), "at least 9 years", "Social housing company", 10),
    ("landlord", NO, NO, (Blocker.MONEY,), "Speak with the tenant first", "Housing desk", 10),
    ("landlord", UNKNOWN, YES, (), "Ask this", "Advisor of the energy house", 5),
    ("co_ownership", YES, YES, (), "Call the syndic", "Renovation coach", 10),
    ("co_ownership", UNKNOWN, NO, (), "cost for each unit", "Syndic and coach", 20),
    (
        "co_ownership",
        NO,
        UNKNOWN,
        (Blocker.DECISION,),
        "loan for the assoc",
        "Energy house and",
        15,
    ),
    ("co_ownership", NO, NO, (Blocker.DECISION,), "urgent defects", "Syndic or mediator", 20),
    ("co_ownership", YES, UNKNOWN, (), "Ask this", "Advisor of the energy house", 10),
]


@pytest.mark.parametrize(("kind", "can", "will", "blockers", "action", "who", "days"), CELLS)
def test_every_cell_says_what_who_and_when(kind, can, will, blockers, action, who, days):
    found = route(seen(can, will, *blockers), OwnerKind(kind), today=TODAY)
    assert action in str(found.action)
    assert str(found.who).startswith(who)
    assert found.due_days == days


def test_who_cannot_but_wants_keeps_a_place_in_the_next_wave():
    for blocker in Blocker:
        found = route(seen(NO, YES, blocker), OwnerKind.OWNER_OCCUPIER, today=TODAY)
        assert "keeps a place in the next wave" in str(found.action)


def test_nobody_is_without_a_route_and_every_route_is_hit():
    hit = set()
    for kind, assessment in everybody():
        found = route(assessment, kind, today=TODAY)
        assert str(found.action)
        assert str(found.who)
        assert "%(" not in str(found.reason)
        hit.add(found.code)
    hit.add(route(None, OwnerKind.TENANT, today=TODAY).code)
    hit.add(route(None, OwnerKind.TENANT, today=TODAY, danger=True).code)
    assert hit == {row.code for row in ROUTES_2026.rows}


def test_every_combination_of_can_and_will_has_a_situation_and_a_reason():
    combinations = set(itertools.product(Verdict, Verdict))
    assert set(SITUATIONS) == combinations
    assert set(REASONS) == combinations


def test_no_route_is_an_inspection_or_a_sanction():
    for row in ROUTES_2026.rows:
        words = f"{row.action} {row.who} {row.note}".lower()
        assert not any(
            bad in words for bad in ("inspect", "enforce", "forced", "fine ", "sanction")
        )


@pytest.mark.parametrize("kind", list(OwnerKind))
def test_danger_goes_before_everything(kind):
    found = route(seen(YES, YES), kind, today=TODAY, danger=True)
    assert (found.code, found.due_days) == ("danger", 1)
    assert "OCMW" in str(found.action)
    assert "112" in str(found.action)
    assert str(found.who) == "OCMW or emergency services"


def test_a_tenant_gets_a_route_without_a_score():
    found = route(None, OwnerKind.TENANT, today=TODAY)
    assert "contact the owner" in str(found.action)


def test_an_owner_without_an_assessment_is_an_error():
    with pytest.raises(ValueError):
        route(None, OwnerKind.LANDLORD, today=TODAY)


def test_no_means_no_question_about_money():
    silent = assess([Evidence(2, "not", TODAY)], OwnerKind.OWNER_OCCUPIER, TODAY)
    found = route(silent, OwnerKind.OWNER_OCCUPIER, today=TODAY)
    assert found.code == "occupier.can_will_not"
    assert "do not ask about money" in str(found.reason)


def test_unknown_asks_the_first_missing_question_in_the_owners_words():
    found = route(seen(YES, UNKNOWN, missing=(4, 8)), OwnerKind.CO_OWNERSHIP, today=TODAY)
    assert "agenda of the next meeting" in str(found.action)


def test_a_question_that_was_kept_private_is_not_asked_again():
    found = route(seen(UNKNOWN, YES, missing=()), OwnerKind.OWNER_OCCUPIER, today=TODAY)
    assert "Do not repeat" in str(found.action)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 31), "last day to hand in this file is 2026-10-31"),
        (date(2026, 11, 1), "on 2027-01-01"),
        (date(2026, 12, 31), "on 2027-01-01"),
        (date(2027, 1, 1), "last day to hand in this file is 2027-10-31"),
    ],
)
def test_the_emergency_fund_is_closed_in_november_and_december(today, words):
    found = route(seen(NO, YES, Blocker.MONEY), OwnerKind.OWNER_OCCUPIER, today=today)
    assert words in str(found.notes[-1])
    assert "from 1 November to 31 December" in str(found.notes[-1])


def test_every_other_blocker_is_named_too():
    both = seen(NO, YES, Blocker.DECISION, Blocker.MONEY)
    notes = route(both, OwnerKind.OWNER_OCCUPIER, today=TODAY).notes
    assert [str(note) for note in notes] == ["Also to solve: the money is not there yet."]


def test_a_barrier_is_named_before_the_call():
    evidence = [Evidence(2, "not", TODAY), Evidence(3, "trust", TODAY)]
    assessment = assess(evidence, OwnerKind.OWNER_OCCUPIER, TODAY)
    found = route(assessment, OwnerKind.OWNER_OCCUPIER, today=TODAY)
    assert "trust in contractors" in str(found.notes[0])


def test_the_landlord_sees_the_energy_norm_with_its_source_and_date():
    notes = route(seen(YES, NO), OwnerKind.LANDLORD, today=TODAY).notes
    assert "12 May 2023" in str(notes[0])


def test_a_route_can_be_read_aloud_and_has_a_date():
    found = route(seen(NO, YES, Blocker.MONEY), OwnerKind.OWNER_OCCUPIER, today=TODAY)
    assert (
        str(found.reason)
        == "The owner wants works, but this comes first: the money is not there yet."
    )
    assert found.due_on(date(2026, 11, 6), {date(2026, 11, 11)}) == date(2026, 11, 16)
    assert isinstance(found.who, Text)


@pytest.mark.parametrize(
    ("can", "will", "first_step_on", "again_on"),
    [
        (YES, NO, date(2026, 3, 2), date(2026, 9, 2)),
        (NO, NO, date(2026, 3, 2), date(2026, 9, 2)),
        (YES, NO, date(2026, 8, 31), date(2027, 3, 1)),  # February ends on Sunday the 28th
        (YES, NO, date(2026, 5, 11), date(2026, 11, 12)),  # 11 November is a holiday
        (YES, YES, date(2026, 3, 2), None),
    ],
)
def test_who_does_not_want_works_is_asked_again_six_months_after_the_first_step(
    can, will, first_step_on, again_on
):
    blockers = (Blocker.MONEY,) if can is NO else ()
    found = route(seen(can, will, *blockers), OwnerKind.OWNER_OCCUPIER, today=TODAY)
    assert found.again_on(first_step_on, {date(2026, 11, 11)}) == again_on


def test_the_table_survives_a_trip_through_json_and_codes_fit_their_column():
    assert RoutesTable.from_json(json.loads(json.dumps(ROUTES_2026.to_json()))) == ROUTES_2026
    codes = [row.code for row in ROUTES_2026.rows]
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes)) <= 40


def test_a_table_without_a_fitting_row_is_an_error():
    thin = RoutesTable(
        "2026-11-23", "test", tuple(r for r in ROUTES_2026.rows if r.situation != Situation.UNKNOWN)
    )
    with pytest.raises(ValueError):
        route(seen(UNKNOWN, UNKNOWN), OwnerKind.LANDLORD, today=TODAY, table=thin)
