"""Does everybody get exactly the support that ROUTING promises, and never a sanction?"""

import itertools
import json
from datetime import date

import pytest

from renogroep.base.text import Text
from renogroep.owners.rules.can_will_table import Blocker
from renogroep.owners.rules.kinds import DECIDING, OwnerKind
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
    for kind, can, will in itertools.product(DECIDING, Verdict, Verdict):
        for blocker in Blocker if can is NO else [None]:
            yield kind, seen(can, will, *([blocker] if blocker else []))


@pytest.mark.parametrize(
    ("kind", "can", "will", "blockers", "code", "days"),
    [
        ("owner_occupier", YES, YES, (), "occupier.can_will", 5),
        ("owner_occupier", YES, NO, (), "occupier.can_will_not", 15),
        ("owner_occupier", UNKNOWN, NO, (), "occupier.can_will_not", 15),
        ("owner_occupier", NO, YES, (Blocker.MONEY,), "occupier.cannot_will.money", 5),
        ("owner_occupier", NO, UNKNOWN, (Blocker.DECISION,), "occupier.cannot_will.decision", 5),
        ("owner_occupier", NO, YES, (Blocker.STAYING,), "occupier.cannot_will.staying", 5),
        (
            "owner_occupier",
            NO,
            YES,
            (Blocker.HELP_FIRST, Blocker.MONEY),
            "occupier.cannot_will.help_first",
            5,
        ),
        ("owner_occupier", NO, NO, (Blocker.MONEY,), "occupier.cannot_will_not", 10),
        ("owner_occupier", UNKNOWN, UNKNOWN, (), "occupier.unknown", 5),
        ("owner_occupier", YES, UNKNOWN, (), "occupier.unknown", 5),
        ("owner_occupier", UNKNOWN, YES, (), "occupier.unknown", 5),
        ("landlord", YES, YES, (), "landlord.can_will", 10),
        ("landlord", YES, NO, (), "landlord.can_will_not", 15),
        ("landlord", NO, YES, (Blocker.STAYING,), "landlord.cannot_will", 10),
        ("landlord", NO, NO, (Blocker.MONEY,), "landlord.cannot_will_not", 10),
        ("landlord", UNKNOWN, YES, (), "landlord.unknown", 5),
        ("co_ownership", YES, YES, (), "co_ownership.can_will", 10),
        ("co_ownership", UNKNOWN, NO, (), "co_ownership.can_will_not", 20),
        ("co_ownership", NO, UNKNOWN, (Blocker.DECISION,), "co_ownership.cannot_will", 15),
        ("co_ownership", NO, NO, (Blocker.DECISION,), "co_ownership.cannot_will_not", 20),
        ("co_ownership", YES, UNKNOWN, (), "co_ownership.unknown", 10),
    ],
)
def test_routes_and_their_working_days(kind, can, will, blockers, code, days):
    found = route(seen(can, will, *blockers), OwnerKind(kind), today=TODAY)
    assert (found.code, found.due_days) == (code, days)


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
