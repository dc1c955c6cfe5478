"""Worlds without an order: the interest, the check, prices and choice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from renogroep.base import clock
from renogroep.infra.acts import By
from renogroep.journeys.actions.stop_interest import stop_interest
from renogroep.journeys.actions.stop_lot import settle_interest, stop_lot
from renogroep.quotes.actions import choosing, deciding, finishing, scoring
from renogroep.quotes.models import Assignment
from renogroep.quotes.queries import opened
from renogroep.subscriptions.actions.confirming import confirm_interest
from renogroep.subscriptions.actions.interest import register_interest
from tests.support.make import NOW, TODAY, Make
from tests.support.make_orders import (
    at,
)
from tests.support.make_quotes import (
    CHOICES,
    Example,
    open_quotes,
    second_group,
    worked_example,
)
from tests.support.make_subscriptions import ANSWERS, sender
from tests.support.worlds.base import (
    DAY,
    PROTECTED,
    WINDOWS,
    World,
    case,
    lead,
    screened,
    told_not_to_fit,
    world,
)


def _collecting(make: Make, **given: Any) -> World:
    package = make.package()
    home = make.subscription(package, **given)
    return World(home, package.lots[0])


@world(55)
def collecting(make: Make) -> World:
    return _collecting(make)


@world(54)
def asking(make: Make) -> World:
    one = _collecting(make)
    return replace(one, today=one.lot.package.interest_deadline + DAY)


@world(1)
def stopped(make: Make) -> World:
    one = _collecting(make)
    stop_interest(make.session, one.home, reason="", by=By(one.home.person_id))
    return one


@world(2)
def round_ended(make: Make) -> World:
    one = _collecting(make)
    one.lot.extended, one.lot.min_to_quote = True, 9
    after = one.lot.package.interest_deadline + DAY
    with clock.frozen_at(at(after)):
        settle_interest(make.session, one.lot)
    return replace(one, today=after)


def _unscreened(make: Make, phone: str | None = "+32470123456") -> World:
    return _collecting(make, state="subscribed", person=make.person(phone=phone))


def waiting_to_be_confirmed(make: Make) -> World:
    package = make.package()
    address = make.address(make.street(package.neighbourhood, "Rozenstraat"), "12")
    home = register_interest(
        make.session,
        package=package,
        address=address,
        answers=ANSWERS,
        sender=sender(),
        by=By(None),
    )
    return World(home, package.lots[0])


@world(60)
def unconfirmed(make: Make) -> World:
    return waiting_to_be_confirmed(make)


@world(60)
def unconfirmed_too_late(make: Make) -> World:
    one = waiting_to_be_confirmed(make)
    assert one.home.confirm_by is not None
    return replace(one, today=one.home.confirm_by + DAY)


@world(1)
def unconfirmed_but_stopped(make: Make) -> World:
    one = waiting_to_be_confirmed(make)
    stop_interest(make.session, one.home, reason="", by=By(one.home.person_id))
    return one


@world(33)
def confirmed_without_a_phone(make: Make) -> World:
    one = waiting_to_be_confirmed(make)
    confirm_interest(make.session, one.home, by=By(one.home.person_id))
    return one


@world(34)
def to_check(make: Make) -> World:
    return _unscreened(make)


@world(33)
def no_phone(make: Make) -> World:
    return _unscreened(make, phone=None)


@world(32)
def call_late(make: Make) -> World:
    return replace(_unscreened(make), today=TODAY + timedelta(days=10))


@world(31)
def not_fit(make: Make) -> World:
    one = _collecting(make)
    screened(make, one.home, PROTECTED)
    return one


@world(31)
def one_of_two_not_fit(make: Make) -> World:
    package = make.package()
    make.lot(package, number=2, **WINDOWS)
    home = make.subscription(package)
    screened(make, home, PROTECTED)
    return World(home, package.lots[0])


@world(29)
def lot_stopped(make: Make) -> World:
    package = make.package(lots=2)
    home = make.subscription(package)
    stop_lot(make.session, package.lots[0], reason="Geen geld.", by=lead(make))
    return World(home, package.lots[0])


def _quoting(make: Make, **given: Any) -> Example:
    return worked_example(make, stage="quoting", **given)


@world(53)
def quoting(make: Make) -> World:
    example = _quoting(make, deadline=NOW + timedelta(days=10))
    return World(example.homes["H1"], example.lot)


@world(52)
def opening(make: Make) -> World:
    example = _quoting(make)
    return World(example.homes["H1"], example.lot)


@world(42)
def left_out(make: Make) -> World:
    example = _quoting(make, deadline=NOW + timedelta(days=10))
    return World(make.subscription(example.package), example.lot)


@world(51)
def checking(make: Make) -> World:
    example = worked_example(make)
    return World(example.homes["H1"], example.lot)


@world(43)
def no_quotes(make: Make) -> World:
    example = _quoting(make)
    _, home = second_group(make, example)
    open_quotes(make, example)
    choosing.start_choosing(make.session, example.lot, by=lead(make))
    return World(home, example.lot)


def _choosing(make: Make) -> Example:
    example = worked_example(make)
    choosing.start_choosing(make.session, example.lot, by=lead(make))
    return example


@world(46)
def to_choose(make: Make) -> World:
    example = _choosing(make)
    return World(example.homes["H1"], example.lot)


def _prefer(make: Make, example: Example, choices: Mapping[str, tuple[str, ...]]) -> None:
    for name, firms in choices.items():
        home = example.homes[name]
        choosing.give_preference(
            make.session,
            home,
            example.request,
            [example.quotes[firm].id for firm in firms],
            by=By(home.person_id, seen=0),
        )


@world(47)
def chose(make: Make) -> World:
    example = _choosing(make)
    _prefer(make, example, {"H1": ("A", "B")})
    return World(example.homes["H1"], example.lot)


def _worked_out(make: Make, choices: Mapping[str, tuple[str, ...]] = CHOICES) -> Example:
    """H9 and H10 wanted C first, which has too few: A and B are asked of them."""
    example = _choosing(make)
    _prefer(make, example, choices)
    choosing.run(make.session, example.lot, by=lead(make))
    return example


@world(35)
def new_yes(make: Make) -> World:
    example = _worked_out(make)
    return World(example.homes["H10"], example.lot)


def _assignment(make: Make, example: Example, name: str) -> Assignment:
    row = opened.assignment_of(make.session, example.homes[name], example.lot)
    assert row is not None
    return row


def _no_firm(make: Make, answer: str) -> World:
    example = _worked_out(make)
    home, today = example.homes["H10"], TODAY
    row = _assignment(make, example, "H10")
    if answer == "no":
        choosing.decline(make.session, row, by=By(home.person_id))
    else:
        today = row.yes_by + DAY
    return World(home, example.lot, today)


case(44, "no_firm_after_a_no", _no_firm, "no")
case(44, "no_firm_after_silence", _no_firm, "silence")


@world(44)
def no_firm_in_the_list(make: Make) -> World:
    example = _worked_out(make, {**CHOICES, "H10": ("C",)})
    return World(example.homes["H10"], example.lot)


@world(45)
def chosen(make: Make) -> World:
    example = _worked_out(make)
    return World(example.homes["H1"], example.lot)


@world(45)
def chosen_after_a_new_yes(make: Make) -> World:
    example = _worked_out(make)
    home = example.homes["H10"]
    choosing.accept(make.session, _assignment(make, example, "H10"), by=By(home.person_id))
    return World(home, example.lot)


@world(48)
def without_you(make: Make) -> World:
    example = _worked_out(make, {name: ("A",) for name in CHOICES if name != "H9"})
    deciding.start_ordering(make.session, example.lot, by=lead(make))
    return World(example.homes["H9"], example.lot)


@world(31)
def not_fit_while_choosing(make: Make) -> World:
    return told_not_to_fit(make, to_choose(make))


@world(31)
def not_fit_with_a_new_yes(make: Make) -> World:
    return told_not_to_fit(make, new_yes(make))


def _decided(make: Make) -> tuple[World, date]:
    example = worked_example(make, mode="procurement")
    session, by = make.session, lead(make)
    finishing.finish_checks(session, example.lot, by=by)
    plan = next(row for row in example.package.criteria if row.code == "plan")
    for quote in example.quotes.values():
        reason = "Bewijs op bladzijde 3."
        scoring.give_score(session, quote, plan, percent=50, reason=reason, by=_new(by))
    decision = deciding.decide(
        session, example.lot, example.quotes["B"].id, motive="B is eerst.", by=by
    )
    return World(example.homes["H1"], example.lot), decision.standstill_until


def _new(by: By) -> By:
    return replace(by, seen=0)


@world(50)
def standstill(make: Make) -> World:
    return replace(_decided(make)[0], who="nobody")


@world(50)
def standstill_over(make: Make) -> World:
    one, until = _decided(make)
    return replace(one, today=until + DAY, who="municipality")


@world(49)
def round_soon(make: Make) -> World:
    one, until = _decided(make)
    with clock.frozen_at(at(until + DAY)):
        deciding.start_ordering(make.session, one.lot, by=lead(make))
    return replace(one, today=until + DAY)
