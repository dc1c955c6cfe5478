"""What an official list changes, it changes once; nothing is lost and nothing is guessed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.text import t
from renogroep.neighbourhoods.rules.addresses import read_house_number
from renogroep.neighbourhoods.rules.official import Left, Official, OfficialHome, Spot
from renogroep.neighbourhoods.rules.official_pack import pack, unpack
from renogroep.neighbourhoods.rules.official_plan import Known, plan

SPOT = Spot(Decimal("152500.25"), Decimal(211500), 31370)


def listed(number="12", official_id="1", *, street="Rozenstraat", row=2, spot=SPOT):
    house = read_house_number(number)
    return OfficialHome(row, official_id, street, house, "9999", "Testgem", "99001", spot)


def ours(number="12", official_id="", *, id=1, street="Rozenstraat", **given):
    house = read_house_number(number)
    known = Known(
        *(id, official_id, street, "9999", house.plain, house.box, house.until, SPOT.x, SPOT.y),
        retired=False,
    )
    return replace(known, **given)


def planned(homes, known=(), retired=(), left=()):
    return plan(Official(homes, left, retired), known)


def figures(what):
    return len(what.added), list(what.changed), what.kept, list(what.retired), len(what.left)


@pytest.mark.parametrize(
    ("home", "known", "expected"),
    [
        (listed(), None, (1, [], 0, [], 0)),
        (listed(), ours(), (0, [1], 0, [], 0)),  # of our own list: gets its number
        (listed(), ours(official_id="1"), (0, [], 1, [], 0)),
        (listed(), ours(official_id="9"), (0, [1], 0, [], 0)),  # a merger numbered anew
        (listed(), ours(street="Rozenstr.", official_id="1"), (0, [], 1, [], 0)),
        (listed(street="Lindelaan"), ours(official_id="1"), (0, [1], 0, [], 0)),  # renamed
        (listed("14"), ours(official_id="1"), (0, [1], 0, [], 0)),  # renumbered
        (listed("14", "2"), ours(official_id="1"), (1, [], 0, [], 0)),
        (listed(), ours(official_id="1", retired=True), (0, [1], 0, [], 0)),  # is back
        (listed(spot=None), ours(official_id="1"), (0, [], 1, [], 0)),
        (listed(), ours(official_id="1", x=None, y=None), (0, [1], 0, [], 0)),
        (listed(), ours(official_id="1", x=Decimal(152500)), (0, [1], 0, [], 0)),
        (listed("10-12"), ours("10-12", official_id="1"), (0, [], 1, [], 0)),
        (listed(), ours(official_id="1", elsewhere="Lindewijk"), (0, [], 0, [], 1)),
        (listed(), ours(elsewhere="Lindewijk"), (1, [], 0, [], 0)),  # without a number: unknown
    ],
)
def test_which_of_our_homes_a_row_is(home, known, expected):
    assert figures(planned([home], [known] if known else [])) == expected


def test_a_home_of_another_neighbourhood_is_named():
    (left,) = planned([listed()], [ours(official_id="1", elsewhere="Lindewijk")]).left
    assert "Lindewijk" in str(left.words)


def test_two_of_ours_for_one_row_are_left():
    what = planned([listed()], [ours("14", "1"), ours("12", id=2)])
    assert figures(what) == (0, [], 0, [], 1)


def test_homes_that_move_up_follow_one_another():
    homes = [listed("14", "1"), listed("16", "2", row=3), listed("12", "3", row=4)]
    what = planned(homes, [ours("12", "1"), ours("14", "2", id=2)])
    assert figures(what) == (1, [2, 1], 0, [], 0)  # 16 is free, then 14, then 12 for the new one


def test_homes_that_change_places_are_left():
    homes = [listed("14", "1"), listed("12", "2", row=3)]
    assert figures(planned(homes, [ours("12", "1"), ours("14", "2", id=2)])) == (0, [], 0, [], 2)


@pytest.mark.parametrize(
    ("homes", "known", "gone"),
    [
        ([], ours(official_id="1"), [1]),
        ([], ours(official_id="1", retired=True), []),
        ([], ours(official_id="2"), []),
        ([], ours(), []),
        ([], ours(official_id="1", elsewhere="Lindewijk"), []),
        ([listed(official_id="5")], ours(official_id="1"), []),  # the same address, numbered anew
        ([listed("14", "5")], ours(official_id="1"), [1]),
    ],
)
def test_who_is_no_more(homes, known, gone):
    assert planned(homes, [known], retired=["1", "1"]).retired == gone


def test_what_could_not_be_read_comes_along_in_the_order_of_the_file():
    left = [Left(9, "house_number", t("no")), Left(1, "status", t("no"))]
    what = planned([listed(row=5)], [ours(official_id="1", elsewhere="W")], left=left)
    assert [one.row for one in what.left] == [1, 5, 9]


def test_a_list_that_is_kept_comes_back_as_it_was():
    official = Official(
        [listed("10-12"), listed("12A0001", "2", spot=None), listed("12bis", "3")],
        [Left(9, "house_number", t("“%(value)s” is wrong", value="A12"))],
        ["7", "8"],
    )
    assert unpack(pack(official)) == official
    assert pack(official) == pack(official)


numbers = st.sampled_from(["10", "12", "14", "10-12"])
ids = st.sampled_from("123456")


@given(
    st.lists(st.tuples(numbers, ids), unique_by=(lambda h: h[0], lambda h: h[1]), max_size=4),
    st.lists(st.tuples(numbers, ids), unique_by=(lambda h: h[0], lambda h: h[1]), max_size=4),
    st.sets(ids),
)
def test_the_same_list_twice_changes_nothing(in_file, before, retired):
    homes = [listed(number, key, row=row) for row, (number, key) in enumerate(in_file, start=2)]
    known = {n: ours(number, key, id=n) for n, (number, key) in enumerate(before, start=1)}
    first = planned(homes, known.values(), retired)
    assert len(first.added) + len(first.changed) + first.kept + len(first.left) == len(homes)
    for key, home in first.changed.items():
        house = home.house
        known[key] = replace(
            known[key],
            official_id=home.official_id,
            number=house.plain,
            until=house.until,
            retired=False,
        )
        assert len({one.key for one in known.values()}) == len(known)  # also on the way
    for key, home in enumerate(first.added, start=10):
        known[key] = ours(home.house.plain, home.official_id, id=key)
    for key in first.retired:
        known[key] = replace(known[key], retired=True)
    assert len({one.key for one in known.values()}) == len(known)
    second = planned(homes, known.values(), retired)
    assert (list(second.added), dict(second.changed), list(second.retired)) == ([], {}, [])
    assert [one.row for one in second.left] == [one.row for one in first.left]
