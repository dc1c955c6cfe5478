"""The household choice on the numbers of MONEY.md, from opened quotes to a new yes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.owners.models import DwellingMeasure
from renogroep.quotes.actions import choosing, deciding
from renogroep.quotes.models import ChoiceRun, Preference
from renogroep.quotes.queries import choosing as choosing_queries
from renogroep.quotes.queries import offers, opened
from tests.support.make import NOW
from tests.support.make_quotes import open_quotes, preferences, second_group, worked_example

CHOOSE_UNTIL = date(2026, 12, 7)
YES_BY = date(2026, 11, 30)  # five working days after Monday 23 November


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD).id


@pytest.fixture
def example(session, make, lead):
    """Quotes are open and the ten households answered as in the worked example."""
    made = worked_example(make)
    choosing.start_choosing(session, made.lot, by=By(lead))
    preferences(make, made)
    return made


def test_the_day_to_choose_is_announced_once_and_closes_nothing(session, make, example, lead):
    """Ten working days after Monday 23 November; H11 answers after it, and a new run moves nothing."""
    assert example.lot.choose_until == CHOOSE_UNTIL
    sent = keys(session, "quotes_choose").values()
    assert sent
    assert all("7 december 2026" in row.body for row in sent)
    late = clock.at_local(CHOOSE_UNTIL + timedelta(days=1))
    with clock.frozen_at(late):
        quote = example.quotes["B"].id
        choosing.give_preference(
            session, example.homes["H9"], example.request, [quote], by=By(lead, Channel.PHONE)
        )
        choosing.run(session, example.lot, by=By(lead))
    assert example.lot.choose_until == CHOOSE_UNTIL


def homes_of(session, example, firm):
    run = opened.latest_runs(session, example.lot.id)[example.request.id]
    quote = example.quotes[firm]
    return {a.subscription_id for a in run.assignments if a.quote_id == quote.id}


def ids(example, *names):
    return {example.homes[name].id for name in names}


def assignment(session, example, home):
    return opened.assignment_of(session, example.homes[home], example.lot)


def keys(session, start):
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like(f"{start}:%")))
    return {row.person_id: row for row in rows}


def test_a_gets_six_and_b_four_and_c_drops(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    assert homes_of(session, example, "A") == ids(example, "H1", "H2", "H3", "H4", "H8", "H9")
    assert homes_of(session, example, "B") == ids(example, "H5", "H6", "H7", "H10")
    assert homes_of(session, example, "C") == set()


def test_only_the_moved_homes_are_asked_again_within_five_working_days(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    asked = {h for h in example.homes if assignment(session, example, h).yes_by is not None}
    assert asked == {"H9", "H10"}
    assert assignment(session, example, "H9").yes_by == YES_BY
    people = {example.homes[name].person_id for name in ("H9", "H10")}
    assert set(keys(session, "quotes_choice_new_yes")) == people
    assert len(keys(session, "quotes_chosen")) == 8


def test_a_second_choice_is_no_contract_until_the_new_yes(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    h9, lot = example.homes["H9"], example.lot
    assert opened.assigned_quote(session, example.homes["H1"], lot) == example.quotes["A"]
    assert opened.assigned_quote(session, h9, lot) is None
    row = assignment(session, example, "H9")
    choosing.accept(session, row, by=By(h9.person_id, seen=row.mark))
    assert opened.assigned_quote(session, h9, lot) == example.quotes["A"]


def test_with_h9_withdrawn_b_has_nine_homes(session, example, lead):
    example.homes["H9"].state = "withdrawn"
    choosing.run(session, example.lot, by=By(lead))
    rest = [home for home in example.homes if home != "H9"]
    assert homes_of(session, example, "B") == ids(example, *rest)
    moved = {h for h in rest if assignment(session, example, h).yes_by is not None}
    assert moved == {"H1", "H2", "H3", "H4", "H8", "H10"}


def test_a_late_withdrawal_runs_again_and_keeps_a_yes_to_the_same_firm(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    row = assignment(session, example, "H10")
    choosing.accept(session, row, by=By(lead, Channel.PHONE, row.mark))
    example.homes["H9"].state = "withdrawn"
    choosing.run(session, example.lot, by=By(lead))
    kept = assignment(session, example, "H10")
    assert (kept.quote, kept.yes_at) == (example.quotes["B"], NOW)
    assert assignment(session, example, "H1").yes_at is None
    assert len(session.scalars(select(ChoiceRun)).all()) == 2


def test_who_says_no_is_not_given_that_firm_again(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    row = assignment(session, example, "H10")
    choosing.decline(session, row, by=By(lead, Channel.PHONE, row.mark))
    choosing.run(session, example.lot, by=By(lead))
    assert assignment(session, example, "H10").quote is None
    # B is left with three homes of its own and its minimum is four: its homes move to A.
    assert homes_of(session, example, "B") == set()
    assert len(homes_of(session, example, "A")) == 9


def test_the_new_yes_comes_in_time_or_not_at_all(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    row = assignment(session, example, "H9")
    with clock.frozen_at(clock.at_local(YES_BY + timedelta(days=1))):
        with pytest.raises(Refused) as refused:
            choosing.accept(session, row, by=By(lead, seen=row.mark))
    assert refused.value.code == "choice.too_late"
    with clock.frozen_at(clock.at_local(YES_BY)):
        choosing.accept(session, row, by=By(lead, seen=row.mark))
    assert row.yes_at is not None


def test_a_yes_to_an_older_run_is_stale(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    row = assignment(session, example, "H9")
    choosing.run(session, example.lot, by=By(lead))
    with pytest.raises(StaleDataError):
        choosing.accept(session, row, by=By(lead, seen=row.mark))


def test_orders_wait_until_every_new_yes_is_in_or_over(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    with pytest.raises(Refused) as refused:
        deciding.start_ordering(session, example.lot, by=By(lead))
    assert refused.value.text.params["day"] == YES_BY
    for home in ("H9", "H10"):
        row = assignment(session, example, home)
        choosing.accept(session, row, by=By(lead, seen=row.mark))
    deciding.start_ordering(session, example.lot, by=By(lead))
    assert example.lot.state == "ordering"


def test_orders_do_not_start_without_a_choice(session, example, lead):
    with pytest.raises(Refused) as refused:
        deciding.start_ordering(session, example.lot, by=By(lead))
    assert refused.value.code == "ordering.no_choice"


class TestOrdersStart:
    """Only on an outcome that still holds: a contractor below its minimum does not start."""

    def accept(self, session, example, lead, *homes):
        for home in homes:
            row = assignment(session, example, home)
            choosing.accept(session, row, by=By(lead, Channel.PHONE, row.mark))

    def refused(self, session, example, lead):
        with pytest.raises(Refused) as refused:
            deciding.start_ordering(session, example.lot, by=By(lead))
        assert example.lot.state == "choosing"
        return refused.value.code

    def test_after_a_no_the_choice_is_worked_out_again_first(self, session, example, lead):
        """H10 says no: B is left with three homes and its minimum is four."""
        choosing.run(session, example.lot, by=By(lead))
        self.accept(session, example, lead, "H9")
        row = assignment(session, example, "H10")
        choosing.decline(session, row, by=By(lead, Channel.PHONE, row.mark))
        assert self.refused(session, example, lead) == "ordering.choice_changed"
        choosing.run(session, example.lot, by=By(lead))
        self.accept(session, example, lead, "H5", "H6", "H7")
        deciding.start_ordering(session, example.lot, by=By(lead))
        firms = {opened.assigned_quote(session, h, example.lot) for h in example.homes.values()}
        assert firms == {example.quotes["A"], None}

    def test_after_a_yes_that_did_not_come_in_time(self, session, example, lead):
        choosing.run(session, example.lot, by=By(lead))
        self.accept(session, example, lead, "H9")
        with clock.frozen_at(clock.at_local(YES_BY + timedelta(days=1))):
            assert self.refused(session, example, lead) == "ordering.choice_changed"

    def test_after_somebody_stopped_or_changed(self, session, example, lead):
        choosing.run(session, example.lot, by=By(lead))
        self.accept(session, example, lead, "H9", "H10")
        example.homes["H1"].state = "withdrawn"
        assert self.refused(session, example, lead) == "ordering.choice_changed"
        example.homes["H1"].state = "screened_fit"
        row = choosing_queries.preference(session, example.request.id, example.homes["H1"].id)
        row.quote_ids = [example.quotes["B"].id]
        session.flush()
        assert self.refused(session, example, lead) == "ordering.choice_changed"

    def test_signed_orders_are_not_passed_over_by_a_new_outcome(self, session, example, lead):
        choosing.run(session, example.lot, by=By(lead))
        self.accept(session, example, lead, "H9", "H10")
        deciding.start_ordering(session, example.lot, by=By(lead))
        example.homes["H9"].state = "withdrawn"
        with pytest.raises(Refused) as refused:
            choosing.run(session, example.lot, by=By(lead))
        assert refused.value.code == "choice.ordering"
        assert len(session.scalars(select(ChoiceRun)).all()) == 1


class TestTwoGroups:
    @pytest.fixture
    def started(self, session, make, lead):
        """The second group has a quote of its own, and nobody of it answers."""
        made = worked_example(make, stage="quoting")
        request, home = second_group(make, made, "D")
        open_quotes(make, made)
        choosing.start_choosing(session, made.lot, by=By(lead))
        preferences(make, made)
        choosing.run(session, made.lot, by=By(lead))
        for name in ("H9", "H10"):
            row = assignment(session, made, name)
            choosing.accept(session, row, by=By(lead, Channel.PHONE, row.mark))
        return made, request, home

    def test_a_silent_group_holds_up_nobody_and_hears_it(self, session, started, lead):
        made, _request, home = started
        deciding.start_ordering(session, made.lot, by=By(lead))
        assert made.lot.state == "ordering"
        assert set(keys(session, "quotes_left_out")) == {home.person_id}

    def test_a_group_that_answered_is_worked_out_first(self, session, started, make, lead):
        made, request, home = started
        quote = made.quotes["D"]
        make._add(
            Preference(
                municipality_id=made.lot.municipality_id,
                request_id=request.id,
                subscription_id=home.id,
                quote_ids=[quote.id],
                channel="online",
                at=NOW,
            )
        )
        with pytest.raises(Refused) as refused:
            deciding.start_ordering(session, made.lot, by=By(lead))
        assert refused.value.text.params["request"] == request.reference

    def test_a_group_without_a_quote_is_not_asked_to_choose(self, session, make, lead):
        made = worked_example(make, stage="quoting")
        _request, home = second_group(make, made)
        open_quotes(make, made)
        choosing.start_choosing(session, made.lot, by=By(lead))
        assert set(keys(session, "quotes_none")) == {home.person_id}
        assert home.person_id not in keys(session, "quotes_choose")


def test_who_goes_back_and_forth_hears_it_each_time(session, example, lead):
    """H10: B, then without a contractor, then B again."""
    h10 = example.homes["H10"]

    def told():
        rows = session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.person_id == h10.person_id,
                OutboxMessage.key.like("quotes_cho%:%"),
                ~OutboxMessage.key.like("quotes_choose:%"),
            )
            .order_by(OutboxMessage.id)
        )
        return [row.key.partition(":")[0] for row in rows]

    row = choosing_queries.preference(session, example.request.id, h10.id)
    for firms in ("CB", "C", "CB"):
        row.quote_ids = [example.quotes[firm].id for firm in firms]
        session.flush()
        for _again in range(2):  # the second time there is no news
            choosing.run(session, example.lot, by=By(lead))
    assert told() == ["quotes_choice_new_yes", "quotes_chosen", "quotes_choice_new_yes"]


def test_a_new_list_after_a_missed_day_gets_its_own_five_days(session, example, lead):
    choosing.run(session, example.lot, by=By(lead))
    later = YES_BY + timedelta(days=1)
    with clock.frozen_at(clock.at_local(later)):
        row = choosing_queries.preference(session, example.request.id, example.homes["H10"].id)
        row.at = clock.now()
        session.flush()
        choosing.run(session, example.lot, by=By(lead))
        assert assignment(session, example, "H10").yes_by > later


def test_every_household_is_asked_to_choose(session, example):
    asked = keys(session, "quotes_choose")
    assert set(asked) == {home.person_id for home in example.homes.values()}
    assert all("86.514" not in row.body for row in asked.values())


def test_nobody_chose_yet(session, make, lead):
    made = worked_example(make)
    choosing.start_choosing(session, made.lot, by=By(lead))
    with pytest.raises(Refused) as refused:
        choosing.run(session, made.lot, by=By(lead))
    assert refused.value.code == "choice.nobody"


def test_h9_sees_ceilings_at_each_firms_own_minimum(session, example):
    """Alone on its scaffold it carries the whole 840, 720 or 960."""
    found = offers.offers(session, example.homes["H9"], example.lot)
    assert found.ceilings == {
        "A": Money.euros(10_606),
        "B": Money.euros(10_192),
        "C": Money.euros(10_657),
    }


def shares(found):
    return tuple(card and card.line("own_share").amount for card in (found.alone, found.shared))


def test_the_card_of_a_home_alone_and_when_a_neighbour_joins_in(session, make, example):
    seed_rules(session, make.home.id, by=TICK)
    h9, h10, quote = example.homes["H9"], example.homes["H10"], example.quotes["B"]
    found = offers.alone_figures(session, h9, example.lot, quote)
    assert shares(found) == (Money.euros("10803.52"), Money.euros("10421.92"))
    found = offers.alone_figures(session, h10, example.lot, quote)
    assert found.alone
    assert found.shared is None


@pytest.mark.parametrize(("measured", "share"), [(True, "5111.68"), (False, None)])
def test_in_procurement_nobody_is_promised_to_share_the_scaffold(session, make, measured, share):
    """H1 at B: 9,128.00, with VAT 9,675.68, less a premium of 4,564.00."""
    seed_rules(session, make.home.id, by=TICK)
    made = worked_example(make, mode="procurement")
    home = made.homes["H1"]
    if not measured:
        session.execute(
            delete(DwellingMeasure).where(DwellingMeasure.dwelling_id == home.dwelling_id)
        )
    found = offers.alone_figures(session, home, made.lot, made.quotes["B"])
    assert shares(found) == (Money.euros(share) if share else None, None)


def test_the_sentence_counts_first_choices(session, example):
    sentences = choosing_queries.minimum_sentences(session, example.request)
    assert str(sentences[example.quotes["A"].id]) == "A comes only with 6 homes. Now 5 choose A."


class TestPreference:
    def give(self, session, example, home, firms, version=0):
        return choosing.give_preference(
            session,
            example.homes[home],
            example.request,
            [example.quotes[firm].id for firm in firms],
            by=By(example.homes[home].person_id, seen=version),
        )

    @pytest.fixture
    def open_choice(self, session, make, lead):
        made = worked_example(make)
        choosing.start_choosing(session, made.lot, by=By(lead))
        return made

    def test_it_is_kept_in_the_order_of_the_household(self, session, open_choice):
        row = self.give(session, open_choice, "H1", "CA")
        assert row.quote_ids == [open_choice.quotes["C"].id, open_choice.quotes["A"].id]

    def test_a_second_tab_does_not_overwrite_the_first(self, session, open_choice):
        first = self.give(session, open_choice, "H1", "CA")
        session.flush()
        with pytest.raises(StaleDataError):
            self.give(session, open_choice, "H1", "B")
        assert first.quote_ids[0] == open_choice.quotes["C"].id
        self.give(session, open_choice, "H1", "B", version=first.version)
        assert len(session.scalars(select(Preference)).all()) == 1

    @pytest.mark.parametrize(("firms", "code"), [("", "choice.nothing"), ("AA", "choice.twice")])
    def test_a_list_that_says_nothing_or_twice_the_same(self, session, open_choice, firms, code):
        with pytest.raises(Refused) as refused:
            self.give(session, open_choice, "H1", firms)
        assert refused.value.code == code

    def test_not_before_the_choice_starts(self, session, make):
        made = worked_example(make)
        with pytest.raises(Refused) as refused:
            self.give(session, made, "H1", "A")
        assert refused.value.code == "choice.closed"

    def test_not_by_a_home_that_stopped(self, session, open_choice):
        open_choice.homes["H1"].state = "withdrawn"
        with pytest.raises(Refused):
            self.give(session, open_choice, "H1", "A")


def test_who_waits_for_a_full_contractor_reads_so(session, example, lead):
    """C takes nobody more than its minimum; H9 names nobody else and waits for a place."""
    example.quotes["A"].capacity = 6
    rows = {row.subscription_id: row for row in session.scalars(select(Preference))}
    for home in ("H9", "H10"):
        rows[example.homes[home].id].quote_ids = [example.quotes["A"].id]
    session.flush()
    choosing.run(session, example.lot, by=By(lead))
    told = keys(session, "quotes_chosen")
    waits = [
        home for home in ("H9", "H10") if "A is volzet" in told[example.homes[home].person_id].body
    ]
    assert len(waits) == 1
