"""Figures of the funnel: every household once, no small group recognisable."""

from hypothesis import given
from hypothesis import strategies as st

from renogroep.reports.rules.funnel import Journey, Stage, breakdown, funnel, shown

ORDER = list(Stage)


def journey(last: Stage, lost: str | None = None, street: str = "Rozenstraat") -> Journey:
    reached = frozenset(ORDER[: ORDER.index(last) + 1])
    return Journey(reached, lost, street, "online", "owner_occupier")


def test_a_household_counts_in_every_step_it_reached():
    steps = funnel([journey(Stage.ORDERED), journey(Stage.SCREENED), journey(Stage.INTERESTED)])
    assert [s.households for s in steps] == [3, 2, 2, 1, 1, 0]


def test_reasons_stand_at_the_step_where_somebody_stopped():
    steps = funnel(
        [
            journey(Stage.SCREENED, "asbestos"),
            journey(Stage.SCREENED, "cost"),
            journey(Stage.SCREENED, "asbestos"),
            journey(Stage.ORDERED, "moved"),
            journey(Stage.ORDERED),
        ]
    )
    by_stage = {s.stage: s for s in steps}
    assert by_stage[Stage.SCREENED].reasons == (("asbestos", 2), ("cost", 1))
    assert by_stage[Stage.ORDERED].lost_here == 1
    assert by_stage[Stage.INTERESTED].lost_here == 0


def test_cells_under_five_are_hidden_and_zero_is_shown():
    rows = breakdown(
        [journey(Stage.SCREENED)] * 4 + [journey(Stage.SUBSCRIBED)] * 2, lambda j: j.street
    )
    assert [shown(c) for c in rows[0].counts] == ["6", "6", "< 5", "0", "0", "0"]


def test_a_street_with_four_households_shows_nothing():
    rows = breakdown([journey(Stage.INTERESTED)] * 4, lambda j: j.street)
    assert set(rows[0].counts) == {None}


journeys = st.lists(
    st.builds(journey, st.sampled_from(ORDER), st.sampled_from([None, "cost", "asbestos"]))
)


@given(journeys)
def test_the_funnel_only_narrows_and_loses_nobody(ways):
    steps = funnel(ways)
    counts = [s.households for s in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(ways)
    assert sum(s.lost_here for s in steps) == sum(1 for way in ways if way.lost)
    assert steps == funnel(reversed(ways))
