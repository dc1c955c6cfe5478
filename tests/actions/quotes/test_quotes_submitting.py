"""One quote per firm counts, it came in on time, and its receipt can be checked."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money, UnitPrice
from renogroep.groups.models import Request
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.actions import drafting, submitting
from renogroep.quotes.actions.sealed import open_payload, open_typed
from renogroep.quotes.documents.receipt import price_file
from renogroep.quotes.models import QuoteLine
from renogroep.quotes.rules.typed import Typed
from tests.support.make_jobs import invited, job, quotes_of, typed

KEY = "k" * 32
SECOND = timedelta(seconds=1)


@pytest.fixture
def one(make):
    return job(make)


def save(session, one, what=None, version=0, revision=1):
    return drafting.save_draft(
        session,
        one.request_id,
        one.firm_id,
        what or typed(),
        revision=revision,
        by=By(one.person_id, seen=version),
    )


def hand_in(session, one, what=None, key=KEY):
    draft = save(session, one, what)
    return submitting.submit(
        session,
        one.request_id,
        one.firm_id,
        submission_key=key,
        by=By(one.person_id, seen=draft.version),
    )


def states(session, one):
    return [(q.slot, q.state) for q in quotes_of(session, one.request_id)]


def test_a_draft_keeps_what_was_typed_right_or_wrong(session, one):
    odd = typed({"01.01": ("twaalf", ""), "01.02": ("-5", "60")})
    draft = save(session, one, odd)
    assert open_typed(draft) == odd
    assert states(session, one) == [("draft", "draft")]


def test_a_second_save_changes_the_same_draft(session, one):
    first = save(session, one)
    again = save(session, one, typed({"01.01": ("130", "129")}), version=first.version)
    assert first.id == again.id
    assert open_typed(again).lines["01.01"] == {"price_1": "130", "price_2": "129"}


@pytest.mark.parametrize("version", [0, 7])
def test_a_draft_that_a_colleague_changed_is_not_overwritten(session, one, version):
    save(session, one)
    with pytest.raises(StaleDataError):
        save(session, one, typed({"01.01": ("99", "98")}), version=version)


def test_a_form_of_a_draft_that_is_gone_is_stale(session, one):
    with pytest.raises(StaleDataError):
        save(session, one, version=3)


def test_submitting_makes_the_draft_the_quote_of_the_firm(session, one):
    quote = hand_in(session, one)
    assert states(session, one) == [("submitted", "submitted")]
    sheet, nonce, content = open_payload(quote)
    assert sheet.answer("01.01").prices == (UnitPrice.euros("121.37"), UnitPrice.euros(119))
    assert sheet.terms.own_min == 4
    assert len(nonce) >= 16
    assert quote.receipt_hash == hashlib.sha256(nonce + content).hexdigest()


def test_the_same_prices_twice_give_other_hashes(session, one):
    first = hand_in(session, one).receipt_hash
    assert hand_in(session, one, key="other" * 6).receipt_hash != first


def test_the_price_file_is_enough_to_check_the_receipt(session, one):
    quote = hand_in(session, one)
    _sheet, nonce, content = open_payload(quote)
    file = json.loads(price_file(quote, nonce, content))
    computed = hashlib.sha256(bytes.fromhex(file["nonce"]) + file["file"].encode()).hexdigest()
    assert computed == file["sha256"] == quote.receipt_hash
    assert file["receipt"] == quote.receipt


def test_nothing_of_a_quote_stands_outside_its_payload(session, one):
    quote = hand_in(session, one)
    for name in (
        *("own_minimum", "capacity", "start_from", "start_until", "warranty_years"),
        *("disruption_days", "valid_until", "remark"),
    ):
        assert getattr(quote, name) is None
    assert session.scalars(select(QuoteLine)).all() == []


def test_the_same_form_twice_is_one_quote_and_one_mail(session, one):
    draft = save(session, one)
    version = draft.version
    made = [
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=version),
        )
        for _ in range(2)
    ]
    assert made[0].id == made[1].id
    assert states(session, one) == [("submitted", "submitted")]
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


def test_a_form_that_comes_again_after_the_deadline_still_shows_its_quote(session, one):
    quote = hand_in(session, one)
    with clock.frozen_at(one.deadline + timedelta(days=1)):
        again = submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=1),
        )
    assert again.id == quote.id


def test_another_firm_with_the_same_key_does_not_meet_this_quote(session, make, one):
    mine = hand_in(session, one)
    lot = session.get(Request, one.request_id).lot
    firm, person = invited(make, lot)
    other = type(one)(**{**vars(one), "firm_id": firm.id, "person_id": person.id})
    assert hand_in(session, other).id != mine.id


def test_a_new_quote_replaces_the_former_and_the_last_one_counts(session, one):
    first = hand_in(session, one)
    second = hand_in(session, one, typed({"01.01": ("118", "117")}), key="second" * 6)
    assert states(session, one) == [("submitted", "replaced"), ("submitted", "submitted")]
    assert first.receipt != second.receipt
    did = [row.did for row in session.scalars(select(AuditEvent).order_by(AuditEvent.number))]
    assert did == [
        "quote.draft_saved",
        "quote.submitted",
        "quote.draft_saved",
        "quote.replaced",
        "quote.submitted",
    ]


def test_a_draft_that_is_not_complete_is_not_handed_in(session, one):
    draft = save(session, one, typed({"01.01": ("", "")}))
    with pytest.raises(Refused) as refused:
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=draft.version),
        )
    assert refused.value.code == "quote.incomplete"
    assert states(session, one) == [("draft", "draft")]


def test_a_page_of_an_older_draft_hands_in_nothing(session, one):
    old = save(session, one).version
    save(session, one, typed({"01.01": ("99", "98")}), version=old)
    with pytest.raises(StaleDataError):
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=old),
        )


def test_prices_for_an_older_bill_are_not_handed_in(session, one):
    draft = save(session, one)
    session.get(Request, one.request_id).revision = 2
    session.flush()
    with pytest.raises(Refused) as refused:
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=draft.version),
        )
    assert refused.value.code == "quote.other_revision"
    with pytest.raises(Refused):
        save(session, one, version=draft.version, revision=1)
    assert save(session, one, version=draft.version, revision=2).request_revision == 2


def test_nothing_to_hand_in_is_said(session, one):
    with pytest.raises(Refused) as refused:
        submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=1),
        )
    assert refused.value.code == "quote.no_draft"


def test_a_withdrawn_quote_no_longer_counts_and_another_may_follow(session, one):
    quote = hand_in(session, one)
    submitting.withdraw(
        session, one.request_id, one.firm_id, by=By(one.person_id, seen=quote.version)
    )
    assert states(session, one) == [("submitted", "withdrawn")]
    hand_in(session, one, key="again" * 6)
    assert states(session, one) == [("submitted", "withdrawn"), ("submitted", "submitted")]
    subjects = [
        m.subject for m in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    ]
    assert len(subjects) == 3


def test_only_a_quote_that_is_there_can_be_withdrawn(session, one):
    with pytest.raises(Refused) as refused:
        submitting.withdraw(session, one.request_id, one.firm_id, by=By(one.person_id, seen=1))
    assert refused.value.code == "quote.none_submitted"


def acts(session, one):
    """Everything that a deadline stops."""
    return {
        "save": lambda: save(session, one),
        "submit": lambda: submitting.submit(
            session,
            one.request_id,
            one.firm_id,
            submission_key=KEY,
            by=By(one.person_id, seen=1),
        ),
        "withdraw": lambda: submitting.withdraw(
            session, one.request_id, one.firm_id, by=By(one.person_id, seen=1)
        ),
    }


@pytest.mark.parametrize("act", ["save", "submit", "withdraw"])
def test_one_second_late_is_refused(session, one, act):
    with clock.frozen_at(one.deadline + SECOND), pytest.raises(Refused) as refused:
        acts(session, one)[act]()
    assert refused.value.code == "quote.late"
    assert quotes_of(session, one.request_id) == []


@pytest.mark.parametrize(
    "left", [timedelta(0), timedelta(seconds=-1), timedelta(microseconds=999_999)]
)
def test_the_second_of_the_deadline_itself_is_in_time(session, one, left):
    with clock.frozen_at(one.deadline + left):
        assert hand_in(session, one).state == "submitted"


@pytest.mark.parametrize(
    "local_noon",
    [
        datetime(2027, 3, 28, 10, 0, tzinfo=UTC),  # summer time began that night: UTC+2
        datetime(2027, 3, 27, 11, 0, tzinfo=UTC),  # the day before: UTC+1
        datetime(2026, 10, 25, 11, 0, tzinfo=UTC),  # winter time began that night: UTC+1
    ],
)
def test_noon_is_noon_in_brussels_whatever_the_season(session, make, local_noon):
    assert clock.local(local_noon).strftime("%H:%M") == "12:00"
    one = job(make, deadline=clock.at_local(clock.local(local_noon).date()) + timedelta(hours=0))
    session.get(Request, one.request_id).lot.quote_deadline = local_noon
    session.flush()
    with clock.frozen_at(local_noon):
        save(session, one)
    with clock.frozen_at(local_noon + SECOND), pytest.raises(Refused):
        save(session, one, version=1)


def change(session, one, name):
    request = session.get(Request, one.request_id)
    if name == "opened":
        request.opened_at = clock.now()
    elif name == "lot":
        request.lot.state = "opened"
    else:
        request.lot.package.own_submission = False
    session.flush()


@pytest.mark.parametrize(
    "name,code", [("opened", "job.closed"), ("lot", "job.closed"), ("package", "job.elsewhere")]
)
def test_a_job_that_takes_no_quotes_takes_none(session, one, name, code):
    change(session, one, name)
    with pytest.raises(Refused) as refused:
        save(session, one)
    assert refused.value.code == code


def test_a_firm_that_was_not_invited_cannot_quote(session, make, one):
    stranger = make.firm()
    with pytest.raises(Refused) as refused:
        drafting.save_draft(
            session,
            one.request_id,
            stranger.id,
            Typed(),
            revision=1,
            by=By(one.person_id, seen=0),
        )
    assert refused.value.code == "job.not_yours"


def test_the_mail_has_the_receipt_and_its_hash_and_no_price(session, one):
    quote = hand_in(session, one)
    mail = session.scalars(select(OutboxMessage)).one()
    assert quote.receipt in mail.body
    assert quote.receipt_hash in mail.body
    for price in ("121,37", "121.37", "12137", "61,5", "61.5"):
        assert price not in mail.body.replace(quote.receipt_hash, "")


@pytest.mark.parametrize(("maximum", "over"), [(None, False), ("110000", False), ("50000", True)])
def test_a_price_above_the_announced_value_is_handed_in_knowingly(session, make, maximum, over):
    package = make.package("procurement", max_value=maximum and Money.euros(maximum))
    tender = job(make, lot=package.lots[0])
    draft = save(session, tender)
    given = {"submission_key": KEY, "by": By(tender.person_id, seen=draft.version)}
    place = session, tender.request_id, tender.firm_id
    if over:
        with pytest.raises(Refused) as refused:
            submitting.submit(*place, **given)
        assert refused.value.code == "package.over_maximum"
        assert states(session, tender) == [("draft", "draft")]
    submitting.submit(*place, **given, knows_over=over)
    assert states(session, tender) == [("submitted", "submitted")]
    facts = (
        session.scalars(select(AuditEvent).where(AuditEvent.did == "quote.submitted")).one().facts
    )
    assert not [name for name in facts if "maximum" in name]  # it says something of a sealed price
