"""Checks: the original stays, every correction has a reason, a flag is a duty to ask."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money, UnitPrice
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.actions import checking, finishing
from renogroep.quotes.models import Correction, PriceQuery
from renogroep.quotes.queries import comparing, opened
from tests.support.make import TODAY
from tests.support.make_quotes import answered, sheet_for, stated, worked_example

WHY = {"reason": "De eenheidsprijs primeert.", "legal_ground": "KB Plaatsing art. 34"}


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD).id


@pytest.fixture
def example(make):
    return worked_example(make, mode="procurement")


def codes(session, quote):
    return {(f.code, f.line) for f in comparing.findings(session, quote.request.lot)[quote.id]}


def test_the_unit_price_prevails_and_both_totals_are_kept(session, example, lead):
    quote = example.quotes["A"]
    stated(quote, "01.02", "3000")  # 64 x 60 is 3,840
    assert ("arithmetic", "01.02") in codes(session, quote)
    checking.correct_total(session, quote, "01.02", by=By(lead), **WHY)
    sheet = opened.sheet_of(session, quote)
    assert codes(session, quote) == set()
    assert sheet.raw_total == Money.euros(94_662)
    assert sheet.total(0) == Money.euros(95_502)
    row = session.scalars(select(Correction)).one()
    assert (row.old, row.new, row.author_id) == ("3000.00", "3840.00", lead)
    assert quote.lines[1].stated_total == Money.euros(3000)


def test_a_total_that_adds_up_is_not_corrected(session, example, lead):
    stated(example.quotes["A"], "01.02", "3840")
    with pytest.raises(Refused) as refused:
        checking.correct_total(session, example.quotes["A"], "01.02", by=By(lead), **WHY)
    assert refused.value.code == "correction.nothing_wrong"


def test_an_apparent_error_in_a_unit_price(session, example, lead):
    quote = example.quotes["B"]
    answered(make_of(session), quote, "01.02", "price", "580", "580")
    price = UnitPrice.euros(58)
    for band in (2, 1):
        checking.correct_price(session, quote, "01.02", band, price, by=By(lead), **WHY)
    sheet = opened.sheet_of(session, quote)
    assert sheet.sheet.answer("01.02").prices == (price, price)
    assert sheet.raw.answer("01.02").prices == (UnitPrice.euros(580),) * 2
    assert sheet.total(1) == Money.euros(87_916)


def make_of(session):
    from tests.support.make import Make

    return Make(session)


def test_a_correction_never_makes_more_homes_dearer(session, example, lead):
    with pytest.raises(Refused) as refused:
        checking.correct_price(
            session, example.quotes["A"], "01.01", 2, UnitPrice.euros(121), by=By(lead), **WHY
        )
    assert refused.value.code == "correction.dearer"


@pytest.mark.parametrize("missing", ["reason", "legal_ground"])
def test_no_correction_without_reason_and_ground(session, example, lead, missing):
    with pytest.raises(Refused):
        checking.correct_price(
            session,
            example.quotes["A"],
            "01.02",
            1,
            UnitPrice.euros(61),
            by=By(lead),
            **{**WHY, missing: ""},
        )
    assert session.scalars(select(Correction)).all() == []


def test_a_forgotten_post_is_filled_for_the_comparison_only(session, example, make, lead):
    quote = example.quotes["B"]
    answered(make, quote, "02.02", "missing")
    assert ("missing_post", "02.02") in codes(session, quote)
    with pytest.raises(Refused) as refused:
        finishing.finish_checks(session, example.lot, by=By(lead))
    assert refused.value.code == "check.finding_open"
    before = comparing.compared(session, example.lot)[quote.id].mixed
    checking.fill_post(session, quote, "02.02", reason="Vergeten.", legal_ground="86", by=By(lead))
    found = comparing.compared(session, example.lot)[quote.id]
    # L = (4,200 + 2,400) / 2 = 3,300; Y and X as in docs/rules: P = L x Y / X per scenario.
    assert all(amount > Money.euros(3000) for amount in found.filled)
    assert found.mixed > before
    assert [p.number for p in opened.sheet_of(session, quote).prices][-1] == "02.01"
    finishing.finish_checks(session, example.lot, by=By(lead))
    assert example.lot.state == "checked"


@pytest.mark.parametrize("kind", ["excluded", "option"])
def test_a_reservation_on_a_post_that_was_asked_is_never_filled(session, example, make, lead, kind):
    """Who leaves work out on purpose does not win with the mean price of the others."""
    quote = example.quotes["B"]
    answered(make, quote, "02.02", kind, *(("3000", "3000") if kind == "option" else ()))
    assert codes(session, quote) == {(f"{kind}_post", "02.02")}
    refused_by_the_checks(session, example, lead, "check.finding_open")
    with pytest.raises(Refused) as refused:
        fill(session, quote, lead)
    assert refused.value.code == "correction.not_missing"
    checking.judge_irregular(session, quote, reason="Voorbehoud bij 02.02.", by=By(lead))
    finishing.finish_checks(session, example.lot, by=By(lead))


def test_a_fill_of_before_that_was_no_blank_counts_no_more(session, example, make, lead):
    quote = example.quotes["B"]
    answered(make, quote, "02.02", "missing")
    fill(session, quote, lead)
    session.scalars(select(Correction)).one().old = "excluded"
    answered(make, quote, "02.02", "excluded")
    assert comparing.compared(session, example.lot)[quote.id].filled[0].cents == 0
    refused_by_the_checks(session, example, lead, "check.finding_open")


@pytest.mark.parametrize("number", ["02.02", ""])
def test_a_price_in_question_fills_nothing_until_it_is_accepted(
    session, example, make, lead, number
):
    """L is C's 2,400 alone while A's price, or its whole total, waits for a verdict."""
    quote = example.quotes["B"]
    answered(make, quote, "02.02", "missing")
    fill(session, quote, lead)
    with_both = comparing.compared(session, example.lot)[quote.id].filled[1]
    query = checking.ask_price(session, example.quotes["A"], number, facts={}, by=By(lead))
    alone = comparing.compared(session, example.lot)[quote.id].filled[1]
    # Y = 84,916 and X = 83,116 at ten homes: 2,400 x 84,916 / 83,116
    assert (with_both > alone, alone) == (True, Money.euros("2451.98"))
    checking.keep_answer(session, query, answer="Grotere werf.", by=By(lead))
    checking.judge_price(session, query, verdict="accepted", reason="Klopt.", by=By(lead))
    assert comparing.compared(session, example.lot)[quote.id].filled[1] == with_both


def test_with_every_other_price_in_question_a_blank_waits(session, example, make, lead):
    quote = example.quotes["B"]
    answered(make, quote, "02.02", "missing")
    for firm in "AC":
        checking.ask_price(session, example.quotes[firm], "02.02", facts={}, by=By(lead))
    with pytest.raises(Refused) as refused:
        fill(session, quote, lead)
    assert refused.value.code == "correction.nobody_priced"


def test_a_correction_to_the_same_price_is_none(session, example, lead):
    why = {"reason": "Komma.", "legal_ground": "art. 34", "by": By(lead)}
    with pytest.raises(Refused) as refused:
        checking.correct_price(
            session, example.quotes["B"], "01.01", 1, UnitPrice.euros("114"), **why
        )
    assert refused.value.code == "correction.same"
    assert session.scalars(select(Correction)).all() == []


def fill(session, quote, lead):
    checking.fill_post(session, quote, "02.02", reason="Vergeten.", legal_ground="86", by=By(lead))


def refused_by_the_checks(session, example, lead, code):
    with pytest.raises(Refused) as refused:
        finishing.finish_checks(session, example.lot, by=By(lead))
    assert refused.value.code == code
    return refused.value.text.params


def test_setting_the_only_firm_aside_that_priced_a_filled_post_is_said_and_can_be_undone(
    session, example, make, lead
):
    for firm in "BC":
        answered(make, example.quotes[firm], "02.02", "missing")
        fill(session, example.quotes[firm], lead)
    checking.judge_irregular(session, example.quotes["A"], reason="Te laat.", by=By(lead))
    assert codes(session, example.quotes["B"]) == {("cannot_fill", "02.02")}
    assert comparing.compared(session, example.lot)[example.quotes["B"].id].filled[0].cents == 0
    refused_by_the_checks(session, example, lead, "check.finding_open")
    checking.reconsider(session, example.quotes["A"], by=By(lead))
    assert codes(session, example.quotes["B"]) == set()
    finishing.finish_checks(session, example.lot, by=By(lead))


def test_a_price_of_zero_waits_until_it_is_explained(session, example, make, lead):
    quote = example.quotes["C"]
    answered(make, quote, "01.02", "price", "0", "0")
    assert refused_by_the_checks(session, example, lead, "check.finding_open")["post"] == "01.02"
    query = checking.ask_price(session, quote, "01.02", facts={}, by=By(lead))
    checking.keep_answer(session, query, answer="Zit in 01.01.", by=By(lead))
    checking.judge_price(session, query, verdict="accepted", reason="Duidelijk.", by=By(lead))
    finishing.finish_checks(session, example.lot, by=By(lead))


@pytest.mark.parametrize("code", ["wrong_revision", "validity_too_short"])
def test_a_quote_on_an_old_bill_or_too_short_bound_is_judged_with_a_reason(
    session, example, lead, code
):
    quote = example.quotes["B"]
    if code == "wrong_revision":
        quote.request_revision = 0
    else:
        quote.valid_until = TODAY + timedelta(days=10)
    assert refused_by_the_checks(session, example, lead, "check.quote_open")["firm"] == "B"
    why = {"reason": "Zelfde posten.", "legal_ground": "KB Plaatsing art. 76", "by": By(lead)}
    checking.accept_finding(session, quote, code, **why)
    with pytest.raises(Refused):
        checking.accept_finding(session, quote, code, **why)
    row = session.scalars(select(Correction)).one()
    assert (row.number, row.old, row.new, row.reason) == ("", code, "accepted", "Zelfde posten.")
    finishing.finish_checks(session, example.lot, by=By(lead))


def test_a_missing_post_is_not_waved_through_with_a_reason(session, example, make, lead):
    answered(make, example.quotes["B"], "02.02", "missing")
    with pytest.raises(Refused) as refused:
        checking.accept_finding(
            session,
            example.quotes["B"],
            "missing_post",
            reason="x",
            legal_ground="y",
            by=By(lead),
        )
    assert refused.value.code == "finding.not_there"


def test_in_group_mode_no_post_is_filled_and_no_quote_set_aside(session, make, lead):
    example = worked_example(make)
    answered(make, example.quotes["B"], "02.02", "missing")
    with pytest.raises(Refused):
        checking.fill_post(
            session, example.quotes["B"], "02.02", reason="x", legal_ground="y", by=By(lead)
        )
    with pytest.raises(Refused):
        checking.judge_irregular(session, example.quotes["B"], reason="x", by=By(lead))


def test_a_quote_set_aside_comes_back_when_the_verdict_was_wrong(session, example, lead):
    quote = example.quotes["B"]
    checking.judge_irregular(session, quote, reason="Te korte geldigheid.", by=By(lead))
    assert quote.state == "irregular"
    assert quote.id not in comparing.compared(session, example.lot)
    checking.reconsider(session, quote, by=By(lead))
    assert (quote.state, quote.irregular_reason) == ("opened", None)


class TestAskingAboutPrices:
    @pytest.fixture
    def query(self, session, example, lead):
        return checking.ask_price(
            session, example.quotes["A"], "01.01", facts={"median": 120}, by=By(lead)
        )

    def test_the_firm_has_twelve_days_and_is_told(self, session, example, query):
        assert query.answer_by == TODAY + timedelta(days=12)
        sent = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.like("quotes_price_query:%"))
        ).one()
        assert sent.person_id == example.contractors["A"].id

    def test_the_same_price_is_asked_once(self, session, example, query, lead):
        with pytest.raises(Refused):
            checking.ask_price(session, example.quotes["A"], "01.01", facts={}, by=By(lead))

    def test_checks_wait_for_the_verdict(self, session, example, query, lead):
        with pytest.raises(Refused) as refused:
            finishing.finish_checks(session, example.lot, by=By(lead))
        assert refused.value.code == "check.price_open"
        checking.keep_answer(session, query, answer="Eigen ploeg.", by=By(lead))
        checking.judge_price(session, query, verdict="accepted", reason="Klopt.", by=By(lead))
        finishing.finish_checks(session, example.lot, by=By(lead))
        assert example.lot.state == "checked"

    def test_no_verdict_before_the_answer_or_the_last_day(self, session, query, lead):
        with pytest.raises(Refused) as refused:
            checking.judge_price(session, query, verdict="rejected", reason="x", by=By(lead))
        assert refused.value.code == "price_query.wait"
        with clock.frozen_at(clock.at_local(query.answer_by + timedelta(days=1))):
            checking.judge_price(
                session, query, verdict="rejected", reason="Geen antwoord.", by=By(lead)
            )
        assert query.verdict == "rejected"

    def test_a_rejected_price_sets_the_quote_aside(self, session, example, query, lead):
        checking.keep_answer(session, query, answer="Geen uitleg.", by=By(lead))
        checking.judge_price(session, query, verdict="rejected", reason="Te vaag.", by=By(lead))
        assert example.quotes["A"].state == "irregular"
        assert example.quotes["A"].irregular_reason == "Te vaag."

    def test_a_rejected_price_comes_back_without_its_verdict(self, session, example, query, lead):
        checking.keep_answer(session, query, answer="Geen uitleg.", by=By(lead))
        checking.judge_price(session, query, verdict="rejected", reason="Te vaag.", by=By(lead))
        checking.reconsider(session, example.quotes["A"], by=By(lead))
        assert (query.verdict, query.judged_by, query.answer) == (None, None, "Geen uitleg.")
        refused_by_the_checks(session, example, lead, "check.price_open")

    @pytest.mark.parametrize(("verdict", "reason"), [("maybe", "x"), ("accepted", "")])
    def test_a_verdict_needs_a_word_and_a_reason(self, session, query, lead, verdict, reason):
        checking.keep_answer(session, query, answer="Eigen ploeg.", by=By(lead))
        with pytest.raises(Refused):
            checking.judge_price(session, query, verdict=verdict, reason=reason, by=By(lead))
        assert session.scalars(select(PriceQuery)).one().verdict is None


def cheap(share):
    """A's sheet with every unit price at ``share`` per cent."""
    from dataclasses import replace

    sheet = sheet_for("A")
    answers = tuple(
        replace(a, prices=tuple(UnitPrice(p.scaled * share // 100) for p in a.prices))
        for a in sheet.answers
    )
    return replace(sheet, answers=answers)


@pytest.mark.parametrize(("procedure", "must_ask"), [("open", True), ("vopmb", False)])
def test_a_strikingly_low_total_must_be_asked_about_when_the_law_says_so(
    session, make, lead, procedure, must_ask
):
    example = worked_example(
        make,
        mode="procurement",
        firms="ABCD",
        sheets={"D": cheap(70)},
        legal_form=procedure,
    )
    totals = {
        f: comparing.compared(session, example.lot)[q.id].mixed for f, q in example.quotes.items()
    }
    found = comparing.total_check(session, example.lot, totals)
    assert found.check.flagged == ("D",)
    assert found.mandatory is must_ask
    if must_ask:
        with pytest.raises(Refused) as refused:
            finishing.finish_checks(session, example.lot, by=By(lead))
        assert refused.value.code == "check.total_not_asked"
    else:
        finishing.finish_checks(session, example.lot, by=By(lead))


def test_a_total_of_zero_does_not_switch_the_check_off(session, make, lead):
    example = worked_example(
        make,
        mode="procurement",
        firms="ABCDE",
        sheets={"D": cheap(70), "E": cheap(0)},
        legal_form="open",
    )
    totals = {
        f: comparing.compared(session, example.lot)[q.id].mixed for f, q in example.quotes.items()
    }
    assert totals["E"].cents == 0
    assert comparing.total_check(session, example.lot, totals).check.flagged == ("D", "E")


def test_below_four_quotes_the_method_does_not_apply(session, example):
    totals = {
        f: comparing.compared(session, example.lot)[q.id].mixed for f, q in example.quotes.items()
    }
    found = comparing.total_check(session, example.lot, totals)
    assert (found.mandatory, found.check) == (False, None)


def test_a_price_ten_times_too_high_stands_out(session, example, make):
    answered(make, example.quotes["C"], "01.02", "price", "550", "550")
    table = comparing.tables(session, example.lot)[0]
    assert [(o.line, o.contractor, o.low) for o in comparing.outliers(table)] == [
        ("01.02", "C", False)
    ]


def test_once_the_decision_is_near_nothing_changes_any_more(session, make, lead):
    example = worked_example(make, mode="procurement")
    example.lot.state = "standstill"
    with pytest.raises(Refused) as refused:
        checking.judge_irregular(session, example.quotes["A"], reason="x", by=By(lead))
    assert refused.value.code == "quote.checks_closed"
