"""What a visitor typed counts nowhere and holds nothing until whoever it is about confirms it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners.models import Case, ScreeningFact, Task
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import asking, coming_in, interest
from renogroep.subscriptions.actions.answering import answer_with_code
from renogroep.subscriptions.actions.codes import make_code
from renogroep.subscriptions.actions.confirming import (
    ANOTHER,
    confirm_interest,
    end_unconfirmed,
    remind_unconfirmed,
    remove_interest,
)
from renogroep.subscriptions.actions.network import forget_marks
from renogroep.subscriptions.models import AnswerCode, NetworkKey, Subscription
from renogroep.subscriptions.rules.codes import CodeKind
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.tenders.rules.lifecycle import LotState
from tests.support.make import NOW, TODAY
from tests.support.make_subscriptions import ANSWERS, place, sender

DAY = timedelta(days=1)
LAST = TODAY + timedelta(days=21)


def type_in(session, at, *, who=None, address=None, network=None, **given):
    who = who or sender()
    if network:
        who = Sender(who.name, who.contact, who.language, network=network)
    return interest.register_interest(
        session,
        package=at.package,
        address=address or at.address,
        answers=ANSWERS,
        sender=who,
        by=By(None),
        **given,
    )


def confirm(session, row, **by):
    return confirm_interest(session, row, by=By(row.person_id, **by))


def count(session, kind, *where):
    return session.scalar(select(func.count()).select_from(kind).where(*where))


def counted(session, at):
    lot = at.package.lots[0]
    return queries.counters(session, [lot], {})[lot.id].interested


def by_letter(at):
    contact = coming_in.read_contact("letter", "", at.address)
    return Sender("Jef", contact, "nl")


def code_in(session):
    body = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    return next(line for line in body.splitlines() if len(line) == 11 and line[5] == "-")


def test_it_waits_without_a_case_and_counts_nowhere(session, make):
    at = place(make)
    row = type_in(session, at)
    assert (row.state, row.case_id, row.confirm_by, row.confirmed_at) == (
        "interested",
        None,
        LAST,
        None,
    )
    assert count(session, Case) == count(session, ScreeningFact) == count(session, Task) == 0
    assert counted(session, at) == 0
    assert queries.live_at(session, at.package_id, at.address_id) is None
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.key, mail.way) == (f"confirm:{row.id}:{row.person_id}", "mail")
    assert "/l/" in mail.body


def test_confirming_brings_case_facts_receipt_and_call(session, make):
    at = place(make)
    row = type_in(session, at)
    with clock.frozen_at(NOW + 9 * DAY):
        assert confirm(session, row) is True
        assert queries.call_promised(session, row.case) > TODAY + 9 * DAY
    assert (row.state, row.case.channel, row.channel) == ("subscribed", "online", "online")
    assert count(session, ScreeningFact) > 0
    assert counted(session, at) == 1
    keys = session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)).all()
    assert keys[1:] == [f"interest:{row.id}:{row.person_id}"]


def test_confirming_twice_is_once(session, make):
    row = type_in(session, place(make))
    assert confirm(session, row)
    before = count(session, AuditEvent)
    assert confirm(session, row)
    assert count(session, AuditEvent) == before


@pytest.mark.parametrize(("days", "good"), [(0, True), (21, True), (22, False)])
def test_the_last_day_to_confirm_still_counts(session, make, days, good):
    row = type_in(session, place(make))
    with clock.frozen_at(NOW + days * DAY):
        if good:
            assert confirm(session, row)
            return
        with pytest.raises(Refused, match=r"^subscription\.confirm_late:"):
            confirm(session, row)


def test_works_that_stopped_are_not_confirmed(session, make):
    at = place(make)
    row = type_in(session, at)
    at.package.lots[0].state = LotState.FAILED
    with pytest.raises(Refused, match=r"^subscription\.confirm_over:"):
        confirm(session, row)


def test_several_may_wait_and_the_first_to_confirm_holds_the_home(session, make):
    at = place(make)
    first, second, third = (
        type_in(session, at, who=sender(name, value=f"{name}@example.org"))
        for name in ("ann", "bob", "cel")
    )
    assert confirm(session, second) is True
    assert confirm(session, first) is False
    assert confirm(session, first) is False
    assert confirm(session, third) is False
    assert (first.state, second.state) == ("interested", "subscribed")
    task = session.scalars(select(Task)).one()
    assert (task.case_id, task.what["msgid"]) == (second.case_id, ANOTHER)
    interest.withdraw_interest(session, second, reason="", by=TICK)
    assert confirm(session, third) is True


def test_what_staff_write_down_counts_at_once_and_passes_who_waits(session, make):
    at = place(make)
    waiting = type_in(session, at)
    desk = By(make.member(Role.DESK).id, Channel.PHONE)
    row = interest.register_interest(
        session,
        package=at.package,
        address=at.address,
        answers=ANSWERS,
        sender=sender("Bob", value="bob@example.org"),
        by=desk,
    )
    assert (row.state, row.confirm_by) == ("subscribed", None)
    assert confirm(session, waiting) is False


def test_nobody_hears_that_it_stopped_or_ended(session, make):
    at = place(make)
    one, two = type_in(session, at), type_in(session, at, who=sender(value="bob@example.org"))
    before = count(session, OutboxMessage)
    interest.withdraw_interest(session, one, reason="", by=By(one.person_id))
    assert end_unconfirmed(session, LAST) == 0
    assert end_unconfirmed(session, LAST + DAY) == 1
    assert end_unconfirmed(session, LAST + DAY) == 0
    assert (one.state, two.state) == ("withdrawn", "expired")
    assert count(session, OutboxMessage) == before
    with pytest.raises(Refused, match=r"^subscription\.wrong_state:"):
        confirm(session, two)


def test_one_reminder_after_three_days(session, make):
    row = type_in(session, place(make))
    for days, mails in ((2, 1), (3, 2), (4, 2), (22, 2)):
        with clock.frozen_at(NOW + days * DAY):
            remind_unconfirmed(session, TODAY + days * DAY)
        assert count(session, OutboxMessage) == mails, days
    assert row.reminded_at is not None


def test_who_confirmed_gets_no_reminder(session, make):
    confirm(session, type_in(session, place(make)))
    before = count(session, OutboxMessage)
    remind_unconfirmed(session, TODAY + 4 * DAY)
    assert count(session, OutboxMessage) == before


# By letter and by mobile


def test_the_code_of_a_letter_confirms_and_twice_is_once(session, make):
    at = place(make)
    row = type_in(session, at, who=by_letter(at))
    code = code_in(session)
    assert answer_with_code(session, code.lower(), "", by=By(None, Channel.PAPER)) is True
    assert row.state == "subscribed"
    assert answer_with_code(session, code, "", by=By(None, Channel.PAPER)) is True
    kept = session.scalars(select(AnswerCode)).one()
    assert code.replace("-", "") not in (kept.code_hash, kept.purpose)


@pytest.mark.parametrize(
    "typed", ["ABCDE-23456", "", "x" * 40, "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_another_code_is_refused(session, make, typed):
    at = place(make)
    type_in(session, at, who=by_letter(at))
    with pytest.raises(Refused, match=r"^code\.wrong:"):
        answer_with_code(session, typed, "", by=By(None))


def test_a_code_is_good_until_the_last_day(session, make):
    at = place(make)
    type_in(session, at, who=by_letter(at))
    code = code_in(session)
    with clock.frozen_at(NOW + 22 * DAY), pytest.raises(Refused, match=r"confirm_late"):
        answer_with_code(session, code, "", by=By(None))


def digits(session, row):
    return make_code(
        session, person=row.person, purpose=asking.CONFIRM, subject_id=row.id, kind=CodeKind.DIGITS
    )


def by_mobile():
    return sender(way="mobile", value="+32470123456")


def other(code):
    return f"{(int(code) + 1) % 1000000:06d}"


@pytest.mark.parametrize(
    ("wrong", "minutes", "good"), [(4, 29, True), (5, 0, False), (0, 30, False)]
)
def test_six_digits_have_five_tries_and_half_an_hour(session, make, wrong, minutes, good):
    row = type_in(session, place(make), who=by_mobile())
    code = digits(session, row)
    for _ in range(wrong):
        assert answer_with_code(session, other(code), row.reference, by=By(None)) is None
    with clock.frozen_at(NOW + timedelta(minutes=minutes)):
        done = answer_with_code(session, code, row.reference.lower(), by=By(None))
    assert done is (True if good else None)
    assert (row.state == "subscribed") is good


def test_six_digits_are_good_for_their_own_interest_alone(session, make):
    at = place(make)
    row, theirs = type_in(session, at, who=by_mobile()), type_in(session, at, who=sender())
    code = digits(session, row)
    for reference in (theirs.reference, "RG-0000-00", ""):
        assert answer_with_code(session, code, reference, by=By(None)) is None
    assert (row.state, theirs.state) == ("interested", "interested")


def test_with_a_gateway_six_digits_go_in_a_text_message(app, session, make, monkeypatch):
    monkeypatch.setitem(app.config, "SMS_URL", "https://sms.example/send")
    row = type_in(session, place(make), who=by_mobile())
    sent = session.scalars(select(OutboxMessage)).one()
    assert (sent.way, sent.address, sent.due_on) == ("sms", "+32470123456", None)
    assert sent.useless_after == NOW + timedelta(minutes=30)
    (code,) = re.findall(r"\b\d{6}\b", sent.short)
    assert f"/bevestig?nummer={row.reference}" in sent.short
    assert row.person.name not in sent.short
    assert answer_with_code(session, code, row.reference, by=By(None)) is True
    assert row.state == "subscribed"


def test_without_a_gateway_a_mobile_is_a_call_that_confirming_ends(session, make):
    row = type_in(session, place(make), who=by_mobile())
    call = session.scalars(select(OutboxMessage)).one()
    assert (call.way, call.address, call.done_at) == ("call", "+32470123456", None)
    desk = By(make.member(Role.DESK).id, Channel.PHONE)
    assert confirm_interest(session, row, by=desk)
    assert call.done_by == desk.actor_id
    receipt = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert receipt.done_at is not None  # it was told in the same talk


# Too much at once


def test_25_interests_of_one_client_send_at_most_five_mails_and_hold_no_home(session, make):
    at = place(make)
    addresses = [make.address(at.address.street, str(100 + n)) for n in range(25)]
    for n, address in enumerate(addresses):
        who = sender(f"N{n}", value=f"n{n}@example.org")
        type_in(session, at, who=who, address=address, network=f"198.51.100.{n}")
    assert counted(session, at) == 0
    assert all(queries.live_at(session, at.package_id, one.id) is None for one in addresses)
    assert count(session, OutboxMessage) == 5
    owner = type_in(
        session,
        at,
        who=sender("Eva", value="eva@example.org"),
        address=addresses[24],
        network="203.0.113.9",
    )
    assert owner.asked_at is not None
    assert confirm(session, owner) is True


@pytest.mark.parametrize(("minutes", "sent"), [(59, False), (61, True)])
def test_a_network_may_again_after_an_hour_also_past_midnight(session, make, minutes, sent):
    at = place(make)
    late = clock.at_local(TODAY + DAY) - timedelta(minutes=30)
    with clock.frozen_at(late):
        for n in range(5):
            type_in(session, at, who=sender(value=f"n{n}@example.org"), network="198.51.100.7")
    with clock.frozen_at(late + timedelta(minutes=minutes)):
        row = type_in(session, at, who=sender(value="x@example.org"), network="198.51.100.200")
    assert (row.asked_at is not None) is sent


def test_what_is_confirmed_does_not_count_against_its_network(session, make):
    at = place(make)
    for n in range(5):
        address = make.address(at.address.street, str(100 + n))
        who = sender(value=f"n{n}@example.org")
        confirm(session, type_in(session, at, who=who, address=address, network="198.51.100.7"))
    assert type_in(session, at, who=sender(value="x@example.org"), network="198.51.100.7").asked_at


@pytest.mark.parametrize(("hours", "sent"), [(23, False), (25, True)])
def test_one_recipient_gets_three_messages_a_day(session, make, hours, sent):
    at = place(make)
    for n in range(3):
        row = type_in(session, at, who=sender(), network=f"198.51.{n}.7")
        assert row.asked_at is not None
    with clock.frozen_at(NOW + timedelta(hours=hours)):
        row = type_in(session, at, who=sender(value="Ann@Example.org"), network="203.0.113.9")
    assert (row.asked_at is not None) is sent
    assert queries.unconfirmed(session, Subscription.asked_at.is_(None)) == ([] if sent else [row])


def test_marks_and_keys_are_gone_after_a_week(session, make):
    row = type_in(session, place(make), network="198.51.100.7")
    assert "198" not in row.network_mark
    with clock.frozen_at(NOW + timedelta(days=6, hours=23)):
        forget_marks(session)
    session.refresh(row)
    assert row.network_mark
    with clock.frozen_at(NOW + timedelta(days=8)):
        forget_marks(session)
    session.refresh(row)
    assert row.network_mark is None
    assert count(session, NetworkKey) == 0


def test_removing_asks_why_and_tells_nobody(session, make):
    row = type_in(session, place(make))
    before, desk = count(session, OutboxMessage), By(make.member(Role.DESK).id)
    with pytest.raises(Refused, match=r"^review\.no_reason:"):
        remove_interest(session, row, reason=" ", by=desk)
    remove_interest(session, row, reason="Grap", by=desk)
    remove_interest(session, row, reason="Grap", by=desk)
    assert row.state == "withdrawn"
    assert count(session, AuditEvent, AuditEvent.did == "subscription.removed") == 1
    assert count(session, OutboxMessage) == before


def test_what_is_confirmed_is_not_removed(session, make):
    row = type_in(session, place(make))
    confirm(session, row)
    with pytest.raises(Refused, match=r"^subscription\.wrong_state:"):
        remove_interest(session, row, reason="Grap", by=By(make.member(Role.DESK).id))


def test_each_of_them_is_a_person_of_its_own(session, make):
    at = place(make)
    type_in(session, at)
    type_in(session, at)
    assert count(session, Person, Person.name == "Ann Peeters") == 2
