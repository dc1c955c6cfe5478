"""How do households come in, and what do advisors find out?"""

from collections.abc import Iterable
from random import Random

from sqlalchemy import select

from renogroep.base.channel import Channel
from renogroep.base.units import Quantity, Unit
from renogroep.identity.actions.notices import mark_called, mark_printed
from renogroep.identity.rules.contacts import Contact
from renogroep.identity.rules.phone import read
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.journeys.actions.stop_lot import settle_interest
from renogroep.neighbourhoods.models import Address
from renogroep.neighbourhoods.queries import find_address
from renogroep.owners.actions import cases, facts, intake, routes
from renogroep.owners.models import CallRequest
from renogroep.subscriptions.actions import confirming, interest, screening
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.subscriptions.rules.questions import OWNER_KINDS
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.queries import posts_of
from renogroep.tenders.rules.bill import QuantitySource, measured_sources
from renogroep.web.demo.households import (
    NEXT_ROUND,
    OWNER,
    ROZEN,
    TENANT,
    TRIAGE,
    WAITING,
    Household,
    neighbours,
)
from renogroep.web.demo.packages import PLANS
from renogroep.web.demo.people import MAIL, SCOPED
from renogroep.web.demo.stage import Stage

# source -> smallest and largest, in tenths of the unit, of a terraced house of the sixties
SIZES = {
    "facade_m2": (480, 720),
    "scaffold_m2": (560, 820),
    "protection_m2": (140, 210),
    "brick_m2": (28, 44),
    "sill_lm": (45, 75),
    "reveal_lm": (220, 330),
    "corner_lm": (0, 80),
    "roof_edge_lm": (52, 70),
    "downpipe_lm": (58, 70),
    "plinth_lm": (52, 70),
    "firestop_lm": (100, 140),
    "party_joint_lm": (118, 140),
    "cables_lm": (0, 100),
    "windows_m2": (90, 140),
    "sliding_m2": (0, 55),
    "window_vents_lm": (30, 60),
    "perimeter_lm": (310, 430),
    "inner_reveal_lm": (260, 360),
    "inner_sill_lm": (45, 70),
}
PIECES = {
    "vents_piece": (1, 3),
    "openings_piece": (6, 9),
    "sashes_piece": (3, 5),
    "doors_piece": (1, 1),
    "garage_piece": (0, 1),
    "shutter_boxes_piece": (0, 3),
    "screens_piece": (0, 2),
}
# package -> first day of interest, days between two households, days until the advisor's call
_CAME_IN = {"madelief": (-322, 3), "anjer": (-192, 4), "lelie": (-112, 3), "station": (-64, 6)}
CALLED_AFTER, VISITED_AFTER = 6, 14
DESK_DAYS = (-280, -240, -210, -150, -110, -90, -60, -40, -18, -9)


def schedule(stage: Stage) -> None:
    """Interest, phone calls and visits of every package, and what is on the desk."""
    for package, (first, pace) in _CAME_IN.items():
        for place, household in enumerate(neighbours(package)):
            day = first + pace * place
            stage.on(day, 19, sign_up, package, household)
            stage.on(day + CALLED_AFTER, 10, call, package, household)
            stage.on(day + VISITED_AFTER, 14, visit, package, household)
    for plan in PLANS:
        if plan.interest < 0:
            stage.on(plan.interest + 1, 1, _settle, plan.key)
    _schedule_rozen(stage)
    _schedule_calls(stage)
    for day in DESK_DAYS:
        stage.on(day, 16, clear_desk)


def _schedule_rozen(stage: Stage) -> None:
    """The package of now: some are far, some came in yesterday, some left."""
    for place, household in enumerate(ROZEN):
        late = {"Sanne De Backer": -1, "Yusuf Demir": -4, "Maria Claessens": -2}
        day = late.get(household.name, -26 + place)
        stage.on(day, 20, sign_up, "rozen", household)
        if household.name not in ("Sanne De Backer", "Maria Claessens", "Yusuf Demir"):
            stage.on(day + 5, 11, call, "rozen", household)
    stage.on(-2, 11, _first_try, "Yusuf Demir")
    stage.on(-8, 15, visit, "rozen", ROZEN[0])
    stage.on(-5, 20, leave, "Eva Pauwels", "cost")
    stage.on(-4, 11, leave, "Jef Hermans", "moved")
    stage.on(-6, 18, message, TENANT, "De muren zijn nat en de ramen sluiten niet.")
    stage.on(-3, 18, message, NEXT_ROUND, "")
    for household in WAITING:
        stage.on(-1, 21, type_in, "rozen", household)


def _schedule_calls(stage: Stage) -> None:
    calls = (
        (-7, "flowers", "0470 00 00 31", "Gevel en ramen Bloemenwijk"),
        (-1, "flowers", "0470 00 00 32", "Gevel en ramen Bloemenwijk"),
        (-1, "station", "0470 00 00 33", ""),
    )
    for day, place, phone, about in calls:
        stage.on(day, 12, _ask_call, place, phone, about)
    stage.on(-6, 9, _call_back, "0470 00 00 31")


def _settle(stage: Stage, package: str) -> None:
    """What the worker does in the night after the deadline: enough interest, so it goes on."""
    for lot in stage.packages[package].lots:
        settle_interest(stage.session, lot)


def _ask_call(stage: Stage, place: str, phone: str, about: str) -> None:
    intake.request_call(
        stage.session,
        place=stage.places[place],
        phone=phone,
        about=about,
        language="nl",
        by=TICK,
    )


def _call_back(stage: Stage, phone: str) -> None:
    row = stage.session.scalars(select(CallRequest).where(CallRequest.phone == read(phone))).one()
    cases.handle_call(
        stage.session,
        row,
        outcome="Wil eerst met de buren praten; komt naar de avond in het buurthuis.",
        by=By(stage.cast.desk),
    )


def address_of(stage: Stage, package: str, household: Household) -> Address:
    """The front door, found as a resident finds it."""
    place = stage.packages[package].neighbourhood_id
    found, _ = find_address(stage.session, place, household.street, household.number, household.box)
    if found is None:
        raise ValueError(f"{household.name} lives at an address that is not in the list")
    return found


def sender_of(stage: Stage, household: Household, address: Address) -> Sender:
    """Who shows interest."""
    known = {
        "email": f"{'.'.join(household.name.lower().split())}@{MAIL}",
        "mobile": read(f"0470 00 {stage.rng.randrange(10, 99)} {stage.rng.randrange(10, 99)}"),
        "letter": address.full,
    }
    plain = known[household.way].encode("ascii", "ignore").decode()
    return Sender(
        name=household.name,
        contact=Contact(household.way, plain if household.way == "email" else known[household.way]),
        language=household.language,
    )


def hand_of(stage: Stage, household: Household) -> By:
    """By their own hand, or typed at the desk."""
    by = By(None if household.way == "email" else stage.cast.desk)
    return by.through(Channel(household.channel))


def answers_of(household: Household) -> dict[str, list[str]]:
    """What they chose on the pages; questions that are not asked for them are passed over."""
    year = household.build_year
    built = "before_1946" if year < 1946 else "1946_1970" if year < 1971 else "1971_1990"
    return {
        "owner_kind": [household.owner],
        "house_type": ["row"],
        "built_in": ["from_2006" if year >= 2006 else built],
        "works": list(household.works),
        "seen": list(household.seen),
        "when": ["not_now" if household is NEXT_ROUND else "within_1"],
        "life_stage": [household.life_stage],
        "budget": [household.budget],
        "use": [household.use],
        "letting": ["private"],  # of a landlord
    }


def sign_up(stage: Stage, package: str, household: Household) -> None:
    """Somebody shows interest, without obligation."""
    row = _register(stage, package, household, hand_of(stage, household))
    if row.unconfirmed:
        confirming.confirm_interest(stage.session, row, by=By(row.person_id))
    stage.homes[household.name] = row


def type_in(stage: Stage, package: str, household: Household) -> None:
    """Somebody typed an interest on the pages, which nobody confirmed yet."""
    _register(stage, package, household, By(None))


def _register(stage: Stage, package: str, household: Household, by: By) -> Subscription:
    address = address_of(stage, package, household)
    return interest.register_interest(
        stage.session,
        package=stage.packages[package],
        address=address,
        answers=answers_of(household),
        sender=sender_of(stage, household, address),
        by=by,
    )


def message(stage: Stage, household: Household, words: str) -> None:
    """A tenant's signal, or somebody for the next round."""
    address = address_of(stage, "rozen", household)
    interest.leave_message(
        stage.session,
        package=stage.packages["rozen"],
        address=address,
        answers=answers_of(household),
        words=words,
        sender=sender_of(stage, household, address),
        by=hand_of(stage, household),
    )


def advisor_of(stage: Stage, package: str) -> int:
    """Fatma at the station, Joris among the flowers."""
    return stage.cast.id(SCOPED) if package == "station" else stage.cast.advisor


def call(stage: Stage, package: str, household: Household) -> None:
    """The first phone call: the facts of the home, the category, can and will, the outcome."""
    row, advisor = stage.homes[household.name], advisor_of(stage, package)
    cases.take_case(stage.session, row.case, by=By(advisor, Channel.PHONE))
    told = {
        fact.code: ("yes" if fact.code in household.facts else "no", "")
        for fact in SCREENING_2026.facts
    }
    facts.record_facts(stage.session, row.case, told, by=By(advisor, Channel.PHONE))
    facts.set_home(
        stage.session,
        row.case,
        owner_kind=OWNER_KINDS[household.owner],
        build_year=household.build_year,
        by=By(advisor),
    )
    if household.owner == OWNER:
        facts.set_income(
            stage.session,
            row.case,
            income_category=household.category,
            other_dwelling=False,
            life_event_on=None,
            by=By(advisor),
        )
    if household.name in TRIAGE:
        given = {number: (code, "") for number, code in TRIAGE[household.name].items()}
        routes.record_answers(stage.session, row.case, given, by=By(advisor, Channel.PHONE))
    screening.apply_screening(stage.session, row, by=By(advisor, Channel.PHONE))


def _first_try(stage: Stage, name: str) -> None:
    """Yusuf was reached between two shifts: half of the questions are still open."""
    row, advisor = stage.homes[name], stage.cast.advisor
    cases.take_case(stage.session, row.case, by=By(advisor, Channel.PHONE))
    told = {"asbestos": ("no", ""), "damp": ("unknown", "Vlek in de kelder, zelf gaan kijken")}
    facts.record_facts(stage.session, row.case, told, by=By(advisor, Channel.PHONE))
    cases.add_task(
        stage.session,
        row.case,
        what="Terugbellen na 18 uur voor de andere vragen",
        due_on=stage.timeline.day(1),
        assignee_id=advisor,
        by=By(advisor),
    )


def visit(stage: Stage, package: str, household: Household) -> None:
    """An advisor measures the home."""
    row = stage.homes[household.name]
    needed = {s.code: s.unit for s in sources(row)}
    measures: dict[str, Quantity | None] = {
        code: _size(code, unit, stage.rng) for code, unit in needed.items()
    }
    facts.set_measures(
        stage.session, row.case.dwelling, measures, by=By(advisor_of(stage, package))
    )


def sources(row: Subscription) -> Iterable[QuantitySource]:
    """What must be measured for the works that a household wants."""
    return measured_sources([post for link in row.lots for post in posts_of(link.lot)])


def _size(code: str, unit: Unit, rng: Random) -> Quantity:
    if unit == Unit.PIECE:
        return Quantity.of(rng.randint(*PIECES[code]))
    return Quantity(rng.randint(*SIZES[code]) * 100)


def leave(stage: Stage, name: str, reason: str) -> None:
    """A household stops."""
    interest.withdraw_interest(stage.session, stage.homes[name], reason=reason, by=TICK)


def clear_desk(stage: Stage) -> None:
    """Greet makes the calls and prints the letters that wait."""
    waiting = stage.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.way.in_([Way.CALL, Way.LETTER]), OutboxMessage.done_at.is_(None))
        .order_by(OutboxMessage.id)
    ).all()
    for row in waiting:
        if row.way == Way.CALL:
            mark_called(stage.session, row, by=By(stage.cast.desk))
    mark_printed(
        stage.session, [row for row in waiting if row.way == Way.LETTER], by=By(stage.cast.desk)
    )
