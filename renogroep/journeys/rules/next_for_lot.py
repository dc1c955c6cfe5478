"""What does this lot ask of somebody now, in one sentence with a day and a page?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from renogroep.base.text import N_, Text, t
from renogroep.journeys.rules.lot_work import FirmQuote, LotPage, LotRole, LotWork, Opener
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

HURRY = timedelta(days=2)  # a firm that did not send is warned when there is less time than this


class Next(NamedTuple):
    """One thing to do. ``urgent``: it stands still, or costs somebody something, until it is done."""

    sentence: Text
    due: date | None
    page: LotPage
    urgent: bool


def next_for(facts: LotWork, role: LotRole) -> Next | None:
    """What this role does next for the lot; None when the lot asks nothing of it now.

    The first thing that waits counts. Boundaries go by the day: a last day still counts.
    Source: design of the top of the house, "A lot", 2026-11-29.
    """
    if facts.package in (PackageState.CLOSED, PackageState.CANCELLED):
        return None
    if facts.package == PackageState.DRAFT:
        return _draft(facts) if role == LotRole.LEAD else None
    find = _STEPS.get((facts.lot, role))
    return None if find is None else find(facts)


def _do(page: LotPage, sentence: Text, due: date | None = None, *, urgent: bool = False) -> Next:
    return Next(sentence, due, page, urgent)


def _draft(facts: LotWork) -> Next:
    if facts.checklist_open:
        return _do(
            LotPage.CHECKLIST,
            t("Finish the checklist. Points left: %(count)s.", count=facts.checklist_open),
        )
    return _do(LotPage.CHECKLIST, t("The checklist is complete. Publish the package."))


# --- interest and quotes ------------------------------------------------------------------------


def _collecting(facts: LotWork) -> Next:
    if not facts.past(facts.interest_deadline):
        return _do(LotPage.PACKAGE, t("Gather interest."), facts.interest_deadline)
    if facts.mode == Mode.GROUP_QUOTES and not facts.groups:
        return _do(LotPage.GROUPS, t("Make groups of the homes that fit."))
    return _do(LotPage.ASK, t("Ask contractors for prices."))


def _to_call(facts: LotWork) -> Next | None:
    if not facts.to_call:
        return None
    return _do(LotPage.CASELOAD, t("Homes to call: %(count)s.", count=facts.to_call), facts.call_by)


def _quoting(facts: LotWork) -> Next:
    if facts.opened_empty:
        return _do(
            LotPage.DEADLINE,
            t("No quote came in. Set a new deadline, or stop this lot."),
            urgent=True,
        )
    if facts.quotes_are_in and facts.elsewhere:
        return _do(
            LotPage.IMPORT,
            t("The deadline is over. Bring in the bills that were opened on the platform."),
            facts.quote_deadline,
        )
    if facts.quotes_are_in:
        return _do(LotPage.OPENING, t("Two people open the quotes."), facts.quote_deadline)
    if not facts.invited:
        return _do(
            LotPage.INVITE,
            t("No contractor is invited yet. Invite contractors."),
            facts.quote_deadline,
            urgent=True,
        )
    return _do(
        LotPage.INVITE,
        t("Contractors make quotes. Answer their questions."),
        facts.quote_deadline,
    )


_QUOTE_WORDS: dict[FirmQuote, str] = {
    FirmQuote.NOT_STARTED: N_("You did not start your quote yet."),
    FirmQuote.DRAFT: N_("Your quote is a draft. It is not sent yet."),
    FirmQuote.SENT: N_("Your quote is in. You can still change it."),
}


def _own_quote(facts: LotWork) -> Next | None:
    if facts.quotes_are_in or facts.elsewhere:
        return None
    due = facts.quote_deadline
    late = due is not None and due - facts.today < HURRY and facts.quote != FirmQuote.SENT
    return _do(LotPage.JOB, Text(_QUOTE_WORDS[facts.quote]), due, urgent=late)


def _open(facts: LotWork) -> Next | None:
    if facts.opened_empty or facts.elsewhere or not facts.quotes_are_in:
        return None
    if facts.opener == Opener.ME:
        return _do(LotPage.OPENING, t("You opened the quotes. A colleague must confirm it."))
    if facts.opener == Opener.OTHER:
        sentence = t("A colleague opened the quotes. Confirm it as the second person.")
    else:
        sentence = t(
            "The deadline is over. Open the quotes, with a colleague as the second person."
        )
    return _do(LotPage.OPENING, sentence, facts.quote_deadline, urgent=True)


# --- checks, scores, decision -------------------------------------------------------------------


def _opened(facts: LotWork) -> Next:
    if facts.unreadable:
        sentence = t(
            "Quotes that could not be read: %(count)s. Nothing goes on until each is opened or given up.",
            count=facts.unreadable,
        )
        return _do(LotPage.OPENING, sentence, facts.unreadable_until, urgent=True)
    if facts.mode == Mode.GROUP_QUOTES:
        return _do(LotPage.CHOICE, t("Let the households choose."))
    if facts.answers:
        return _do(
            LotPage.CHECKS, t("Answers about prices to judge: %(count)s.", count=facts.answers)
        )
    if facts.findings:
        return _do(
            LotPage.CHECKS,
            t("Points in the quotes to settle: %(count)s.", count=facts.findings),
        )
    if facts.questions:
        msgid = (
            N_("Contractors did not answer in time: %(count)s. Judge their prices without it.")
            if facts.past(facts.answer_by)
            else N_("Contractors still answer questions about prices: %(count)s.")
        )
        return _do(LotPage.CHECKS, Text(msgid, {"count": facts.questions}), facts.answer_by)
    return _do(LotPage.CHECKS, t("Everything was looked at. Close the checks."))


def _question(facts: LotWork) -> Next | None:
    if facts.unreadable:
        sentence = t("Your quote could not be read at the opening. Send us your price file.")
        return _do(LotPage.JOB, sentence, facts.unreadable_until, urgent=True)
    if not facts.questions:
        return None
    return _do(
        LotPage.JOB, t("Answer the question about your prices."), facts.answer_by, urgent=True
    )


def _checked(facts: LotWork) -> Next:
    if facts.scored >= facts.to_score:
        return _do(LotPage.DECISION, t("Every quote has its scores. Decide."))
    return _do(LotPage.SCORES, _scores(facts))


def _scores(facts: LotWork) -> Text:
    return t("Quotes scored: %(done)s of %(all)s.", done=facts.scored, all=facts.to_score)


def _to_score(facts: LotWork) -> Next | None:
    if facts.scored >= facts.to_score:
        return None
    return _do(LotPage.SCORES, _scores(facts), urgent=True)


def _decided(facts: LotWork) -> Next:
    return _do(LotPage.DECISION, t("Send the decision. The waiting period starts then."))


def _standstill(facts: LotWork) -> Next:
    due = facts.standstill_until
    if facts.past(due):
        return _do(
            LotPage.DECISION,
            t("The waiting period is over. Let the households order."),
            due,
            urgent=True,
        )
    return _do(LotPage.DECISION, t("Wait until the waiting period is over."), due)


def _result(facts: LotWork) -> Next | None:
    if facts.won is None:
        return None
    if not facts.won:
        return _do(LotPage.JOB, t("The lot goes to another firm. Read why."))
    if facts.past(facts.standstill_until):
        return _do(LotPage.JOB, t("The lot goes to your firm. The households order soon."))
    return _do(
        LotPage.JOB,
        t("The lot goes to your firm. The households order after the waiting period."),
        facts.standstill_until,
    )


def _read_decision(facts: LotWork) -> Next | None:
    if facts.mode != Mode.PROCUREMENT:
        return None
    return _do(LotPage.DECISION, t("The contractor is known. Read the decision."))


# --- choice of the households -------------------------------------------------------------------


def _choosing(facts: LotWork) -> Next:
    if facts.chosen:
        if facts.yes_waiting and not facts.past(facts.yes_by):
            return _do(
                LotPage.CHOICE,
                t(
                    "Homes that must still say yes: %(count)s. Wait for them.",
                    count=facts.yes_waiting,
                ),
                facts.yes_by,
            )
        return _do(LotPage.CHOICE, t("The choice is known. Let the households order."))
    return _silent(facts) or _do(
        LotPage.CHOICE, t("Work out which contractor each home gets."), facts.choose_until
    )


def _silent(facts: LotWork) -> Next | None:
    if facts.chosen or not facts.silent or facts.past(facts.choose_until):
        return None
    return _do(
        LotPage.CHOICE,
        t("Homes that did not choose yet: %(count)s. Call them.", count=facts.silent),
        facts.choose_until,
    )


def _silent_homes(facts: LotWork) -> Next | None:
    """Those who did not choose; after the choice those who must say yes again."""
    if facts.chosen and facts.yes_waiting and not facts.past(facts.yes_by):
        return _do(
            LotPage.CHOICE,
            t("Homes that must still say yes: %(count)s. Call them.", count=facts.yes_waiting),
            facts.yes_by,
        )
    return _silent(facts)


# --- orders and works ---------------------------------------------------------------------------


def _round(facts: LotWork) -> Next | None:
    """What an open round, or a firm with too few homes, asks of the lead."""
    if facts.ordering:
        if facts.freeze_on is None or facts.today < facts.freeze_on:
            return _do(LotPage.ROUNDS, t("Households order. Follow it."), facts.freeze_on)
        return _do(LotPage.ROUNDS, t("Fix the final prices."), facts.freeze_on, urgent=True)
    if facts.waive_until is None:
        return None
    if facts.past(facts.waive_until):
        return _do(
            LotPage.ROUNDS,
            t("A firm with too few homes did not answer in time. Note that it does not come."),
            facts.waive_until,
            urgent=True,
        )
    return _do(
        LotPage.ROUNDS,
        t("A firm has too few homes. Wait until it says whether it comes."),
        facts.waive_until,
    )


def _ordering(facts: LotWork) -> Next:
    if (step := _round(facts)) is not None:
        return step
    if facts.homes_left:
        return _do(
            LotPage.ROUNDS,
            t(
                "Homes left without a firm: %(count)s. Offer them their next choice.",
                count=facts.homes_left,
            ),
            urgent=True,
        )
    return _do(LotPage.ROUNDS, t("Open a round, so that households can order."), urgent=True)


def _executing(facts: LotWork) -> Next:
    if (step := _round(facts)) is not None:
        return step
    if facts.rounds_done:
        return _do(LotPage.CLOSE, t("Every home is handed over. Close the lot."), urgent=True)
    return _do(LotPage.ROUNDS, t("Follow the works."))


def _homes(facts: LotWork) -> Next | None:
    """What an advisor does for the homes of a round, the first thing first."""
    waiting: tuple[tuple[int, str, date | None], ...] = (
        (facts.to_measure, N_("Homes to measure: %(count)s."), facts.order_until),
        (facts.disputed, N_("Homes to measure again: %(count)s."), facts.order_until),
        (facts.conditions, N_("Orders that still need something: %(count)s."), facts.freeze_on),
        (facts.unsigned, N_("Other owners who must still sign: %(count)s."), facts.order_until),
    )
    for count, msgid, due in waiting:
        if count:
            return _do(LotPage.SURVEYS, Text(msgid, {"count": count}), due)
    return None


def _firm_works(facts: LotWork) -> Next | None:
    """What a firm does for its homes, what keeps others waiting first."""
    if facts.to_agree:
        return _do(
            LotPage.WORK_LIST,
            t("Measures to look at: %(count)s homes.", count=facts.to_agree),
            facts.order_until,
            urgent=True,
        )
    if facts.waive_until is not None:
        return _do(
            LotPage.WORK_LIST,
            t("Too few homes take part. Say whether you come."),
            facts.waive_until,
            urgent=True,
        )
    waiting: tuple[tuple[int, str, date | None], ...] = (
        (facts.to_plan, N_("Homes to plan: %(count)s."), None),
        (facts.to_start, N_("Works to start: %(count)s homes."), facts.to_start_on),
        (facts.to_hand_over, N_("Homes to hand over: %(count)s."), None),
    )
    for count, msgid, due in waiting:
        if count:
            return _do(LotPage.WORK_LIST, Text(msgid, {"count": count}), due)
    return None


_Find = Callable[[LotWork], Next | None]
_STEPS: dict[tuple[LotState, LotRole], _Find] = {
    (LotState.COLLECTING, LotRole.LEAD): _collecting,
    (LotState.COLLECTING, LotRole.ADVISOR): _to_call,
    (LotState.QUOTING, LotRole.LEAD): _quoting,
    (LotState.QUOTING, LotRole.FIRM): _own_quote,
    (LotState.QUOTING, LotRole.OFFICER): _open,
    (LotState.OPENED, LotRole.LEAD): _opened,
    (LotState.OPENED, LotRole.FIRM): _question,
    (LotState.CHECKED, LotRole.LEAD): _checked,
    (LotState.CHECKED, LotRole.ASSESSOR): _to_score,
    (LotState.DECIDED, LotRole.LEAD): _decided,
    (LotState.DECIDED, LotRole.ALDERMAN): _read_decision,
    (LotState.STANDSTILL, LotRole.LEAD): _standstill,
    (LotState.STANDSTILL, LotRole.FIRM): _result,
    (LotState.STANDSTILL, LotRole.ALDERMAN): _read_decision,
    (LotState.CHOOSING, LotRole.LEAD): _choosing,
    (LotState.CHOOSING, LotRole.ADVISOR): _silent_homes,
    (LotState.ORDERING, LotRole.LEAD): _ordering,
    (LotState.ORDERING, LotRole.ADVISOR): _homes,
    (LotState.ORDERING, LotRole.FIRM): _firm_works,
    (LotState.ORDERING, LotRole.ALDERMAN): _read_decision,
    (LotState.EXECUTING, LotRole.LEAD): _executing,
    (LotState.EXECUTING, LotRole.ADVISOR): _homes,
    (LotState.EXECUTING, LotRole.FIRM): _firm_works,
    (LotState.EXECUTING, LotRole.ALDERMAN): _read_decision,
}
