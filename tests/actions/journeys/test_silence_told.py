"""Whoever loses something by silence reads so on the page, in the mail and in the letter."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.models import Municipality
from renogroep.infra.acts import By
from renogroep.infra.i18n import in_language, say
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.journeys.presenters.my_home import my_homes
from renogroep.journeys.presenters.other_owner import other_owner_block
from renogroep.orders.actions import ordering, withdrawing
from renogroep.orders.actions.places import settle_places
from renogroep.orders.actions.reminders import REMIND_AFTER, remind_co_owners
from renogroep.web.letters import batch_pdf
from tests.support.make import TODAY, Make
from tests.support.make_orders import at, place, survey
from tests.support.worlds import WORLDS, newest_order
from tests.support.worlds.base import ALL_NO, DAY, screened
from tests.support.worlds.rounds import agreed
from tests.unit.journeys.standing_table import TABLE

DATABASES = ("sqlite",)  # words; the acts that send them meet PostgreSQL in their own rooms
TOLD = [  # world, notice, row of the table
    ("to_choose", "quotes_choose", 46),
    ("new_yes", "quotes_choice_new_yes", 35),
    ("indicative", "orders_indicative", 28),
    ("to_order", "orders_surveyed", 24),
    ("full_when_measured", "orders_surveyed", 23),
    ("place_free", "orders_place_free", 21),
    ("needs_a_loan", "orders_ordered", 13),
    ("needs_the_meeting", "orders_ordered", 13),
]
CALM = [  # nothing is lost by waiting
    ("chosen", "quotes_chosen"),
    ("to_measure", "orders_provisional"),
    ("ordered_free", "orders_ordered"),
    ("needs_a_permit", "orders_ordered"),
    ("awaiting", "orders_signed"),
]
SILENCES = [row["silence_nl"] for row in TABLE.values() if row["silence_nl"]]


class OnPaper(Make):
    """Everybody asked for letters."""

    def person(self, name="", **given):
        paper = {"contact_way": "letter", "postal_address": "Rozenstraat 12, 9999 Testgem"}
        return super().person(name, **(paper | given))


BY_WAY = {Way.MAIL: Make, Way.LETTER: OnPaper}


def full_when_measured(make):
    """H2 took the only place before the firm agreed on the sizes of H1."""
    one = agreed(make, "H2")
    one.example.lot.max_homes = 1
    place(make, one.orders["H2"])
    survey(make, one.order, "H1", one.example)
    return one.world()


def place_kept(make, waits):
    """The only place came free: it is kept for H1, who let H2 go first; others wait behind it."""
    one = agreed(make, "H1", "H2", "H3")
    one.example.lot.max_homes = 1
    place(make, one.orders["H2"])
    for name in ("H1", *waits):
        row = one.orders[name]
        ordering.wait_for_place(make.session, row, by=By(row.person_id))
    withdrawing.withdraw(make.session, one.orders["H2"], by=By(one.orders["H2"].person_id))
    return one.world(), one.order


def built(make, name):
    return full_when_measured(make) if name == "full_when_measured" else WORLDS[name](make)


def told(make, person_id, notice) -> OutboxMessage:
    """The last message of this kind to one person."""
    return make.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.key.like(f"{notice}:%"))
        .order_by(OutboxMessage.id.desc())
    ).first()


def printed(make, message) -> str:
    """What the letter says, on one line."""
    town = make.session.get(Municipality, message.municipality_id)
    pdf = PdfReader(BytesIO(batch_pdf(town, [message], {})))
    return one_line("\n".join(page.extract_text() for page in pdf.pages))


def one_line(text) -> str:
    return " ".join(text.split())


def page_of(make, world) -> tuple[str, str]:
    """The sentence and the silence that the page of the home opens with."""
    make.session.expire_all()
    with clock.frozen_at(at(world.today)), in_language("nl"):
        block = my_homes(make.session, [world.home])[0].opening
        return say(block.sentence), say(block.silence)


def closing(message) -> str:
    """The last words before who sends it, without the text of the order."""
    head = message.body.split("Dit is de bestelling")[0]
    return one_line(head.strip().rpartition("\n\n")[0])


def check_told(make, message, sentence, silence, way) -> None:
    assert message.way == way
    assert closing(message).endswith(f"{sentence} {silence}")
    if way == Way.LETTER:
        assert f"{sentence} {silence}" in printed(make, message)


@pytest.mark.parametrize("way", list(BY_WAY))
@pytest.mark.parametrize(("name", "notice", "row"), TOLD)
def test_the_page_the_mail_and_the_letter_say_what_silence_costs(session, name, notice, row, way):
    make = BY_WAY[way](session)
    world = built(make, name)
    sentence, silence = page_of(make, world)
    assert silence == TABLE[row]["silence_nl"]
    check_told(make, told(make, world.home.person_id, notice), sentence, silence, way)


@pytest.mark.parametrize("way", list(BY_WAY))
@pytest.mark.parametrize("notice", ["orders_co_sign", "orders_co_sign_reminder"])
def test_the_other_owner_reads_what_silence_costs(session, notice, way):
    make = BY_WAY[way](session)
    world = WORLDS["awaiting"](make)
    order = newest_order(make, world)
    other = order.co_owners[0].person
    if way == Way.LETTER:
        make.reach(other, "letter", postal_address="Rozenstraat 12, 9999 Testgem")
        told(make, other.id, "orders_co_sign").way = way
    with clock.frozen_at(at(TODAY + REMIND_AFTER)):
        remind_co_owners(session, TODAY + REMIND_AFTER)
    with in_language("nl"):
        block = other_owner_block(session, order, other.id)
        sentence, silence = say(block.sentence), say(block.silence)
    assert silence == TABLE[56]["silence_nl"]
    check_told(make, told(make, other.id, notice), sentence, silence, way)


@pytest.mark.parametrize("way", list(BY_WAY))
@pytest.mark.parametrize(("name", "row"), [("to_choose", 46), ("indicative", 28)])
def test_who_is_looked_at_again_meanwhile_reads_what_the_page_opens_with(session, name, row, way):
    make = BY_WAY[way](session)
    world = WORLDS[name](make)
    screened(make, world.home, ALL_NO)
    sentence, silence = page_of(make, world)
    assert silence == TABLE[row]["silence_nl"]
    check_told(make, told(make, world.home.person_id, "screened-%"), sentence, silence, way)


@pytest.mark.parametrize("waits", [(), ("H3",)])
def test_who_let_a_place_pass_reads_what_the_page_says_afterwards(make, waits):
    world, order = place_kept(make, waits)
    after = order.place_until + DAY
    with clock.frozen_at(at(after)):
        assert settle_places(make.session, after) == 1
        block = my_homes(make.session, [world.home])[0].opening
        with in_language("nl"):
            sentence, silence = say(block.sentence), say(block.silence)
    assert silence in SILENCES
    check_told(
        make, told(make, order.person_id, "orders_place_passed"), sentence, silence, Way.MAIL
    )


@pytest.mark.parametrize(("name", "notice"), CALM)
def test_who_loses_nothing_by_waiting_is_told_of_no_loss(make, name, notice):
    world = WORLDS[name](make)
    assert page_of(make, world)[1] == ""
    body = one_line(told(make, world.home.person_id, notice).body)
    assert [words for words in SILENCES if words in body] == []


def test_the_other_owner_is_told_nothing_of_what_the_asker_still_needs(make):
    world = WORLDS["needs_a_loan"](make)
    order = newest_order(make, world)
    others = select(OutboxMessage.body).where(
        OutboxMessage.key.like(f"orders%:{order.id}.%"),
        OutboxMessage.person_id != order.person_id,
    )
    silence = TABLE[13]["silence_nl"]
    assert [body for body in make.session.scalars(others) if silence in one_line(body)] == []
