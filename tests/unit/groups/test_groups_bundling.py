"""Is everybody in one group or left out with a reason, and never torn from the neighbours?"""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.groups.rules.bundling import BASIS_LABELS, Basis, Home, bundle, regrouped
from renogroep.groups.rules.waves import runs
from renogroep.neighbourhoods.rules.addresses import Built, Place

BOTH = frozenset({"facade", "joinery"})
FACADE = frozenset({"facade"})


def home(number, street="Kerkstraat", works=FACADE, built=Built.ROW, **chosen):
    return Home(f"{street[0]}{number}", Place(street, "2600", str(number), built), works, **chosen)


def street(name, *numbers, **options):
    return [home(number, name, **options) for number in numbers]


def sizes(result):
    return [len(group.homes) for group in result.groups]


def test_a_street_that_fits_stays_whole():
    result = bundle(street("Kerkstraat", 2, 4, 6, 20, 22, 1), min_size=4, max_size=8)
    assert [group.homes for group in result.groups] == [("K2", "K4", "K6", "K20", "K22", "K1")]
    assert result.left_out == ()


def test_only_the_same_works_come_together():
    homes = street("Kerkstraat", 2, 4, 6, 8) + street("Kerkstraat", 10, 12, 14, 16, works=BOTH)
    result = bundle(homes, min_size=4, max_size=8)
    assert [group.homes for group in result.groups] == [
        ("K2", "K4", "K6", "K8"),
        ("K10", "K12", "K14", "K16"),
    ]


def test_a_long_street_is_cut_between_runs_in_equal_groups():
    homes = street("Kerkstraat", 2, 4, 6, 20, 22, 24, 40, 42, 44)
    result = bundle(homes, min_size=3, max_size=6)
    assert sorted(sizes(result)) == [3, 6]
    for group in result.groups:
        assert not Counter(group.runs.values()) - Counter({"R1": 3, "R2": 3})


def test_a_run_longer_than_a_group_is_split():
    result = bundle(street("Kerkstraat", *range(2, 22, 2)), min_size=4, max_size=6)
    assert sizes(result) == [5, 5]


def test_small_streets_go_together():
    homes = (
        street("Acaciastraat", 2, 4)
        + street("Berkstraat", 2, 9)
        + street("Dorpsstraat", 1, 3, 5, 7)
    )
    result = bundle(homes, min_size=4, max_size=6)
    assert [group.homes for group in result.groups] == [
        ("A2", "A4", "B2", "B9"),
        ("D1", "D3", "D5", "D7"),
    ]
    assert str(result.groups[0].name) == "Group 1: Acaciastraat, Berkstraat"
    assert "Acaciastraat, Berkstraat go together, to be enough for a group." in map(
        str, result.reasons["B9"]
    )


def test_who_remains_joins_a_group_with_room_and_else_is_left_out():
    homes = street("Acaciastraat", 2, 4, 6, 8) + street("Zandstraat", 1)
    assert bundle(homes, min_size=4, max_size=5).groups[0].homes[-1] == "Z1"
    tight = bundle(homes, min_size=4, max_size=4)
    assert tight.left_out == ("Z1",)
    assert "A group needs at least 4" in str(tight.reasons["Z1"][0])


def test_a_home_joins_a_group_of_its_own_street_first():
    homes = (
        street("Acaciastraat", 2, 4, 6)
        + street("Zandstraat", *range(1, 11, 2))
        + street("Zandstraat", 40)
    )
    result = bundle(homes, min_size=3, max_size=6)
    assert [group.homes[-1] for group in result.groups] == ["A6", "Z9"]
    assert "Z40" in result.groups[1].homes


def test_a_street_of_exactly_the_smallest_size_is_not_torn_apart():
    homes = street("Acaciastraat", 2) + street("Berkstraat", 2, 20, 40)
    result = bundle(homes, min_size=3, max_size=3)
    assert [group.homes for group in result.groups] == [("B2", "B20", "B40")]
    assert result.left_out == ("A2",)


def test_a_street_is_cut_in_pieces_of_exactly_the_smallest_size():
    assert sizes(bundle(street("Kerkstraat", *range(4, 36, 4)), min_size=4, max_size=6)) == [4, 4]


def test_a_run_of_exactly_the_largest_size_stays_whole():
    result = bundle(street("Kerkstraat", 2, 10, 12, 14, 16), min_size=2, max_size=4)
    assert [group.homes for group in result.groups] == [("K10", "K12", "K14", "K16")]
    assert result.left_out == ("K2",)


def test_streets_that_together_are_exactly_the_largest_size_fit():
    homes = street("Acaciastraat", 2, 4) + street("Berkstraat", 2, 4, 6)
    assert sizes(bundle(homes, min_size=4, max_size=5)) == [5]


def test_neighbours_who_stay_together_may_both_be_left_out():
    homes = street("Acaciastraat", 2, 4, 6) + street("Berkstraat", 2, 4, 6)
    result = bundle(homes, min_size=4, max_size=5)
    assert len(result.left_out) == 6
    assert "Neighbours stay together" in str(result.reasons["A2"][0])


def test_small_streets_with_loose_homes_are_mixed_rather_than_left_out():
    homes = street("Acaciastraat", 2, 4, 6) + street("Berkstraat", 2, 9, 20)
    assert sizes(bundle(homes, min_size=4, max_size=5)) == [5]


def test_life_stage_and_budget_keep_the_same_choice_together():
    homes = street("Kerkstraat", 2, 4, 6, 8, life_stage="senior", budget="10_20")
    homes += street("Kerkstraat", 10, 12, 14, 16, life_stage="family", budget="10_20")
    by_stage = bundle(homes, basis=Basis.LIFE_STAGE, min_size=4, max_size=8)
    assert sizes(by_stage) == [4, 4]
    assert "You all chose the sentence “I want to grow old here”." in map(
        str, by_stage.reasons["K2"]
    )
    by_budget = bundle(homes, basis=Basis.BUDGET, min_size=4, max_size=8)
    assert sizes(by_budget) == [8]
    assert "You all chose the budget “10,000 to 20,000 euro”." in map(str, by_budget.reasons["K2"])


@pytest.mark.parametrize("silent", [None, "rather_not", "unknown"])
def test_who_made_no_choice_is_not_punished(silent):
    homes = street("Kerkstraat", 2, 4, life_stage=silent) + street("Kerkstraat", 6, 8)
    result = bundle(homes, basis=Basis.LIFE_STAGE, min_size=4, max_size=8)
    assert sizes(result) == [4]
    assert "made no choice" in str(result.reasons["K2"][1])


def test_each_home_reads_why():
    reasons = bundle(street("Kerkstraat", 2, 4, 20, 22, 40), min_size=4, max_size=8).reasons
    assert [str(reason) for reason in reasons["K2"]] == [
        "All homes in this group want the same works.",
        "All homes stand in Kerkstraat.",
        "You stand in a row of 2 homes that can share one scaffold.",
    ]
    assert "for you alone" in str(reasons["K40"][-1])


def test_after_a_move_by_hand_only_true_sentences_stay():
    homes = [home(2, life_stage="senior"), home(4, life_stage="senior")]
    _, same = regrouped(3, homes, Basis.LIFE_STAGE)
    assert "I want to grow old here" in " ".join(map(str, same["K2"]))
    group, mixed = regrouped(3, [*homes, home(6, works=BOTH)], Basis.LIFE_STAGE)
    assert (group.number, group.homes, group.runs["K6"]) == (3, ("K2", "K4", "K6"), "R1")
    assert [str(reason) for reason in mixed["K2"]] == [
        "All homes stand in Kerkstraat.",
        "You stand in a row of 3 homes that can share one scaffold.",
    ]
    _, beside = regrouped(3, [*homes, home(6)], Basis.ADJACENCY)
    assert len(beside["K6"]) == 3
    with pytest.raises(ValueError):
        regrouped(3, [], Basis.ADJACENCY)


@pytest.mark.parametrize(("low", "high"), [(0, 4), (5, 4), (-1, -1)])
def test_impossible_sizes_are_refused(low, high):
    with pytest.raises(Refused) as refusal:
        bundle([], min_size=low, max_size=high)
    assert refusal.value.code == "bundling.sizes"


def test_wrong_homes_are_an_error_and_no_homes_are_not():
    with pytest.raises(ValueError):
        bundle([home(2), home(2)], min_size=1, max_size=2)
    with pytest.raises(ValueError):
        bundle([home(2, works=frozenset())], min_size=1, max_size=2)
    assert bundle([], min_size=1, max_size=2).groups == ()
    assert set(BASIS_LABELS) == set(Basis)


spots = st.tuples(st.sampled_from(["Acaciastraat", "Berkstraat", "Kerkstraat"]), st.integers(1, 40))
neighbourhoods = st.dictionaries(
    spots,
    st.tuples(
        st.sampled_from([FACADE, BOTH]),
        st.sampled_from(list(Built)),
        st.sampled_from([None, "senior", "family", "rather_not"]),
    ),
    max_size=40,
).map(
    lambda chosen: [
        home(number, name, works, built, life_stage=stage)
        for (name, number), (works, built, stage) in chosen.items()
    ]
)
limits = st.tuples(st.integers(1, 6), st.integers(0, 6)).map(lambda pair: (pair[0], sum(pair)))
bases = st.sampled_from([Basis.ADJACENCY, Basis.LIFE_STAGE])


def choice(found, basis):
    silent = basis is Basis.ADJACENCY or found.life_stage in (None, "rather_not")
    return found.works, "" if silent else found.life_stage


@given(neighbourhoods, limits, bases, st.randoms(use_true_random=False))
def test_laws_of_bundling(homes, low_high, basis, random):
    low, high = low_high
    result = bundle(homes, basis=basis, min_size=low, max_size=high)
    by_ref = {h.ref: h for h in homes}

    grouped = [ref for group in result.groups for ref in group.homes]
    assert sorted([*grouped, *result.left_out]) == sorted(by_ref)  # nobody twice, nobody forgotten
    assert set(result.reasons) == set(by_ref)
    assert all(result.reasons.values())
    for group in result.groups:
        assert low <= len(group.homes) <= high
        assert len({choice(by_ref[ref], basis) for ref in group.homes}) == 1
        assert set(group.runs) == set(group.homes)

    shuffled = list(homes)
    random.shuffle(shuffled)
    assert bundle(shuffled, basis=basis, min_size=low, max_size=high) == result


@given(neighbourhoods, limits)
def test_neighbours_stay_together_and_room_is_used(homes, low_high):
    low, high = low_high
    result = bundle(homes, min_size=low, max_size=high)
    where = {ref: group.number for group in result.groups for ref in group.homes}
    for works in (FACADE, BOTH):
        same = {h.ref: h.place for h in homes if h.works == works}
        code = runs(same)
        room = [high - len(g.homes) for g in result.groups if g.homes[0] in same]
        for run in set(code.values()):
            members = [ref for ref in same if code[ref] == run]
            if len(members) <= high:
                assert len({where.get(ref, 0) for ref in members}) == 1
                if members[0] not in where:
                    assert all(len(members) > left for left in room)
