"""H1 of the worked example, with a co-owner, from the standstill to the handover: to the cent and the day."""

from datetime import date

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.journeys.actions.restage import restage
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.queries.maximum import figures_of
from renogroep.journeys.rules.standing import standing_of
from renogroep.orders.actions import freezing, ordering, surveying, works
from renogroep.orders.queries.offers import agreed_quantities
from renogroep.owners.actions.cases import done_task
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.actions.routes import record_answers
from renogroep.owners.models import Task
from renogroep.quotes.actions import deciding, finishing, scoring
from tests.support.make_orders import at, open_wave, place, survey
from tests.support.make_quotes import group_of, worked_example
from tests.support.worlds.base import ALL_NO, OTHER

DATABASES = ("sqlite",)
ORDER_UNTIL, FREEZE_ON = date(2027, 1, 29), date(2027, 2, 15)
NEIGHBOURS = ("H2", "H3", "H5", "H7", "H8", "H10")
STOP = "stop_interest"
Q = ("9128.00", "9675.68", "5111.68")  # excl. VAT, incl. VAT, own share
I = ("8768.00", "9294.08", "4910.08")  # noqa: E741 - as the design writes it
F = ("8576.58", "9091.17", "4802.88")


def won(make):
    """B is chosen on Friday 11 December 2026."""
    with clock.frozen_at(at(date(2026, 12, 11))):
        example = worked_example(make, mode="procurement")
        seed_rules(make.session, make.home.id, by=TICK)
        group_of(make, example.lot, example.homes)
        lead = By(make.member(Role.LEAD).id, seen=0)
        plan = next(row for row in example.package.criteria if row.code == "plan")
        finishing.finish_checks(make.session, example.lot, by=lead.inside)
        for quote in example.quotes.values():
            scoring.give_score(
                make.session, quote, plan, percent=50, reason="Bladzijde 3.", by=lead
            )
        deciding.decide(
            make.session,
            example.lot,
            example.quotes["B"].id,
            motive="B is eerst op prijs en plan.",
            by=lead.inside,
        )
    return example


class Story:
    """What is read of H1 on a day."""

    def __init__(self, make):
        self.make, self.session = make, make.session
        self.example = won(make)
        self.home = self.example.homes["H1"]
        self.advisor = By(make.member(Role.ADVISOR).id)
        self.firm = By(self.example.contractors["B"].id)
        record_facts(self.session, self.home.case, ALL_NO, by=self.advisor)
        record_answers(self.session, self.home.case, {}, by=self.advisor)
        for task in self.session.scalars(select(Task).where(Task.case_id == self.home.case_id)):
            done_task(self.session, task, by=self.advisor)

    def reads(self, day, code, on, who, acts, amounts, case=None):
        with clock.frozen_at(at(day)):
            self.session.expire_all()
            (home,) = home_lots(self.session, [self.home], day)
            standing = standing_of(home.facts)
            figures = figures_of(self.session, [(home, standing)], day)[home.lot.id]
            restage(self.session, [self.home.case_id])
            stage = self.session.get_one(CaseStage, self.home.case_id)
        assert (standing.code, standing.on, standing.who) == (code, on, who)
        assert [str(act) for act in standing.acts] == acts
        assert (figures.excl, figures.most, figures.own_share) == tuple(
            Money.euros(amount) for amount in amounts
        )
        if case is not None:
            assert (stage.stage, stage.due_on, stage.waits_for) == case


@pytest.fixture
def story(make):
    return Story(make)


def test_each_day_of_h1(make, story):
    session, example = make.session, story.example
    story.reads(date(2026, 12, 27), "standstill", date(2026, 12, 28), "nobody", [STOP], Q)

    with clock.frozen_at(at(date(2027, 1, 4))):
        deciding.start_ordering(session, example.lot, by=By(make.member(Role.LEAD).id))
        with pytest.raises(Refused):
            open_wave(make, example, order_until=ORDER_UNTIL, freeze_on=date(2027, 2, 12))
        wave, orders = open_wave(make, example, order_until=ORDER_UNTIL, freeze_on=FREEZE_ON)
    order = orders["H1"]
    me = By(order.person_id)
    story.reads(
        date(2027, 1, 4), "indicative", ORDER_UNTIL, "household", ["provisional", "withdraw"], I
    )

    with clock.frozen_at(at(date(2027, 1, 5))):
        ordering.say_provisional_yes(session, order, by=me)
    due = ("to_measure", date(2027, 1, 19), None)
    story.reads(date(2027, 1, 5), "to_measure", ORDER_UNTIL, "advisor", ["withdraw"], I, due)

    with clock.frozen_at(at(date(2027, 1, 12))):
        amounts = dict(agreed_quantities(order))
        surveying.measure(
            session, order, quantities=amounts, run_code="R1", run_size=4, by=story.advisor
        )
    story.reads(date(2027, 1, 12), "firm_agrees", ORDER_UNTIL, "contractor", ["withdraw"], I)

    with clock.frozen_at(at(date(2027, 1, 14))):
        surveying.agree(session, order, by=story.firm)
    due = ("household", date(2027, 1, 27), "owner")
    story.reads(
        date(2027, 1, 14), "to_order", ORDER_UNTIL, "household", ["order", "withdraw"], I, due
    )

    with clock.frozen_at(at(date(2027, 1, 18))):
        place(make, order, co_owner=OTHER)
    acts = ["withdraw", "change_co_owner"]
    story.reads(date(2027, 1, 18), "awaiting", ORDER_UNTIL, "other_owner", acts, I)

    with clock.frozen_at(at(date(2027, 1, 20))):
        signer = order.co_owners[0].person_id
        ordering.co_sign(session, order, person_id=signer, by=By(signer))
        for name in NEIGHBOURS:
            survey(make, orders[name], name, example)
            place(make, orders[name])
    until = date(2027, 2, 3)
    story.reads(date(2027, 1, 20), "ordered_free", until, "nobody", ["withdraw"], I)
    story.reads(until, "ordered_free", until, "nobody", ["withdraw"], I)
    story.reads(date(2027, 2, 4), "ordered", FREEZE_ON, "municipality", [], I)

    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(session, wave, by=TICK)
    story.reads(FREEZE_ON, "frozen", None, "contractor", [], F)
    with clock.frozen_at(at(FREEZE_ON)):
        works.plan(session, order, date(2027, 3, 8), by=story.firm)
    story.reads(FREEZE_ON, "planned", date(2027, 3, 8), "contractor", [], F)
    story.reads(date(2027, 3, 9), "planned_late", date(2027, 3, 8), "advisor", [], F)

    done = date(2027, 3, 26)
    with clock.frozen_at(at(done)):
        works.start(session, order, by=story.firm)
        works.hand_over(session, order, by=story.firm)
    due = ("aftercare", date(2027, 4, 12), None)
    story.reads(done, "handed_over", done, "contractor", [], F, due)
