"""How do households order, and how far are the works?"""

from contextlib import suppress
from dataclasses import dataclass

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import By
from renogroep.journeys.actions.loans import choose_loan, propose_loan
from renogroep.orders.actions import freezing, ordering, surveying, waves, withdrawing, works
from renogroep.orders.actions.reminders import remind_co_owners
from renogroep.orders.models import Order
from renogroep.orders.queries import finding, offers
from renogroep.orders.queries.waves import waves_of
from renogroep.orders.rules.signing import CoOwnerAsked, Signing
from renogroep.owners.actions.loans import LoanAsked
from renogroep.owners.loan_queries import loans_of_case
from renogroep.quotes.models import Quote
from renogroep.web.demo.households import neighbours
from renogroep.web.demo.packages import FACADE, PLANS
from renogroep.web.demo.people import MAIL, STAFF
from renogroep.web.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Way:
    """What one household does, in days from today. None: not yet, or never."""

    yes: int
    measured: int | None = None
    agreed: int | None = None
    signed: int | None = None
    co_owner: str = ""
    co_signed: int | None = None
    loan: bool = False
    withdrawn: int | None = None


_MADELIEF_OPEN, _MADELIEF_STEPS = -238, (0, 3, 6, 10)
_FREEZE, _WORKS_FROM, _WORKS_PACE, _WORKS_LAST = -200, -60, 13, 11
ANJER_OPEN = -66
_LOAN, BORROWER = -34, "Erik Raes"
ANJER = {
    "Luc Van Hove": Way(-62, -56, -52, -44),
    "Sofie Callens": Way(-61, -56, -52, -40, co_owner="Geert Callens-Maes", co_signed=-37),
    "Erik Raes": Way(-60, -55, -51, -35, loan=True),
    "Leen Baeten": Way(-58, -50, -46, -30),
    "Rachid Ouali": Way(-55, -48, -44, -12, loan=True),
    "Martine Bosmans": Way(-50, -45, -41, -8, co_owner="Roger Bosmans-Pauwels"),
    "Jonas Geerts": Way(-48, -42, -38, -20, withdrawn=-10),
    "Lut Verbeke": Way(-30, -14, -9),
    "Filip Nys": Way(-21, -6),
    "Marleen Cools": Way(-12),
}
SCAFFOLDS = {
    name: (f"A{place // 4 + 1}", 4 if place < 8 else 2) for place, name in enumerate(ANJER)
}


def schedule(stage: Stage) -> None:
    """One wave was frozen long ago and is being built; one is taking orders."""
    stage.on(_MADELIEF_OPEN, 9, open_wave, "madelief")
    for place, household in enumerate(neighbours("madelief")):
        yes, measured, agreed, signed = (
            _MADELIEF_OPEN + 1 + place // 2 + step for step in _MADELIEF_STEPS
        )
        _schedule_way(stage, household.name, Way(yes, measured, agreed, signed))
    stage.on(_FREEZE, 9, _freeze, "madelief")
    _schedule_works(stage)
    stage.on(ANJER_OPEN, 9, open_wave, "anjer")
    for name, way in ANJER.items():
        _schedule_way(stage, name, way)
    stage.on(_LOAN, 11, _propose_loan, BORROWER)
    stage.on(_LOAN + 1, 20, _choose_loan, BORROWER)
    stage.on(-1, 1, _remind)


def _schedule_works(stage: Stage) -> None:
    """Two rows of scaffolding: most homes are done, one is busy, two come soon."""
    for place, household in enumerate(neighbours("madelief")):
        name, first = household.name, _WORKS_FROM + _WORKS_PACE * place
        stage.on(_FREEZE + 14, 11, _plan, name, first)
        if first < 0:
            stage.on(first, 8, _start, name)
        if first + _WORKS_LAST < 0:
            stage.on(first + _WORKS_LAST, 16, _hand_over, name)


def _schedule_way(stage: Stage, name: str, way: Way) -> None:
    stage.on(way.yes, 20, say_yes, name)
    if way.measured is not None:
        stage.on(way.measured, 14, measure, name)
    if way.agreed is not None:
        stage.on(way.agreed, 17, agree, name)
    if way.signed is not None:
        stage.on(way.signed, 20, sign, name, way)
    if way.co_signed is not None:
        stage.on(way.co_signed, 21, co_sign, name)
    if way.withdrawn is not None:
        stage.on(way.withdrawn, 19, withdraw, name)


def open_wave(stage: Stage, package: str) -> None:
    """Everybody with a contractor gets a price."""
    plan = next(one for one in PLANS if one.key == package)
    waves.open_wave(
        stage.session,
        stage.lot(package, FACADE),
        order_until=stage.timeline.working_day(plan.orders),
        freeze_on=stage.timeline.working_day(plan.freeze),
        by=By(stage.cast.lead),
    )


def order_of(stage: Stage, name: str) -> Order:
    """The one order of a household."""
    return finding.orders_of(stage.session, stage.homes[name])[0]


def _remind(stage: Stage) -> None:
    """What the worker does at night: who was asked to sign a week ago hears it again."""
    remind_co_owners(stage.session, clock.today())


def say_yes(stage: Stage, name: str) -> None:
    """Free and without obligation."""
    channel = Channel(stage.homes[name].channel)
    ordering.say_provisional_yes(
        stage.session, order_of(stage, name), by=_hand(stage, name).through(channel)
    )


def _hand(stage: Stage, name: str) -> By:
    """Who does it on the page: the household, or the desk for a phone call and a letter."""
    home = stage.homes[name]
    online = home.channel == Channel.ONLINE
    return By(home.person_id) if online else By(stage.cast.desk, Channel.PAPER)


def measure(stage: Stage, name: str) -> None:
    """The advisor and the contractor measure together."""
    order = order_of(stage, name)
    code, size = order.run_code, order.run_size
    if not code:  # a procurement knows no groups: the advisor sees who shares a scaffold
        code, size = SCAFFOLDS[name]
    surveying.measure(
        stage.session,
        order,
        quantities=offers.agreed_quantities(order),
        run_code=code,
        run_size=size,
        by=By(stage.cast.advisor),
    )


def agree(stage: Stage, name: str) -> None:
    """The contractor agrees with the quantities."""
    order = order_of(stage, name)
    surveying.agree(stage.session, order, by=By(_contractor(stage, order.quote)))


def _contractor(stage: Stage, quote: Quote) -> int:
    firms = {row.id: key for key, row in stage.cast.firms.items()}
    key = firms[quote.organisation_id]
    return stage.cast.id(next(person for person, _, firm, _ in STAFF if firm == key))


def sign(stage: Stage, name: str, way: Way) -> None:
    """The binding yes, at the ceiling."""
    asked = None
    if way.co_owner:
        mail = f"{'.'.join(way.co_owner.lower().split())}@{MAIL}"
        asked = CoOwnerAsked(way.co_owner, Contact("email", mail))
    ordering.place_order(
        stage.session,
        order_of(stage, name),
        Signing(way.loan, asked),
        by=_hand(stage, name),
    )


def _propose_loan(stage: Stage, name: str) -> None:
    """The advisor tells of a loan, unless nobody can ask for it in these weeks."""
    case = stage.homes[name].case
    asked = LoanAsked(
        instrument="noodkoopfonds",
        amount=Money.euros(9500),
        reason="Geen bank leent dit gezin.",
        checks={"only_home": True, "main_residence": True},
    )
    with suppress(Refused):
        propose_loan(stage.session, case, asked, by=By(stage.cast.advisor))


def _choose_loan(stage: Stage, name: str) -> None:
    """The household wants it; the OCMW was not asked yet."""
    home = stage.homes[name]
    for loan in loans_of_case(stage.session, home.case_id or 0):
        choose_loan(stage.session, loan, by=By(home.person_id))


def co_sign(stage: Stage, name: str) -> None:
    """The other owner says yes, with a link of their own."""
    order = order_of(stage, name)
    for row in order.co_owners:
        ordering.co_sign(
            stage.session,
            order,
            person_id=row.person_id,
            by=By(row.person_id),
        )


def withdraw(stage: Stage, name: str) -> None:
    """Within the fourteen days, without cost."""
    withdrawing.withdraw(
        stage.session, order_of(stage, name), reason="moved", by=_hand(stage, name)
    )


def _freeze(stage: Stage, package: str) -> None:
    """Lies fixes the prices on the announced day."""
    for wave in waves_of(stage.session, stage.lot(package, FACADE).id):
        freezing.freeze(stage.session, wave, by=By(stage.cast.lead))


def _plan(stage: Stage, name: str, first: int) -> None:
    order = order_of(stage, name)
    day = stage.timeline.day(first)
    works.plan(stage.session, order, day, by=By(_contractor(stage, order.quote)))


def _start(stage: Stage, name: str) -> None:
    order = order_of(stage, name)
    works.start(stage.session, order, by=By(_contractor(stage, order.quote)))


def _hand_over(stage: Stage, name: str) -> None:
    order = order_of(stage, name)
    works.hand_over(stage.session, order, by=By(_contractor(stage, order.quote)))
