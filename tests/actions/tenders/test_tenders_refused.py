"""A bill, criteria or texts that are not right are refused as a whole, and what stood there stays."""

import pytest

from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK
from renogroep.tenders import actions, queries
from renogroep.tenders.rules.package_details import Texts


def refused(code):
    return pytest.raises(Refused, match=f"^{code}:".replace(".", r"\."))


def test_a_bill_with_a_number_twice_replaces_nothing(session, make):
    lot = make.package(state="draft").lots[0]
    before = queries.posts_of(lot)
    with refused("bill.problems"):
        actions.replace_bill(session, lot, [*before, before[0]], by=TICK)
    assert queries.posts_of(lot) == before
    actions.replace_bill(session, lot, before[:2], by=TICK)
    assert queries.posts_of(lot) == before[:2]


def test_criteria_that_are_no_hundred_points_are_not_kept(session, make):
    package = make.package(mode="procurement", state="draft")
    before, scenarios = queries.criteria_of(package), queries.scenarios_of(package)
    with refused("criteria.problems"):
        actions.set_criteria(session, package, before[:1], scenarios, by=TICK)
    assert queries.criteria_of(package) == before
    actions.set_criteria(session, package, before, scenarios, by=TICK)


@pytest.mark.parametrize(
    ("state", "open_still"),
    [("draft", True), ("published", True), ("closed", False), ("cancelled", False)],
)
def test_texts_may_be_corrected_until_a_package_is_over(session, make, state, open_still):
    package = make.package(state=state)
    texts = Texts(title="Andere titel", summary=package.summary)
    if open_still:
        actions.change_texts(session, package, texts, by=TICK)
        assert package.title == "Andere titel"
        return
    with refused("package.over"):
        actions.change_texts(session, package, texts, by=TICK)
    assert package.title != "Andere titel"
