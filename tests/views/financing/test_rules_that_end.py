"""Whoever keeps the rules sees in time that one ends; households read what is not known yet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from renogroep.base import clock
from renogroep.financing import actions
from renogroep.financing.models import RuleVersion
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.owners.actions.facts import set_income
from renogroep.owners.models import Case
from tests.support.make_orders import surveyed
from tests.support.make_rules import written


def morning(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def seeded(given):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)


@pytest.mark.parametrize("role", [Role.LEAD, Role.TEAM_LEAD])
def test_the_income_ceilings_of_2026_stand_on_today_from_november(seeded, client_as, role):
    client = client_as(role)
    for day, seen, red in [
        (date(2026, 10, 31), False, False),
        (date(2026, 11, 1), True, False),
        (date(2026, 12, 16), True, False),
        (date(2026, 12, 17), True, True),
        (date(2027, 1, 2), True, True),
    ]:
        with clock.frozen_at(morning(day)):
            row = client.page("/vandaag").find("a", string="income_2026")
            assert (row is not None) == seen, day
            assert seen is False or bool(row.find_parent("tr").select(".tag--bad")) == red, day


@pytest.mark.parametrize("label", ["limits_2026", "reference_price_2026"])
def test_limits_and_reference_prices_are_read_again_after_a_year(seeded, client_as, label):
    lead = client_as(Role.LEAD)
    for day, seen in [(date(2027, 9, 29), False), (date(2027, 9, 30), True)]:
        with clock.frozen_at(morning(day)):
            row = lead.page("/vandaag").find("a", string=label)
            assert (row is not None) == seen, day


def test_a_successor_takes_it_away_and_its_draft_is_named(seeded, given, client_of, client_as):
    with given() as make:
        row = written(
            make, "income", label="income_2027", valid_from=date(2027, 1, 1), confidence="low"
        )
        author = row.author_id
        id = row.id
    page = client_of(author).page("/vandaag")
    assert page.says("income_2027")
    with given() as make:
        row = make.session.get_one(RuleVersion, id)
        actions.propose(make.session, row, by=By(author))
    assert client_as(Role.TEAM_LEAD).page("/vandaag").says("Voorgesteld door een collega")
    colleague = client_as(Role.TEAM_LEAD)
    colleague.send(f"/regels/{id}/aanzetten", colleague.page(f"/regels/{id}").values())
    assert colleague.page("/vandaag").find("a", string="income_2026") is None


def test_who_does_not_keep_rules_reads_nothing_of_it(seeded, client_as):
    assert client_as(Role.ADVISOR).page("/vandaag").find("a", string="income_2026") is None


@pytest.fixture
def household(given):
    """A household with a price; when its income group was told is up to the test."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        ids = order.id, order.person_id, order.subscription.case_id
        order.quote.valid_until = date(2028, 1, 1)
        order.wave.order_until, order.wave.freeze_on = date(2027, 12, 1), date(2027, 12, 20)
    return ids


def opened(given, client_of, person_id):
    """The browser of somebody who opened the link in a mail."""
    with given() as make:
        person = make.session.get_one(Person, person_id)
        token = make_link(make.session, person=person, purpose="my_home", by=TICK)
    client = client_of(0)
    client.get(f"/l/{token}")
    return client


@pytest.mark.parametrize(
    ("days", "says", "silent"),
    [
        (0, "24.750,00", "Die van 2027"),
        (1, "Dit waren de grenzen van 2026. Die van 2027 kennen we nog niet", "x?"),
        (92, "Dit waren de grenzen van 2026. Die van 2027 kennen we nog niet", "x?"),
        (93, "Groep 4 heeft de laagste inkomens", "24.750,00"),
    ],
)
def test_the_card_says_which_ceilings_it_knows(given, client_of, household, days, says, silent):
    _, person, case_id = household
    with clock.frozen_at(morning(date(2026, 12, 31) + timedelta(days=days))):
        page = opened(given, client_of, person).page(f"/mijn-woning/kosten/{case_id}")
        assert page.says(says)
        assert not page.says(silent)


@pytest.mark.parametrize(("day", "unsure"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_a_group_told_without_ceilings_makes_the_card_indicative(
    given, client_of, household, day, unsure
):
    id, person, case_id = household
    with clock.frozen_at(morning(day)), given() as make:
        set_income(
            make.session,
            make.session.get_one(Case, case_id),
            income_category=3,
            other_dwelling=False,
            life_event_on=None,
            by=By(make.member(Role.ADVISOR).id),
        )
    with clock.frozen_at(morning(date(2027, 1, 4))):
        page = opened(given, client_of, person).page(f"/mijn-woning/kosten/{case_id}")
        assert page.says("voor de grenzen van dat jaar bekend waren") == unsure
