"""What can happen to a quote, an opening, a decision or a choice? Published values are never renamed."""

from enum import StrEnum


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
