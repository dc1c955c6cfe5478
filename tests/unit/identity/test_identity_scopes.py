"""A role opens its own rows, and never those that another role of the same person shows."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.permissions import GRANTS, May, Role
from renogroep.identity.rules.scopes import Held, Scope, scope_of

CASES = json.loads((Path(__file__).parents[2] / "fixtures/ground/scope.json").read_text("utf-8"))
DAY = date(2026, 12, 1)


def held_of(given):
    until = given["valid_until"]
    return Held(
        Role(given["role"]),
        given["municipality_id"],
        given["neighbourhood_id"],
        date.fromisoformat(until) if until else None,
        given["organisation_active"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["permission"])
def test_every_agreed_case(case):
    held = [held_of(one) for one in case["held"]]
    found = scope_of(May(case["permission"]), held, date.fromisoformat(case["on"]))
    expected = case["scope"]
    if expected is None:
        assert found is None
    else:
        places = None if expected == "whole" else frozenset(expected)
        assert found == Scope(1, places)


def test_all_agreed_cases_are_here():
    assert len(CASES) == 36


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_the_last_day_counts(days, counts):
    one = Held(Role.LEAD, 1, 2, DAY + timedelta(days=days))
    assert (scope_of(May.PACKAGE_MANAGE, [one], DAY) is not None) is counts


def test_an_organisation_that_left_gives_nothing():
    gone = Held(Role.LEAD, 1, None, None, organisation_active=False)
    assert scope_of(May.PACKAGE_MANAGE, [gone], DAY) is None
    assert scope_of(May.PACKAGE_MANAGE, [], DAY) is None


def test_two_municipalities_at_once_are_an_error_whatever_their_roles():
    both = [Held(Role.LEAD, 1, None, None), Held(Role.ALDERMAN, 2, None, None)]
    with pytest.raises(ValueError, match="more than one municipality"):
        scope_of(May.PACKAGE_MANAGE, both, DAY)


@pytest.mark.parametrize(
    ("places", "asked", "covered"),
    [(None, 7, True), (None, None, True), ({2}, 2, True), ({2}, 1, False), ({2}, None, False)],
)
def test_what_a_scope_covers(places, asked, covered):
    assert Scope(1, None if places is None else frozenset(places)).covers(asked) is covered


memberships = st.builds(
    Held,
    st.sampled_from(Role),
    st.just(1),
    st.none() | st.integers(1, 4),
    st.none() | st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days)),
    st.booleans(),
)
several = st.lists(memberships, max_size=5)


def reached(scope):
    """Every neighbourhood of four that it holds; 0 stands for the whole municipality."""
    if scope is None:
        return set()
    return {0, 1, 2, 3, 4} if scope.neighbourhoods is None else set(scope.neighbourhoods)


@given(st.sampled_from(May), several, memberships)
def test_law_one_more_membership_never_shrinks_a_scope(permission, held, more):
    assert reached(scope_of(permission, held, DAY)) <= reached(
        scope_of(permission, [*held, more], DAY)
    )


@given(st.sampled_from(May), several, memberships)
def test_law_a_role_without_a_permission_never_changes_its_scope(permission, held, more):
    if more.role not in GRANTS[permission]:
        assert scope_of(permission, held, DAY) == scope_of(permission, [more, *held], DAY)


@given(st.sampled_from(May), several)
def test_law_a_scope_is_no_more_than_its_memberships_together(permission, held):
    alone = [reached(scope_of(permission, [one], DAY)) for one in held]
    assert reached(scope_of(permission, held, DAY)) == set().union(*alone)
