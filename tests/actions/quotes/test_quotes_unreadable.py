"""One quote that cannot be read keeps nobody out: the others open, its firm proves its own file."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent, AuditHead, record
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.stop_lot import stop_lot
from renogroep.journeys.queries.asked import Asked
from renogroep.journeys.queries.lot_quotes import checking
from renogroep.quotes.actions import choosing, finishing, opening, recovering
from renogroep.quotes.actions.sealed import open_payload
from renogroep.quotes.documents.minutes import minutes_pdf, minutes_view
from renogroep.quotes.documents.receipt import price_file
from renogroep.quotes.models import UnreadableQuote
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.receipts import unreadable_of
from renogroep.quotes.rules.events import Did
from tests.support.make import NOW, TODAY
from tests.support.make_quotes import sheet_for, worked_example

LAST_DAY = date(2026, 11, 30)  # five working days after Monday 23 November


@pytest.fixture
def two(make):
    return make.member(Role.LEAD).id, make.member(Role.OPENING_OFFICER).id


@pytest.fixture
def example(make):
    example = worked_example(make, stage="quoting")
    example.files = {name: file_of(quote) for name, quote in example.quotes.items()}
    return example


def file_of(quote):
    """What the firm kept on its own computer."""
    _sheet, nonce, content = open_payload(quote)
    return price_file(quote, nonce, content)


def flip(quote):
    """One bad byte."""
    quote.sealed = quote.sealed[:-1] + bytes([quote.sealed[-1] ^ 1])


def open_all(session, example, two):
    for person in two:
        row = opening.open_lot(session, example.lot, by=By(person))
    return row


@pytest.fixture
def spoiled(session, example, two):
    """C could not be read; A and B are open."""
    flip(example.quotes["C"])
    open_all(session, example, two)
    example.row = unreadable_of(session, example.quotes["C"])
    return example


def states(example):
    return {name: str(quote.state) for name, quote in example.quotes.items()}


def refused(code, act, *args, **more):
    with pytest.raises(Refused) as problem:
        act(*args, **more)
    assert problem.value.code == code


def test_one_bad_byte_leaves_two_of_three_opened(session, example, two):
    flip(example.quotes["C"])
    row = open_all(session, example, two)
    assert states(example) == {"A": "opened", "B": "opened", "C": "unreadable"}
    assert example.lot.state == "opened"
    assert [line["intact"] for line in row.minutes] == [True, True, False]
    assert row.minutes[2]["reason"] == "damaged"
    assert row.minutes[2]["totals"] == []
    assert example.quotes["C"].lines == []


def test_exchanged_seals_receipts_and_ids_are_found(session, example, two):
    one, other = example.quotes["A"], example.quotes["B"]
    columns = ("sealed", "seal_id", "receipt_hash")
    mine, theirs = ([getattr(quote, name) for name in columns] for quote in (one, other))
    one.seal_id = other.seal_id = None
    session.flush()
    for quote, values in ((one, theirs), (other, mine)):
        for name, value in zip(columns, values, strict=True):
            setattr(quote, name, value)
    open_all(session, example, two)
    assert states(example) == {"A": "unreadable", "B": "unreadable", "C": "opened"}
    reasons = session.scalars(select(UnreadableQuote.reason)).all()
    assert reasons == ["damaged", "damaged"]


def test_a_key_that_is_away_spoils_and_when_it_is_back_two_people_open(session, app, example, two):
    app.config["SEALING_KEY"] = ""
    app.config["SEALING_KEYS"] = f"2026b:{'22' * 32}"
    try:
        open_all(session, example, two)
        row = unreadable_of(session, example.quotes["A"])
        assert row.reason == "no_key"
        refused("recover.no_file", recovering.recover, session, row, by=By(two[0]))
    finally:
        app.config["SEALING_KEY"] = "11" * 32
        del app.config["SEALING_KEYS"]
    for person in two:
        recovering.recover(session, row, by=By(person))
    assert states(example) == {"A": "opened", "B": "unreadable", "C": "unreadable"}


def test_an_earlier_quote_of_the_firm_itself_is_not_the_last_one(session, example, two):
    """Somebody with the database brings an older quote of A back: its row fits, the log does not."""
    quote = example.quotes["A"]
    record(
        session,
        Did.QUOTE_SUBMITTED,
        actor_id=None,
        subject=quote,
        organisation_id=quote.organisation_id,
        request_id=quote.request_id,
        receipt=quote.receipt,
        receipt_hash="f" * 64,
    )
    open_all(session, example, two)
    assert states(example)["A"] == "unreadable"
    assert unreadable_of(session, quote).reason == "not_logged"


def test_a_receipt_that_was_changed_in_its_row_is_found(session, example, two):
    example.quotes["A"].receipt_hash = "f" * 64
    open_all(session, example, two)
    assert unreadable_of(session, example.quotes["A"]).reason == "other_receipt"


def test_a_log_that_was_hashed_again_opens_nothing_by_itself(session, example, two):
    events = AuditEvent.__table__
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    session.execute(update(events).where(events.c.id == last.id).values(hash="e" * 64))
    session.execute(update(AuditHead.__table__).values(hash="e" * 64))
    session.expire_all()
    open_all(session, example, two)
    assert set(states(example).values()) == {"unreadable"}


class TestTheFirm:
    def test_hears_it_the_same_minute_with_the_reason_and_the_last_day(self, session, spoiled):
        mail = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.like("quotes_unreadable:%"))
        ).one()
        assert mail.person_id == spoiled.contractors["C"].id
        assert f"/opdrachten/{spoiled.request.id}/prijsbestand" in mail.body
        assert spoiled.quotes["C"].receipt in mail.body
        opened_mails = select(OutboxMessage).where(OutboxMessage.key.like("quotes_opened:%"))
        assert len(session.scalars(opened_mails).all()) == 2

    def test_proves_its_own_file_and_two_people_open_it(self, session, spoiled, two):
        row, firm = spoiled.row, spoiled.contractors["C"].id
        recovering.prove(session, row, spoiled.files["C"], by=By(firm))
        damaged = spoiled.quotes["C"].sealed
        recovering.recover(session, row, by=By(two[0]), expects=0)
        assert states(spoiled)["C"] == "unreadable"
        recovering.recover(session, row, by=By(two[1]), expects=1)
        quote = spoiled.quotes["C"]
        assert quote.state == "opened"
        assert opened.sheet_of(session, quote).sheet.answers == sheet_for("C").answers
        assert open_payload(quote)  # the receipt works again
        assert row.file == damaged  # and what did not open is kept
        minutes = opened.latest_opening(session, spoiled.lot.id)
        assert [line["kind"] for line in minutes.addenda] == ["recovered"]
        assert minutes.minutes[2]["intact"] is False  # as they were
        view = minutes_view(session, spoiled.lot, minutes)
        assert view.addenda[0].row.totals
        assert minutes_pdf(spoiled.lot, view, "Testgem").startswith(b"%PDF")

    def test_again_and_again_is_once(self, session, spoiled, two):
        row = spoiled.row
        for _ in range(2):
            recovering.prove(session, row, spoiled.files["C"], by=By(spoiled.contractors["C"].id))
        recovering.recover(session, row, by=By(two[0]))
        for _ in range(2):
            recovering.recover(session, row, by=By(two[1]))
        recovering.prove(session, row, spoiled.files["C"], by=TICK)
        did = session.scalars(
            select(AuditEvent.did).where(AuditEvent.subject_id == spoiled.quotes["C"].id)
        ).all()
        for word in (Did.QUOTE_FILE_PROVED, Did.QUOTE_RECOVERY_CONFIRMED, Did.QUOTE_RECOVERED):
            assert did.count(str(word)) == 1
        assert len(opened.latest_opening(session, spoiled.lot.id).addenda) == 1

    def test_the_same_person_is_one_person(self, session, spoiled, two):
        recovering.prove(session, spoiled.row, spoiled.files["C"], by=TICK)
        recovering.recover(session, spoiled.row, by=By(two[0]))
        refused("opening.same_person", recovering.recover, session, spoiled.row, by=By(two[0]))

    def test_who_looked_at_an_older_page_is_told(self, session, spoiled, two):
        recovering.prove(session, spoiled.row, spoiled.files["C"], by=TICK)
        recovering.recover(session, spoiled.row, by=By(two[0]), expects=0)
        refused(
            "recover.somebody_was_first",
            recovering.recover,
            session,
            spoiled.row,
            by=By(two[1]),
            expects=0,
        )

    def test_a_file_of_another_firm_proves_nothing(self, session, spoiled):
        refused(
            "recover.other_file",
            recovering.prove,
            session,
            spoiled.row,
            spoiled.files["A"],
            by=TICK,
        )
        assert spoiled.row.file is None

    def test_one_byte_more_proves_nothing(self, session, spoiled):
        body = json.loads(spoiled.files["C"])
        for change in ({"file": body["file"] + " "}, {"nonce": body["nonce"] + "00"}):
            content = json.dumps(body | change).encode()
            refused("recover.other_file", recovering.prove, session, spoiled.row, content, by=TICK)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe",
            b"PK\x03\x04",
            b"[]",
            b"{}",
            b"1",
            b'{"nonce": 1, "file": "x"}',
            b'{"nonce": "zz", "file": "{}"}',
            b'{"nonce": "' + b"11" * 32 + b'", "file": "{}"}',
            b'{"nonce": "' + b"11" * 32 + b'", "file": "\xc3\xa9"}',
            b"[" * 100_000,
        ],
    )
    def test_what_is_no_price_file_says_so(self, session, spoiled, content):
        refused("recover.no_price_file", recovering.prove, session, spoiled.row, content, by=TICK)

    def test_a_nonce_that_anybody_could_guess_is_none(self, session, spoiled):
        content = json.dumps(json.loads(spoiled.files["C"]) | {"nonce": "11"}).encode()
        refused("recover.no_price_file", recovering.prove, session, spoiled.row, content, by=TICK)


class TestNothingGoesOn:
    def test_no_choice_starts(self, session, spoiled, two):
        refused("quotes.unreadable", choosing.start_choosing, session, spoiled.lot, by=By(two[0]))

    def test_no_checks_end(self, session, make, two):
        example = worked_example(make, mode="procurement", stage="quoting")
        flip(example.quotes["A"])
        open_all(session, example, two)
        refused("quotes.unreadable", finishing.finish_checks, session, example.lot, by=By(two[0]))


class TestGivingUp:
    def give(self, session, spoiled, two, reason="Geen bestand gekregen."):
        return recovering.give_up(session, spoiled.row, reason=reason, by=By(two[0]))

    def test_from_the_day_after_the_last_day(self, session, spoiled, two):
        until = spoiled.row.until
        assert until == LAST_DAY
        with clock.frozen_at(NOW + (until - TODAY)):
            refused("recover.too_early", self.give, session, spoiled, two)
        with clock.frozen_at(NOW + (until - TODAY) + timedelta(days=1)):
            self.give(session, spoiled, two)
            self.give(session, spoiled, two)
            choosing.start_choosing(session, spoiled.lot, by=By(two[0]))
        assert states(spoiled)["C"] == "not_opened"
        minutes = opened.latest_opening(session, spoiled.lot.id)
        assert [line["kind"] for line in minutes.addenda] == ["given_up"]
        view = minutes_view(session, spoiled.lot, minutes)
        assert view.addenda[0].why == "Geen bestand gekregen."
        mail = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.like("quotes_given_up:%"))
        ).one()
        assert "Geen bestand gekregen." in mail.body

    def test_not_without_a_reason(self, session, spoiled, two):
        with clock.frozen_at(NOW + timedelta(days=30)):
            refused("recover.no_reason", self.give, session, spoiled, two, reason=" ")

    def test_not_once_the_firm_proved_its_file(self, session, spoiled, two):
        recovering.prove(session, spoiled.row, spoiled.files["C"], by=TICK)
        with clock.frozen_at(NOW + timedelta(days=30)):
            refused("recover.proved", self.give, session, spoiled, two)

    def test_what_was_given_up_does_not_come_back(self, session, spoiled, two):
        with clock.frozen_at(NOW + timedelta(days=30)):
            self.give(session, spoiled, two)
            refused(
                "recover.not_now",
                recovering.prove,
                session,
                spoiled.row,
                spoiled.files["C"],
                by=TICK,
            )


def test_a_lot_that_stops_tells_the_firm_too_and_ends_it(session, spoiled, two):
    stop_lot(session, spoiled.lot, reason="Te weinig.", by=By(two[0]))
    told = session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.key.like("quotes_failed:%"))
    ).all()
    assert spoiled.contractors["C"].id in told
    refused("recover.not_now", recovering.prove, session, spoiled.row, spoiled.files["C"], by=TICK)


def test_the_next_step_says_so_to_lead_and_firm(session, spoiled):
    lots = {spoiled.lot.id: spoiled.lot}
    asked = Asked(lots=lots, person_id=None)
    assert checking(session, asked)[spoiled.lot.id]["unreadable"] == 1
    firms = spoiled.firms
    for name, facts in (("C", {"unreadable": 1, "unreadable_until": LAST_DAY}), ("A", {})):
        own = Asked(lots={spoiled.request.id: spoiled.lot}, person_id=None, firm_id=firms[name].id)
        found = checking(session, own)[spoiled.request.id]
        assert {key: found[key] for key in found if key.startswith("unreadable")} == facts
