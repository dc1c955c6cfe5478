"""What is written when somebody shows interest, leaves a message or stops?"""

import re

import pytest
from sqlalchemy import func, select

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.identity.models import Consent, Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.models import Order
from renogroep.owners.models import CanWillAnswer, Case, Dwelling, ScreeningFact, Task
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import coming_in, interest, people, sending
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.coming_in import read_channel
from tests.support.make import NOW, TODAY
from tests.support.make_subscriptions import ANSWERS, TENANT, place, sender, show_interest

OF_ONE = True


def register(session, at, **given):
    values = {"package": at.package, "address": at.address, "answers": ANSWERS, "sender": sender()}
    return show_interest(session, **{**values, **given})


def newest_message(session):
    """The receipt: of who confirmed online a message to confirm came before it."""
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_one_interest_is_a_person_a_home_a_case_facts_consent_and_a_receipt(session, make):
    at = place(make, lots=2)
    row = register(session, at)

    assert row.state == "subscribed"
    assert re.fullmatch(r"RG-\w{4}-\w{2}", row.reference)
    assert [link.lot.number for link in row.lots] == [1]
    assert (row.life_stage, row.budget_band) == ("family", "10_20")
    case = session.scalars(select(Case)).one()
    assert (case.owner_kind, case.channel, case.dwelling.address_id) == (
        "owner_occupier",
        "online",
        at.address_id,
    )
    facts = {fact.fact: fact.answer for fact in session.scalars(select(ScreeningFact))}
    assert facts == {"damp": "yes", "tenant": "no"}
    consent = session.scalars(select(Consent)).one()
    assert (consent.purpose, consent.channel, consent.language) == ("contact", "online", "nl")
    mail = newest_message(session)
    assert mail.address == "ann@example.org"
    assert row.reference in mail.subject
    assert "/l/" in mail.body
    did = session.scalars(select(AuditEvent.did).order_by(AuditEvent.number)).all()
    assert "subscription.registered" in did


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [("within_1", ["within_1"]), ("within_5", ["within_5"]), ("not_sure", [])],
)
@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.PHONE])
def test_when_they_want_works_is_evidence_of_the_second_question(
    session, make, answer, evidence, channel
):
    """With day and channel, without an author: it is no call yet."""
    answers = {**ANSWERS, "when": [answer]}
    register(session, place(make), answers=answers, by=By(None, channel))
    rows = session.scalars(select(CanWillAnswer)).all()
    assert [row.answer for row in rows] == evidence
    assert {(row.question, row.author_id, row.channel, row.at) for row in rows} <= {
        (2, None, channel, NOW)
    }


def test_interest_never_counts_as_an_order(session, make):
    at = place(make)
    register(session, at)
    lot = at.package.lots[0]
    progress = queries.counters(session, [lot], {})[lot.id]
    assert (progress.interested, progress.confirmed) == (1, 0)
    assert count(session, Order) == 0


@pytest.mark.parametrize(
    ("way", "value", "kind", "address"),
    [
        ("email", "Ann@Example.org", "mail", "ann@example.org"),
        ("mobile", "+32 470/12.34.56", "call", "+32470123456"),
        ("letter", "", "letter", "Rozenstraat 12, 9999 Testgem"),
    ],
)
def test_the_receipt_goes_the_chosen_way(session, make, way, value, kind, address):
    at = place(make)
    contact = coming_in.read_contact(way, value, at.address)
    register(session, at, sender=sender(way=way, value=contact.value))
    message = newest_message(session)
    assert (message.way, message.address) == (kind, address)


@pytest.mark.parametrize(
    ("channel", "way", "told"),
    [
        (Channel.PHONE, "mobile", True),
        (Channel.DESK, "mobile", True),
        (Channel.PAPER, "mobile", False),
        (Channel.ONLINE, "mobile", False),
        (Channel.PHONE, "email", False),  # the mail still goes out
    ],
)
def test_who_hears_it_on_the_phone_is_not_called_about_it(session, make, channel, way, told):
    at = place(make)
    value = {"mobile": "0470 12 34 56", "email": "ann@example.org"}[way]
    contact = coming_in.read_contact(way, value, at.address)
    by = By(make.member(Role.DESK).id, channel)
    register(session, at, sender=sender(way=way, value=contact.value), by=by)
    message = newest_message(session)
    assert (message.done_at is not None) is told
    if told:
        assert message.done_by == by.actor_id


@pytest.mark.parametrize(
    ("way", "value", "code"),
    [
        ("email", "ann at example", "contact.email"),
        ("email", "", "contact.email"),
        ("mobile", "12", "phone.unreadable"),
        ("fax", "12", "contact.way"),
    ],
)
def test_an_unreadable_contact_is_refused(session, make, way, value, code):
    with pytest.raises(Refused) as refused:
        coming_in.read_contact(way, value, place(make).address)
    assert refused.value.code == code


def test_a_second_interest_for_the_home_is_told_and_changes_nothing(session, make):
    at = place(make)
    register(session, at)
    before = count(session, Person), count(session, AuditEvent)
    with pytest.raises(Refused) as refused:
        register(session, at, sender=sender("Jan"), by=By(None, Channel.PHONE))
    assert refused.value.code == "subscription.known"
    assert refused.value.text.params == {}  # not since when, and not by whom
    assert (count(session, Person), count(session, AuditEvent)) == before


def test_the_same_form_twice_is_one_interest(session, make):
    at = place(make)
    first = register(session, at, submission_key="k1")
    again = register(session, at, submission_key="k1")
    assert first is again
    assert count(session, Subscription) == 1
    assert count(session, OutboxMessage) == 2  # to confirm, and the receipt


def test_two_packages_at_one_home_share_the_dwelling(session, make):
    at = place(make)
    register(session, at)
    other = make.package(neighbourhood=at.package.neighbourhood)
    register(session, at, package=other)
    assert count(session, Dwelling) == 1
    assert count(session, Subscription) == 2


def test_references_differ(session, make):
    at = place(make)
    codes = {register(session, at).reference}
    for n in range(3):
        address = make.address(at.address.street, str(20 + n))
        codes.add(register(session, at, address=address).reference)
    assert len(codes) == 4


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "subscription.incomplete"),
        ({**ANSWERS, "budget": []}, "subscription.incomplete"),
        (TENANT, "subscription.other_way"),
        ({**ANSWERS, "when": ["not_now"]}, "subscription.other_way"),
        ({**ANSWERS, "works": ["other_works"]}, "subscription.other_way"),
    ],
)
def test_answers_that_lead_elsewhere_are_no_interest(session, make, answers, code):
    at = place(make)
    with pytest.raises(Refused) as refused:
        register(session, at, answers=answers)
    assert refused.value.code == code
    assert count(session, Person) == 0


@pytest.mark.parametrize(
    "given", [{"state": "closed"}, {"interest_deadline": TODAY.replace(day=22)}]
)
def test_a_closed_package_takes_no_interest(session, make, given):
    at = place(make, **given)
    with pytest.raises(Refused) as refused:
        register(session, at)
    assert refused.value.code == "subscription.closed"


def test_the_last_day_still_counts(session, make):
    assert register(session, place(make, interest_deadline=TODAY)).state == "subscribed"


@pytest.mark.parametrize(
    ("name", "code"), [("  \u202e ", "person.no_name"), ("x" * 5000, "person.long_name")]
)
def test_absurd_names_are_refused_in_words(session, make, name, code):
    with pytest.raises(Refused) as refused:
        register(session, place(make), sender=sender(name))
    assert refused.value.code == code


def test_direction_signs_in_a_name_are_taken_out(session, make):
    row = register(session, place(make), sender=sender("Ann\u202e Peeters"))
    assert row.person.name == "Ann Peeters"


def test_a_tenant_leaves_a_signal_with_a_task_and_no_interest(session, make):
    at = place(make)
    case = interest.leave_message(
        session,
        package=at.package,
        address=at.address,
        answers=TENANT,
        words="Koud aan het raam",
        sender=sender(),
        by=By(None),
    )
    assert case.owner_kind == "tenant"
    task = session.scalars(select(Task)).one()
    assert task.what["params"]["words"] == "Koud aan het raam"
    assert count(session, Subscription) == 0
    assert "/l/" not in session.scalars(select(OutboxMessage)).one().body


def test_a_tenant_who_says_nothing_is_asked_to(session, make):
    at = place(make)
    with pytest.raises(Refused) as refused:
        interest.leave_message(
            session,
            package=at.package,
            address=at.address,
            answers=TENANT,
            words=" ",
            sender=sender(),
            by=By(None),
        )
    assert refused.value.code == "message.empty"


def test_who_waits_for_the_next_round_is_called_months_later(session, make):
    at = place(make)
    answers = {**ANSWERS, "when": ["not_now"]}
    case = interest.leave_message(
        session,
        package=at.package,
        address=at.address,
        answers=answers,
        words="",
        sender=sender(),
        by=By(None),
    )
    assert (queries.call_promised(session, case) - TODAY).days > 170


def test_stopping_takes_the_household_out_of_the_count_and_says_so(session, make):
    at = place(make)
    row = register(session, at)
    interest.withdraw_interest(session, row, reason="cost", by=By(row.person_id))
    assert (row.state, row.loss_reason) == ("withdrawn", "cost")
    lot = at.package.lots[0]
    assert queries.counters(session, [lot], {})[lot.id].interested == 0
    subjects = session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)).all()
    assert subjects[-1].startswith("withdrawn:")
    with pytest.raises(Refused):
        interest.withdraw_interest(session, row, reason="", by=TICK)


def test_after_stopping_the_home_can_show_interest_again(session, make):
    at = place(make)
    row = register(session, at)
    interest.withdraw_interest(session, row, reason="", by=TICK)
    assert register(session, at).id != row.id


def test_a_strange_reason_changes_nothing(session, make):
    row = register(session, place(make))
    with pytest.raises(Refused):
        interest.withdraw_interest(session, row, reason="because", by=TICK)
    assert row.state == "subscribed"


def test_the_advisor_gets_a_task_when_a_household_stops(session, make):
    row = register(session, place(make))
    row.case.advisor_id = make.person().id
    interest.withdraw_interest(session, row, reason="", by=TICK)
    assert session.scalars(select(Task)).one().assignee_id == row.case.advisor_id


def test_export_erase_and_repoint_cover_the_interest(session, make):
    at = place(make)
    row = register(session, at)
    found = people.export_person(session, row.person_id)["interests"]
    assert [one["reference"] for one in found] == [row.reference]
    assert "damp" not in str(found)  # words, never codes

    other = make.person()
    people.repoint_person(session, row.person_id, other.id)
    session.refresh(row)
    assert row.person_id == other.id

    people.erase_person(session, other.id)
    assert (row.answers, row.state, row.life_stage) == ({}, "withdrawn", None)
    assert people.export_person(session, other.id)["interests"][0]["answers"] == {}


def test_works_that_the_package_does_not_have_are_no_interest(session, make):
    at = place(make)
    with pytest.raises(Refused, match=r"^subscription\.other_works:"):
        sending.send_in(
            session,
            package=at.package,
            address=at.address,
            answers={**ANSWERS, "works": ["other_works"]},
            words="",
            sender=sender(),
            submission_key=None,
            by=By(None),
        )
    assert count(session, Subscription) == 0


@pytest.mark.parametrize(
    ("typed", "good"),
    [("phone", True), ("desk", True), ("", False), (None, False), ("tick", False)],
)
def test_staff_say_how_an_interest_came_in(typed, good):
    if good:
        assert read_channel(typed) == typed
        return
    with pytest.raises(Refused, match=r"^contact\.channel:"):
        read_channel(typed)
