"""Sealed quotes come in below the limit of the day, and a published package keeps its version."""

import pytest

from renogroep.base.money import Money
from renogroep.financing import actions as rules
from renogroep.financing.queries import current_version
from renogroep.infra.acts import TICK
from renogroep.tenders import actions, queries
from tests.support.make import TODAY
from tests.support.make_rules import written


@pytest.fixture
def package(make):
    """A draft of 40,000 euro for which sealed quotes would come in here."""
    rules.seed_rules(make.session, make.home.id, by=TICK)
    return make.package("procurement", "draft", own_submission=True, max_value=Money.euros(40_000))


def published(session, package):
    for post in package.lots[0].posts:
        if post.scope == "run":
            post.nature, post.unit = "TP", "forfait"
    session.flush()
    actions.publish(session, package, by=TICK)
    return package


def is_allowed(session, package):
    found = {item.code: item.done for item in queries.checklist(session, package)}
    return found["submission"]


def raised(make, euros):
    """Limits of today with another amount for a contract of limited value, switched on."""
    now = current_version(make.session, make.home.id, "limits", TODAY)
    lines = [
        {**one, "value_cents": euros * 100} if one["code"] == "limited_value_below" else one
        for one in now.table["rules"]
    ]
    row = written(make, "limits", label=f"limits_{euros}", valid_from=TODAY, table={"rules": lines})
    row.state = "active"
    make.session.flush()
    return row


def test_the_limit_of_the_municipality_decides(session, make, package):
    assert not is_allowed(session, package)
    raised(make, 40_000)
    assert not is_allowed(session, package)
    raised(make, 40_001)
    assert is_allowed(session, package)


def test_without_a_version_those_of_the_product_count(session, make):
    package = make.package("procurement", "draft", own_submission=True)
    assert is_allowed(session, package)
    package.max_value = Money.euros(30_000)
    assert not is_allowed(session, package)
    other = published(session, make.package("procurement", "draft"))
    assert other.limits_version_id is None


def test_a_published_package_keeps_the_limits_of_its_day(session, make, package):
    version = raised(make, 50_000)
    published(session, package)
    assert package.limits_version_id == version.id
    raised(make, 45_000)
    package.max_value = Money.euros(47_000)
    assert queries.limits_of(session, package).own_submission_below == Money.euros(50_000)
    assert is_allowed(session, package)


def test_group_quotes_know_no_limits(session, make, package):
    group = published(session, make.package("group_quotes", "draft"))
    assert group.limits_version_id is None
