"""Every lot says to every role what comes next: one sentence, its day, its page, and if it hurries."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from renogroep.journeys.rules.lot_work import FirmQuote, LotPage, LotRole, LotWork, Opener
from renogroep.journeys.rules.next_for_lot import next_for
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

P, G = Mode.PROCUREMENT, Mode.GROUP_QUOTES
DAY = date(2027, 1, 29)  # the day of each table; a case stands one day before, on or after it
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SOON = date(2027, 2, 13)


def work(lot, mode=G, today=DAY, **facts):
    return LotWork(today, LotState(lot), mode, **facts)


def said(facts, role):
    step = next_for(facts, LotRole(role))
    return None if step is None else (str(step.sentence), step.due, step.page.value, step.urgent)


LEAD = [
    (
        work("collecting", package=PackageState.DRAFT, checklist_open=3),
        ("Finish the checklist. Points left: 3.", None, "checklist", False),
    ),
    (
        work("collecting", package=PackageState.DRAFT),
        ("The checklist is complete. Publish the package.", None, "checklist", False),
    ),
    (work("collecting"), ("Gather interest.", None, "package", False)),
    (
        work("collecting", interest_deadline=DAY),
        ("Gather interest.", DAY, "package", False),
    ),
    (
        work("collecting", interest_deadline=BEFORE),
        ("Make groups of the homes that fit.", None, "groups", False),
    ),
    (
        work("collecting", interest_deadline=BEFORE, groups=1),
        ("Ask contractors for prices.", None, "ask", False),
    ),
    (
        work("collecting", P, interest_deadline=BEFORE),
        ("Ask contractors for prices.", None, "ask", False),
    ),
    (
        work("quoting", quote_deadline=DAY),
        ("No contractor is invited yet. Invite contractors.", DAY, "invite", True),
    ),
    (
        work("quoting", quote_deadline=DAY, invited=1),
        ("Contractors make quotes. Answer their questions.", DAY, "invite", False),
    ),
    (
        work("quoting", quote_deadline=DAY, invited=1, deadline_over=True),
        ("Two people open the quotes.", DAY, "opening", False),
    ),
    (
        work("quoting", quote_deadline=BEFORE, invited=1),
        ("Two people open the quotes.", BEFORE, "opening", False),
    ),
    (
        work("quoting", P, quote_deadline=BEFORE, invited=1, elsewhere=True),
        (
            "The deadline is over. Bring in the bills that were opened on the platform.",
            BEFORE,
            "import",
            False,
        ),
    ),
    (
        work("quoting", P, quote_deadline=DAY, invited=1, elsewhere=True),
        ("Contractors make quotes. Answer their questions.", DAY, "invite", False),
    ),
    (
        work("quoting", quote_deadline=BEFORE, invited=1, opened_empty=True),
        ("No quote came in. Set a new deadline, or stop this lot.", None, "deadline", True),
    ),
    (work("opened"), ("Let the households choose.", None, "choice", False)),
    (
        work("opened", unreadable=1, unreadable_until=DAY),
        (
            "Quotes that could not be read: 1. Nothing goes on until each is opened or given up.",
            DAY,
            "opening",
            True,
        ),
    ),
    (
        work("opened", P, answers=1, findings=2, questions=3),
        ("Answers about prices to judge: 1.", None, "checks", False),
    ),
    (
        work("opened", P, findings=2, questions=3),
        ("Points in the quotes to settle: 2.", None, "checks", False),
    ),
    (
        work("opened", P, questions=3, answer_by=DAY),
        ("Contractors still answer questions about prices: 3.", DAY, "checks", False),
    ),
    (
        work("opened", P, questions=3, answer_by=BEFORE),
        (
            "Contractors did not answer in time: 3. Judge their prices without it.",
            BEFORE,
            "checks",
            False,
        ),
    ),
    (work("opened", P), ("Everything was looked at. Close the checks.", None, "checks", False)),
    (
        work("checked", P, scored=2, to_score=3),
        ("Quotes scored: 2 of 3.", None, "scores", False),
    ),
    (
        work("checked", P, scored=3, to_score=3),
        ("Every quote has its scores. Decide.", None, "decision", False),
    ),
    (
        work("decided", P),
        ("Send the decision. The waiting period starts then.", None, "decision", False),
    ),
    (
        work("standstill", P, standstill_until=DAY),
        ("Wait until the waiting period is over.", DAY, "decision", False),
    ),
    (
        work("standstill", P, standstill_until=BEFORE),
        ("The waiting period is over. Let the households order.", BEFORE, "decision", True),
    ),
    (
        work("choosing", silent=4, choose_until=DAY),
        ("Homes that did not choose yet: 4. Call them.", DAY, "choice", False),
    ),
    (
        work("choosing", silent=4, choose_until=BEFORE),
        ("Work out which contractor each home gets.", BEFORE, "choice", False),
    ),
    (
        work("choosing", choose_until=AFTER),
        ("Work out which contractor each home gets.", AFTER, "choice", False),
    ),
    (
        work("choosing", chosen=True, yes_waiting=2, yes_by=DAY),
        ("Homes that must still say yes: 2. Wait for them.", DAY, "choice", False),
    ),
    (
        work("choosing", chosen=True, yes_waiting=2, yes_by=BEFORE),
        ("The choice is known. Let the households order.", None, "choice", False),
    ),
    (
        work("choosing", chosen=True, yes_by=AFTER),
        ("The choice is known. Let the households order.", None, "choice", False),
    ),
    (
        work("ordering"),
        ("Open a round, so that households can order.", None, "rounds", True),
    ),
    (
        work("ordering", ordering=True, freeze_on=AFTER),
        ("Households order. Follow it.", AFTER, "rounds", False),
    ),
    (
        work("ordering", ordering=True, freeze_on=DAY),
        ("Fix the final prices.", DAY, "rounds", True),
    ),
    (
        work("ordering", ordering=True, freeze_on=BEFORE, homes_left=1),
        ("Fix the final prices.", BEFORE, "rounds", True),
    ),
    (
        work("ordering", waive_until=DAY, homes_left=1),
        ("A firm has too few homes. Wait until it says whether it comes.", DAY, "rounds", False),
    ),
    (
        work("ordering", waive_until=BEFORE),
        (
            "A firm with too few homes did not answer in time. Note that it does not come.",
            BEFORE,
            "rounds",
            True,
        ),
    ),
    (
        work("ordering", homes_left=3),
        (
            "Homes left without a firm: 3. Offer them their next choice.",
            None,
            "rounds",
            True,
        ),
    ),
    (work("executing"), ("Follow the works.", None, "rounds", False)),
    (
        work("executing", ordering=True, freeze_on=DAY, rounds_done=True),
        ("Fix the final prices.", DAY, "rounds", True),
    ),
    (
        work("executing", rounds_done=True),
        ("Every home is handed over. Close the lot.", None, "close", True),
    ),
]


@pytest.mark.parametrize(("facts", "step"), LEAD)
def test_the_lead_reads_the_next_step_of_a_lot(facts, step):
    assert said(facts, "lead") == step


ADVISOR = [
    (work("collecting"), None),
    (
        work("collecting", to_call=2, call_by=BEFORE),
        ("Homes to call: 2.", BEFORE, "caseload", False),
    ),
    (
        work("choosing", silent=4, choose_until=DAY),
        ("Homes that did not choose yet: 4. Call them.", DAY, "choice", False),
    ),
    (work("choosing", silent=4, choose_until=BEFORE), None),
    (
        work("choosing", chosen=True, silent=4, yes_waiting=2, yes_by=DAY),
        ("Homes that must still say yes: 2. Call them.", DAY, "choice", False),
    ),
    (work("choosing", chosen=True, silent=4, yes_waiting=2, yes_by=BEFORE), None),
    (work("ordering", order_until=DAY, freeze_on=SOON), None),
    (
        work("ordering", order_until=DAY, to_measure=5, disputed=1, conditions=1, unsigned=1),
        ("Homes to measure: 5.", DAY, "surveys", False),
    ),
    (
        work("ordering", order_until=DAY, disputed=1, conditions=1, unsigned=1),
        ("Homes to measure again: 1.", DAY, "surveys", False),
    ),
    (
        work("executing", order_until=DAY, freeze_on=SOON, conditions=2, unsigned=1),
        ("Orders that still need something: 2.", SOON, "surveys", False),
    ),
    (
        work("ordering", order_until=DAY, unsigned=1),
        ("Other owners who must still sign: 1.", DAY, "surveys", False),
    ),
]


@pytest.mark.parametrize(("facts", "step"), ADVISOR)
def test_the_advisor_reads_which_homes_wait(facts, step):
    assert said(facts, "advisor") == step


DRAFT, SENT = FirmQuote.DRAFT, FirmQuote.SENT
IN_TWO_DAYS = DAY + timedelta(days=2)
FIRM = [
    (
        work("opened", unreadable=1, unreadable_until=DAY),
        (
            "Your quote could not be read at the opening. Send us your price file.",
            DAY,
            "job",
            True,
        ),
    ),
    (
        work("quoting", quote_deadline=IN_TWO_DAYS),
        ("You did not start your quote yet.", IN_TWO_DAYS, "job", False),
    ),
    (
        work("quoting", quote_deadline=AFTER),
        ("You did not start your quote yet.", AFTER, "job", True),
    ),
    (
        work("quoting", quote_deadline=DAY, quote=DRAFT),
        ("Your quote is a draft. It is not sent yet.", DAY, "job", True),
    ),
    (
        work("quoting", quote_deadline=DAY, quote=SENT),
        ("Your quote is in. You can still change it.", DAY, "job", False),
    ),
    (work("quoting", quote_deadline=BEFORE, quote=DRAFT), None),
    (work("quoting", P, quote_deadline=DAY, elsewhere=True), None),
    (work("quoting", quote_deadline=DAY, quote=SENT, deadline_over=True), None),
    (work("opened"), None),
    (
        work("opened", questions=1, answer_by=DAY),
        ("Answer the question about your prices.", DAY, "job", True),
    ),
    (work("standstill", P, standstill_until=DAY), None),
    (
        work("standstill", P, standstill_until=DAY, won=False),
        ("The lot goes to another firm. Read why.", None, "job", False),
    ),
    (
        work("standstill", P, standstill_until=DAY, won=True),
        (
            "The lot goes to your firm. The households order after the waiting period.",
            DAY,
            "job",
            False,
        ),
    ),
    (
        work("standstill", P, standstill_until=BEFORE, won=True),
        ("The lot goes to your firm. The households order soon.", None, "job", False),
    ),
    (work("ordering"), None),
    (
        work("ordering", to_agree=2, order_until=DAY, waive_until=AFTER, to_plan=1),
        ("Measures to look at: 2 homes.", DAY, "work_list", True),
    ),
    (
        work("ordering", waive_until=AFTER, to_plan=1),
        ("Too few homes take part. Say whether you come.", AFTER, "work_list", True),
    ),
    (
        work("executing", to_plan=1, to_start=2, to_start_on=DAY, to_hand_over=3),
        ("Homes to plan: 1.", None, "work_list", False),
    ),
    (
        work("executing", to_start=2, to_start_on=DAY, to_hand_over=3),
        ("Works to start: 2 homes.", DAY, "work_list", False),
    ),
    (
        work("executing", to_hand_over=3),
        ("Homes to hand over: 3.", None, "work_list", False),
    ),
]


@pytest.mark.parametrize(("facts", "step"), FIRM)
def test_a_firm_reads_what_it_must_do(facts, step):
    assert said(facts, "firm") == step


ME, OTHER = Opener.ME, Opener.OTHER
FIRST = "The deadline is over. Open the quotes, with a colleague as the second person."
SECOND = "A colleague opened the quotes. Confirm it as the second person."
OFFICER = [
    (work("quoting", quote_deadline=DAY), None),
    (work("quoting", quote_deadline=DAY, deadline_over=True), (FIRST, DAY, "opening", True)),
    (work("quoting", quote_deadline=BEFORE), (FIRST, BEFORE, "opening", True)),
    (work("quoting", quote_deadline=BEFORE, opener=OTHER), (SECOND, BEFORE, "opening", True)),
    (
        work("quoting", quote_deadline=BEFORE, opener=ME),
        ("You opened the quotes. A colleague must confirm it.", None, "opening", False),
    ),
    (work("quoting", quote_deadline=BEFORE, opened_empty=True), None),
    (work("quoting", P, quote_deadline=BEFORE, elsewhere=True), None),
]


@pytest.mark.parametrize(("facts", "step"), OFFICER)
def test_two_different_people_open(facts, step):
    assert said(facts, "officer") == step


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (
            work("checked", P, scored=2, to_score=3),
            ("Quotes scored: 2 of 3.", None, "scores", True),
        ),
        (work("checked", P, scored=3, to_score=3), None),
    ],
)
def test_an_assessor_reads_how_many_scores_are_missing(facts, step):
    assert said(facts, "assessor") == step


DECISION = ("The contractor is known. Read the decision.", None, "decision", False)


@pytest.mark.parametrize("lot", ["decided", "standstill", "ordering", "executing"])
def test_the_alderman_opens_the_decision_from_the_day_that_there_is_one(lot):
    assert said(work(lot, P), "alderman") == DECISION


@pytest.mark.parametrize(
    "facts", [work("checked", P), work("ordering", G), work("executing", G), work("closed", P)]
)
def test_where_there_is_no_decision_the_alderman_reads_none(facts):
    assert said(facts, "alderman") is None


def test_what_is_over_asks_nothing_of_anybody():
    busy = work(
        "ordering", checklist_open=1, to_call=1, homes_left=1, to_agree=1, to_measure=1, to_score=1
    )
    over = [
        *(replace(busy, lot=lot) for lot in (LotState.CLOSED, LotState.FAILED)),
        *(replace(busy, package=p) for p in (PackageState.CLOSED, PackageState.CANCELLED)),
    ]
    assert {said(facts, role) for facts, role in product(over, LotRole)} == {None}


def test_only_the_lead_hears_of_a_draft():
    draft = work("collecting", package=PackageState.DRAFT, to_call=4)
    assert [role for role in LotRole if said(draft, role)] == [LotRole.LEAD]


def test_the_lead_is_never_without_a_next_step_while_the_lot_goes_on():
    for lot, mode in product(LotState, Mode):
        step = next_for(LotWork(DAY, lot, mode), LotRole.LEAD)
        assert (step is None) == (lot in (LotState.CLOSED, LotState.FAILED))
        assert step is None or isinstance(step.page, LotPage)
