"""What can happen to a quote, an opening, a decision or a choice? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    # asking and quoting
    QUOTE_INVITED = "quote.invited"
    QUOTE_DRAFT_SAVED = "quote.draft_saved"
    QUOTE_SUBMITTED = "quote.submitted"
    QUOTE_REPLACED = "quote.replaced"
    QUOTE_WITHDRAWN = "quote.withdrawn"
    QUOTE_NOT_SUBMITTED = "quote.not_submitted"
    BILL_DOWNLOADED = "bill.downloaded"
    PRICE_FILE_DOWNLOADED = "price_file.downloaded"
    RECEIPT_DOWNLOADED = "receipt.downloaded"
    # opening
    OPENING_STARTED = "opening.started"
    OPENING_COMPLETED = "opening.completed"
    QUOTE_OPENED = "quote.opened"
    QUOTE_SPOILED = "quote.spoiled"
    QUOTE_FILE_PROVED = "quote.file_proved"
    QUOTE_RECOVERY_CONFIRMED = "quote.recovery_confirmed"
    QUOTE_RECOVERED = "quote.recovered"
    QUOTE_GIVEN_UP = "quote.given_up"
    QUOTE_IMPORTED = "quote.imported"
    MINUTES_DOWNLOADED = "minutes.downloaded"
    QUOTES_ASKED_AGAIN = "quotes.asked_again"
    QUOTES_DEADLINE_MOVED = "quotes.deadline_moved"
    SCENARIO_SET = "scenario.set"
    # checks
    QUOTE_CORRECTED = "quote.corrected"
    QUOTE_JUDGED_IRREGULAR = "quote.judged_irregular"
    QUOTE_RECONSIDERED = "quote.reconsidered"
    PRICE_QUERY_ASKED = "price_query.asked"
    PRICE_QUERY_ANSWERED = "price_query.answered"
    PRICE_QUERY_JUDGED = "price_query.judged"
    PRICE_QUERY_REOPENED = "price_query.reopened"
    LOT_CHECKED = "lot.checked"
    MATRIX_DOWNLOADED = "matrix.downloaded"
    # scores and decision
    SCORE_GIVEN = "score.given"
    QUOTE_RANKED = "quote.ranked"
    LOT_DECIDED = "lot.decided"
    LOT_FAILED = "lot.failed"
    DECISION_DOWNLOADED = "decision.downloaded"
    # households' choice
    CHOICE_STARTED = "choice.started"
    PREFERENCE_GIVEN = "preference.given"
    CHOICE_RUN = "choice.run"
    CHOICE_ACCEPTED = "choice.accepted"
    CHOICE_DECLINED = "choice.declined"


DID_LABELS: dict[Did, str] = {
    Did.QUOTE_INVITED: N_("Contractor invited to quote"),
    Did.QUOTE_DRAFT_SAVED: N_("Draft of a quote kept"),
    Did.QUOTE_SUBMITTED: N_("Quote sent in"),
    Did.QUOTE_REPLACED: N_("Quote replaced by a newer one"),
    Did.QUOTE_WITHDRAWN: N_("Quote withdrawn"),
    Did.QUOTE_NOT_SUBMITTED: N_("Contractor sent in no quote"),
    Did.BILL_DOWNLOADED: N_("Bill of quantities taken"),
    Did.PRICE_FILE_DOWNLOADED: N_("File with prices taken"),
    Did.RECEIPT_DOWNLOADED: N_("Receipt of a quote taken"),
    Did.OPENING_STARTED: N_("Opening of quotes started"),
    Did.OPENING_COMPLETED: N_("Opening of quotes completed"),
    Did.QUOTE_OPENED: N_("Quote opened"),
    Did.QUOTE_SPOILED: N_("Quote could not be opened"),
    Did.QUOTE_FILE_PROVED: N_("Own copy of a quote handed in"),
    Did.QUOTE_RECOVERY_CONFIRMED: N_("Recovery of a quote confirmed"),
    Did.QUOTE_RECOVERED: N_("Quote recovered"),
    Did.QUOTE_GIVEN_UP: N_("Unreadable quote given up"),
    Did.QUOTE_IMPORTED: N_("Quote on paper typed in"),
    Did.MINUTES_DOWNLOADED: N_("Minutes of the opening taken"),
    Did.QUOTES_ASKED_AGAIN: N_("Quotes asked again"),
    Did.QUOTES_DEADLINE_MOVED: N_("Deadline for quotes changed"),
    Did.SCENARIO_SET: N_("Scenario chosen"),
    Did.QUOTE_CORRECTED: N_("Mistake in a quote corrected"),
    Did.QUOTE_JUDGED_IRREGULAR: N_("Quote set aside"),
    Did.QUOTE_RECONSIDERED: N_("Quote takes part again"),
    Did.PRICE_QUERY_ASKED: N_("Question about a price asked"),
    Did.PRICE_QUERY_ANSWERED: N_("Question about a price answered"),
    Did.PRICE_QUERY_JUDGED: N_("Answer about a price judged"),
    Did.PRICE_QUERY_REOPENED: N_("Question about a price opened again"),
    Did.LOT_CHECKED: N_("Checks of a lot done"),
    Did.MATRIX_DOWNLOADED: N_("Comparison of quotes taken"),
    Did.SCORE_GIVEN: N_("Score given"),
    Did.QUOTE_RANKED: N_("Quotes ranked"),
    Did.LOT_DECIDED: N_("Decision taken on a lot"),
    Did.LOT_FAILED: N_("Lot failed"),
    Did.DECISION_DOWNLOADED: N_("Decision taken along as a file"),
    Did.CHOICE_STARTED: N_("Choice of households started"),
    Did.PREFERENCE_GIVEN: N_("Household gave its choice"),
    Did.CHOICE_RUN: N_("Choices of households worked out"),
    Did.CHOICE_ACCEPTED: N_("Household said yes to another choice"),
    Did.CHOICE_DECLINED: N_("Household said no to another choice"),
}
