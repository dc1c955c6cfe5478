"""Procurement: announced scenarios, exact ranking, one reasoned decision, standstill, results."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.identity.models import Membership
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.actions import asking, checking, deciding, finishing, scenarios, scoring
from renogroep.quotes.actions.telling import not_told_yet
from renogroep.quotes.models import Decision, Score
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.queries import deciding as deciding_queries
from tests.support.make import NOW
from tests.support.make_periods import own_periods
from tests.support.make_quotes import answered, worked_example

OF_ONE = True

UNTIL = date(2026, 12, 8)  # fifteen days after 23 November


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD).id


@pytest.fixture
def example(make):
    return worked_example(make, mode="procurement")


def plan(example):
    return next(c for c in example.package.criteria if c.code == "plan")


def give(session, example, lead, **percents):
    for firm, percent in percents.items():
        scoring.give_score(
            session,
            example.quotes[firm],
            plan(example),
            percent=percent,
            reason=f"Bewijs op bladzijde 3 van {firm}.",
            by=By(lead, seen=0),
        )


@pytest.fixture
def scored(session, example, lead):
    """Everybody has the same plan; the price decides."""
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=50, B=50, C=50)
    return example


def decide(session, example, firm, lead, motive="B is de goedkoopste op de mix.", **more):
    return deciding.decide(
        session, example.lot, example.quotes[firm].id, motive=motive, by=By(lead), **more
    )


def announce(session, example, lead, version=0, **given):
    """The seven homes that remain: 466 m2 and 46 lm, and not seven tenths of ten."""
    numbers = given or {"01.01": "466", "01.02": "46", "01.03": "466"}
    quantities = {number: Quantity.of(amount) for number, amount in numbers.items()}
    return scenarios.set_quantities(session, example.lot, 7, quantities, by=By(lead, seen=version))


def test_the_comparison_gives_the_numbers_of_the_worked_example(session, example, lead):
    """MONEY: C is cheapest at ten, but the announced mix of ten and seven decides: B."""
    example.lot.state = "collecting"
    announce(session, example, lead)
    example.lot.state = "opened"
    found = comparing.compared(session, example.lot)
    prices = {firm: found[quote.id] for firm, quote in example.quotes.items()}
    assert {firm: (*price.scenarios, price.mixed) for firm, price in prices.items()} == {
        "A": (Money.euros(71_366), Money.euros(86_514), Money.euros(78_940)),
        "B": (Money.euros(67_264), Money.euros(87_916), Money.euros(77_590)),
        "C": (Money.euros(70_282), Money.euros(85_516), Money.euros(77_899)),
    }
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=50, B=50, C=50)
    decision = decide(session, example, "B", lead)
    assert [row["mixed_cents"] for row in decision.ranking] == [7_759_000, 7_789_900, 7_894_000]


def test_once_quotes_are_asked_a_scenario_no_longer_changes(session, example, lead):
    for state in ("quoting", "opened"):
        example.lot.state = state
        with pytest.raises(Refused) as refused:
            announce(session, example, lead)
        assert refused.value.code == "scenario.closed"


@pytest.mark.parametrize(
    ("homes", "given", "code"),
    [
        (7, {"02.01": "4"}, "scenario.unknown"),  # paid per run: the runs are announced already
        (7, {"09.09": "1"}, "scenario.unknown"),
        (7, {"01.01": "-1"}, "scenario.negative"),
        (10, {"01.01": "642"}, "scenario.unknown"),  # the largest one is the bill itself
        (8, {"01.01": "500"}, "scenario.unknown"),
    ],
)
def test_only_posts_per_home_of_a_smaller_scenario(session, example, lead, homes, given, code):
    example.lot.state = "collecting"
    with pytest.raises(Refused) as refused:
        scenarios.set_quantities(
            session,
            example.lot,
            homes,
            {number: Quantity.of(amount) for number, amount in given.items()},
            by=By(lead, seen=0),
        )
    assert refused.value.code == code


def test_presumed_quantities_are_compared_on_the_announced_scenarios(session, example):
    found = comparing.compared(session, example.lot)
    by_firm = {firm: found[quote.id] for firm, quote in example.quotes.items()}
    # By hand for B: 7 x 64.2 m2 x 126 + 7 x 6.4 lm x 58 + 4 x 720 + 3,000 = 65,102.80
    assert by_firm["B"].scenarios == (Money.euros("65102.80"), Money.euros(87_916))
    assert {firm: price.mixed for firm, price in by_firm.items()} == {
        "A": Money.euros("77816.70"),
        "B": Money.euros("76509.40"),
        "C": Money.euros("76770.40"),
    }


def test_b_wins_with_exact_points(session, scored, lead):
    ranking = deciding_queries.ranking(session, scored.lot)
    assert [row.name for row in ranking.rows] == ["B", "C", "A"]
    assert ranking.rows[0].price_points == 60
    assert ranking.rows[1].price_points == Fraction(60 * 7_650_940, 7_677_040)
    assert ranking.rows[0].total == 80
    decision = decide(session, scored, "B", lead)
    assert {firm: q.state for firm, q in scored.quotes.items()} == {
        "A": "not_awarded",
        "B": "awarded",
        "C": "not_awarded",
    }
    assert scored.lot.state == "standstill"
    assert decision.ranking[1]["price_points"] == str(Fraction(60 * 7_650_940, 7_677_040))
    assert decision.ranking[0]["mixed_cents"] == 7_650_940


@pytest.mark.parametrize(
    ("maximum", "decided"), [("87916", True), ("87915.99", False), ("80000", False), (None, True)]
)
def test_no_decision_when_the_largest_scenario_is_over_the_announced_value(
    session, scored, lead, maximum, decided
):
    """MONEY: B at ten homes is 87,916."""
    scored.package.max_value = maximum and Money.euros(maximum)
    if decided:
        decide(session, scored, "B", lead)
        return
    with pytest.raises(Refused) as refused:
        decide(session, scored, "B", lead)
    assert refused.value.code == "package.over_maximum"
    assert scored.lot.state == "checked"
    assert session.scalars(select(Decision)).all() == []


def test_quality_can_beat_the_price(session, example, lead):
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=100, B=75, C=75)
    assert deciding_queries.ranking(session, example.lot).first[0].name == "A"


def test_the_ranking_says_who_would_win_without_each_firm(session, scored):
    found = {s.removed: s.first for s in deciding_queries.ranking(session, scored.lot).sensitivity}
    assert found == {"A": ("B",), "B": ("C",), "C": ("B",)}


def test_only_the_first_can_win(session, scored, lead):
    with pytest.raises(Refused) as refused:
        decide(session, scored, "C", lead)
    assert refused.value.code == "decision.not_first"
    assert scored.lot.state == "checked"
    assert session.scalars(select(Decision)).all() == []


def test_a_tie_is_decided_with_a_reason(session, make, lead):
    from tests.support.make_quotes import sheet_for

    example = worked_example(
        make, mode="procurement", sheets={"C": sheet_for("B"), "B": sheet_for("B")}
    )
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=50, B=50, C=50)
    ranking = deciding_queries.ranking(session, example.lot)
    assert {row.name for row in ranking.first} == {"B", "C"}
    with pytest.raises(Refused) as refused:
        decide(session, example, "C", lead)
    assert refused.value.code == "decision.tie"
    decision = decide(session, example, "C", lead, tie_reason="Loting voor twee getuigen.")
    assert "Loting voor twee getuigen." in decision.motive


@pytest.mark.parametrize("motive", ["", None])
def test_no_decision_without_a_motive(session, scored, lead, motive):
    with pytest.raises(Refused) as refused:
        decide(session, scored, "B", lead, motive=motive or "")
    assert refused.value.code == "decision.no_motive"


def test_no_decision_while_a_criterion_is_not_scored(session, example, lead):
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=50, B=50)
    with pytest.raises(Refused) as refused:
        decide(session, example, "B", lead)
    assert refused.value.text.params["firm"] == "C"


def test_no_decision_while_a_price_is_being_asked_about(session, scored, lead):
    asking.ask_price(session, scored.quotes["C"], "", by=By(lead))
    with pytest.raises(Refused) as refused:
        decide(session, scored, "B", lead)
    assert refused.value.code == "check.price_open"


def test_a_quote_that_comes_back_unchecked_stops_the_decision(session, example, make, lead):
    """Set aside, checks finished, brought back: its forgotten post was never decided about."""
    answered(make, example.quotes["B"], "02.02", "missing")
    checking.judge_irregular(session, example.quotes["B"], reason="Onvolledig.", by=By(lead))
    finishing.finish_checks(session, example.lot, by=By(lead))
    checking.reconsider(session, example.quotes["B"], by=By(lead))
    give(session, example, lead, A=50, B=50, C=50)
    with pytest.raises(Refused) as refused:
        decide(session, example, "B", lead)
    assert refused.value.text.params == {"firm": "B", "post": "02.02"}
    assert example.lot.state == "checked"


def test_no_decision_before_the_checks(session, example, lead):
    give(session, example, lead, A=50, B=50, C=50)
    with pytest.raises(Refused):
        decide(session, example, "B", lead)


def test_a_decision_uses_the_periods_of_the_day_and_keeps_which_they_were(
    session, make, scored, lead
):
    version = own_periods(make, standstill=16)
    decision = decide(session, scored, "B", lead)
    assert decision.standstill_until == UNTIL + timedelta(days=1)
    assert decision.periods_version_id == version.id


def test_ordering_starts_the_day_after_the_standstill(session, scored, lead):
    assert decide(session, scored, "B", lead).standstill_until == UNTIL
    with clock.frozen_at(clock.at_local(UNTIL)):
        with pytest.raises(Refused) as refused:
            deciding.start_ordering(session, scored.lot, by=By(lead))
    assert refused.value.text.params["day"] == UNTIL
    with clock.frozen_at(clock.at_local(date(2026, 12, 9))):
        deciding.start_ordering(session, scored.lot, by=By(lead))
    assert scored.lot.state == "ordering"
    home = scored.homes["H1"]
    assert opened.assigned_quote(session, home, scored.lot) == scored.quotes["B"]


def test_all_bidders_hear_it_at_once_and_nobody_reads_another_losers_points(session, example, lead):
    checking.judge_irregular(
        session, example.quotes["C"], reason="Verouderde meetstaat.", by=By(lead)
    )
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=25, B=50)
    decide(session, example, "B", lead)
    sent = {
        row.person_id: row
        for row in session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.like("quotes_result:%"))
        )
    }
    mails = {firm: sent[person.id].body for firm, person in example.contractors.items()}
    assert set(mails) == {"A", "B", "C"}
    assert len({row.created_at for row in sent.values()}) == 1
    assert "Verouderde meetstaat." in mails["C"]
    assert "Verouderde meetstaat." not in mails["A"] + mails["B"]
    assert "Bewijs op bladzijde 3 van A." in mails["A"]
    assert "Bewijs op bladzijde 3 van A." not in mails["B"] + mails["C"]
    assert all("8 december 2026" in body for body in mails.values())
    prices = ("76.509", "77.816", "76.770", "77816", "76770")
    assert not any(price in body for price in prices for body in mails.values())


@pytest.mark.parametrize(
    ("contact", "way"),
    [
        ({"postal_address": "Kaai 1, 9999 Testgem"}, "letter"),
        ({"phone": "09 222 22 22"}, "call"),
        ({"email": "info@firma.example"}, "mail"),
        ({}, "call"),
    ],
)
def test_a_bidder_without_an_account_is_told_and_the_page_knows(
    session, example, make, lead, contact, way
):
    """Its bill was opened elsewhere: nobody of the firm ever signed in here."""
    firm = example.firms["A"]
    session.execute(delete(Membership).where(Membership.organisation_id == firm.id))
    for name, value in contact.items():
        setattr(firm, name, value)
    finishing.finish_checks(session, example.lot, by=By(lead))
    give(session, example, lead, A=50, B=50, C=50)
    decide(session, example, "B", lead)
    row = session.scalars(
        select(OutboxMessage).where(OutboxMessage.key.like(f"quotes_result:%firm-{firm.id}"))
    ).one()
    assert (row.way, row.person_id) == (way, None)
    assert all(word in row.body for word in ("Beste A", "Bewijs op bladzijde 3 van A."))
    assert all(value in row.address for value in contact.values())
    event = f"quotes_result:{example.lot.id}"
    assert not_told_yet(session, event) == ([] if way == "mail" else ["A"])
    row.done_at = NOW
    assert not_told_yet(session, event) == []


@pytest.mark.parametrize("percent", [60, -25, 101])
def test_a_score_between_the_steps_is_refused(session, example, lead, percent):
    with pytest.raises(Refused) as refused:
        give(session, example, lead, A=percent)
    assert refused.value.code == "score.scale"


def test_an_older_form_does_not_overwrite_the_score_of_a_colleague(session, example, lead):
    give(session, example, lead, A=50)
    session.flush()
    with pytest.raises(StaleDataError):
        give(session, example, lead, A=75)  # made when A had no score yet
    row = session.scalars(select(Score)).one()
    again = {"reason": "Beter gelezen.", "by": By(lead, seen=row.version)}
    scoring.give_score(session, example.quotes["A"], plan(example), percent=75, **again)
    session.flush()
    with pytest.raises(StaleDataError):
        scoring.give_score(session, example.quotes["A"], plan(example), percent=25, **again)
    assert row.percent == 75


def test_a_score_needs_its_evidence_and_never_touches_the_price(session, example, lead):
    price = next(c for c in example.package.criteria if c.code == "price")
    for criterion, reason in ((plan(example), ""), (price, "goedkoop")):
        with pytest.raises(Refused):
            scoring.give_score(
                session,
                example.quotes["A"],
                criterion,
                percent=50,
                reason=reason,
                by=By(lead, seen=0),
            )


def test_after_the_decision_scores_stand(session, scored, lead):
    decide(session, scored, "B", lead)
    with pytest.raises(Refused) as refused:
        give(session, scored, lead, A=100)
    assert refused.value.code == "score.closed"
