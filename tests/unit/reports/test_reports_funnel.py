"""Figures of the funnel: every household once, no small group recognisable."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.hiding import shown
from renogroep.reports.rules.funnel import (
    LOST_LABELS,
    Journey,
    Stage,
    figures,
    funnel,
    lost_because,
)

ORDER = list(Stage)


def journey(last: Stage, lost: str | None = None, street: str = "Rozenstraat") -> Journey:
    reached = frozenset(ORDER[: ORDER.index(last) + 1])
    return Journey(reached, lost, street, "online", "owner_occupier")


def test_a_household_counts_in_every_step_it_reached():
    steps = funnel(Counter(map(journey, (Stage.ORDERED, Stage.SCREENED, Stage.INTERESTED))))
    assert [s.households for s in steps] == [3, 2, 2, 1, 1, 0]


def test_reasons_stand_at_the_step_where_somebody_stopped():
    steps = funnel(
        {
            journey(Stage.SCREENED, "asbestos"): 2,
            journey(Stage.SCREENED, "cost"): 1,
            journey(Stage.ORDERED, "moved"): 1,
            journey(Stage.ORDERED): 1,
        }
    )
    by_stage = {s.stage: s for s in steps}
    assert by_stage[Stage.SCREENED].reasons == (("asbestos", 2), ("cost", 1))
    assert by_stage[Stage.ORDERED].lost_here == 1
    assert by_stage[Stage.INTERESTED].lost_here == 0


def by_street(way):
    return way.street


def cells(row):
    return [shown(cell) for cell in row.counts]


def seen(ways, *, only_watching=False):
    return figures(Counter(ways), [by_street], only_watching=only_watching)


def test_cells_under_five_are_hidden_and_zero_is_shown():
    ways = [journey(Stage.SCREENED)] * 4 + [journey(Stage.SUBSCRIBED)] * 2
    ((row,),) = seen(ways).views
    assert cells(row) == ["6", "6", "< 5", "0", "0", "0"]


def test_a_street_with_four_households_shows_nothing():
    ((row,),) = seen([journey(Stage.INTERESTED)] * 4).views
    assert set(cells(row)) == {"< 5"}


def test_the_total_does_not_give_the_small_street_away():
    ways = [journey(Stage.INTERESTED)] * 6 + [journey(Stage.INTERESTED, street="Tulpenstraat")] * 3
    (rows,) = seen(ways).views
    assert [cells(row)[0] for row in rows] == ["≥ 5", "< 5"]


def test_an_alderman_sees_no_small_total_reason_or_remainder():
    lost = ["cost"] * 5 + ["asbestos"] * 2 + ["moved"] * 5
    ways = [journey(Stage.SCREENED, why) for why in lost] + [journey(Stage.ORDERED)] * 3
    exact, hidden = seen(ways), seen(ways, only_watching=True)
    assert [shown(cell) for cell in exact.households] == ["15", "15", "15", "3", "3", "0"]
    assert [shown(cell) for cell in hidden.households] == ["15", "15", "15", "< 5", "< 5", "0"]
    assert [shown(cell) for cell in hidden.lost_here] == ["0", "0", "12", "0", "0", "0"]
    assert {row.label: cells(row)[2] for row in hidden.reasons} == {
        "asbestos": "< 5",
        "cost": "≥ 5",  # 12 less 5 less 5 would be the two of asbestos
        "moved": "5",
    }


def test_a_total_that_still_gives_a_street_away_is_hidden_from_who_only_watches():
    ways = [journey(Stage.INTERESTED)] * 4 + [journey(Stage.INTERESTED, street="Tulpenstraat")] * 4
    assert seen(ways).households[0] == 8
    assert shown(seen(ways, only_watching=True).households[0]) == "≥ 5"


@pytest.mark.parametrize(
    ("state", "reason", "orders", "lots", "lost"),
    [
        ("screened_fit", None, [], ["quoting"], None),
        ("not_fit", None, [], ["quoting"], "not_fit"),
        ("expired", None, [], ["failed"], "expired"),
        ("withdrawn", "cost", [], ["quoting"], "cost"),
        ("withdrawn", None, [], ["quoting"], "not_told"),  # the reason may stay away
        ("withdrawn", None, [(True, None)], [], "not_told"),
        ("screened_fit", None, [(True, None)], [], "not_told"),  # withdrew its order, said nothing
        ("screened_fit", None, [(True, "funding")], [], "funding"),
        ("screened_fit", None, [(True, "funding"), (False, None)], [], None),
        ("screened_fit", None, [(True, "funding")], ["quoting"], None),  # the other lot goes on
        ("screened_fit", None, [(True, "funding")], ["failed"], "funding"),
        ("withdrawn", "moved", [(True, "funding")], ["quoting"], "funding"),
        ("not_fit", None, [(True, "not_fit")], ["quoting"], "not_fit"),
    ],
)
def test_why_a_household_stopped(state, reason, orders, lots, lost):
    assert lost_because(state, reason, orders, lots) == lost
    assert lost is None or lost in LOST_LABELS


journeys = st.lists(
    st.builds(journey, st.sampled_from(ORDER), st.sampled_from([None, "cost", "asbestos"]))
)


@given(journeys)
def test_the_funnel_only_narrows_and_loses_nobody(ways):
    steps = funnel(Counter(ways))
    counts = [s.households for s in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(ways)
    assert sum(s.lost_here for s in steps) == sum(1 for way in ways if way.lost)
    assert steps == funnel(Counter(reversed(ways)))
