"""A pile too big to sort is read page by page, in the order in which a small one is sorted."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from renogroep.infra.access import Role
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import caseload
from renogroep.journeys.queries.big_piles import page_of
from renogroep.journeys.queries.caseload import CAP, PAGE_SIZE
from renogroep.journeys.queries.piles import cut_of
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.journeys.rules.piles import Looker, Pile
from renogroep.owners.models import Case
from tests.support.make import NOW, TODAY

DAYS = (-3, -1, 0, 2, None)
WAITS = (None, WaitsFor.OWNER, WaitsFor.PACKAGE)


@pytest.fixture
def town(make):
    """An advisor, and homes in two neighbourhoods: (who looks, who looks at one of them)."""
    person = make.member(Role.ADVISOR)
    street, other = make.street(), make.street(make.neighbourhood())
    homes = [
        make.dwelling(make.address(place, f"{n}")) for place in (street, other) for n in (1, 2)
    ]
    owners = [make.person() for _ in range(40)]
    steps = [(Stage.DANGER, None, 0), (Stage.DANGER, None, 1)] * 2
    steps += [(Stage.CALL, waits, day) for waits in WAITS for day in DAYS] * 2
    for number, (stage, waits_for, day) in enumerate(steps):
        row = make.case(
            homes[number % 4],
            owners[number],
            advisor_id=person.id if number % 3 else None,
            danger=stage == Stage.DANGER,
        )
        due = None if day is None else TODAY + timedelta(days=day)
        make._add(
            CaseStage(
                case_id=row.id,
                municipality_id=row.municipality_id,
                stage=stage,
                due_on=due,
                waits_for=waits_for,
            )
        )
    for number in range(3):
        make.case(homes[number], owners[-1 - number], state="closed")
    return (
        Looker(person.id, person.municipality_id, None, TODAY),
        Looker(person.id, person.municipality_id, [street.neighbourhood_id], TODAY),
    )


def keys(rows):
    return [row.id for row in rows]


@pytest.mark.parametrize("pile", Pile)
def test_a_page_is_the_same_read_from_the_index_as_sorted(make, town, pile):
    for who in town:
        small = keys(caseload.rows(make.session, who, pile))
        assert small
        assert keys(caseload.rows(make.session, who, pile, big=True)) == small
        assert caseload.counts(make.session, who)[pile] == len(small)


@pytest.mark.parametrize("pile", Pile)
def test_the_pages_follow_each_other_and_leave_nothing_out(make, town, pile):
    who = town[0]
    whole = keys(caseload.rows(make.session, who, pile))
    size = 7
    pages = [
        keys(
            make.session.execute(
                select(picked).order_by(picked.c.place, picked.c.due_on.nulls_last(), picked.c.id)
            )
        )
        for skip in range(0, len(whole) + size, size)
        for picked in [page_of(who, cut_of(who, pile), skip=skip, size=size)]
    ]
    assert sum(pages, []) == whole
    assert pages[-1] == []


def test_danger_stands_above_what_is_late_and_that_above_what_is_due(make, town):
    rows = caseload.rows(make.session, town[0], Pile.ALL, big=True)
    assert [row.danger for row in rows[:5]] == [True] * 4 + [False]
    ours = [row.due_on for row in rows[4:] if row.waits_for is None and row.due_on]
    assert ours == sorted(ours)
    assert ours[0] < TODAY
    assert [row.state for row in rows[-3:]] == ["closed"] * 3


def many(make, count):
    """So many closed cases of one owner of one home."""
    home = make.dwelling(make.address(make.street(), "1"))
    owner = make.person()
    row = {
        "municipality_id": home.municipality_id,
        "dwelling_id": home.id,
        "owner_kind": "owner_occupier",
        "channel": "phone",
        "opened_at": NOW,
        "version": 1,
        "person_id": owner.id,
        "state": "closed",  # only one may be open
        "danger": False,
        "danger_confirmed": False,
    }
    make.session.execute(insert(Case), [row] * count)
    return Looker(owner.id, home.municipality_id, None, TODAY)


@pytest.mark.parametrize(("count", "counted"), [(CAP, CAP), (CAP + 1, CAP + 1), (CAP + 9, CAP + 1)])
def test_counting_stops_where_more_says_nothing(make, count, counted):
    who = many(make, count)
    assert caseload.counts(make.session, who)[Pile.ALL] == counted
    last = -(-count // PAGE_SIZE)
    rows = caseload.rows(make.session, who, Pile.ALL, page=last, big=True)
    assert len(rows) == count - (last - 1) * PAGE_SIZE


@pytest.mark.parametrize("pile", Pile)
def test_no_table_is_read_from_end_to_end(make, town, database, pile):
    if database != "sqlite":
        return  # PostgreSQL reads small tables whole, and is right
    picked = select(page_of(town[0], cut_of(town[0], pile), skip=0, size=PAGE_SIZE))
    sql = picked.compile(make.session.get_bind(), compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in make.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    read = [line for line in plan if "case_stage" in line or "case_file" in line]
    assert read
    assert [line for line in read if not line.startswith("SEARCH")] == []
    weak = ("ix_case_stage_municipality_id", "ix_case_file_municipality_id")
    assert [line for line in read if any(name in line for name in weak)] == []
