"""What does a firm read about its quote once the deadline has passed?"""

from renogroep.base.text import Text, t
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.tenders.rules.lifecycle import LotState

_CHECKING = (LotState.OPENED, LotState.CHECKED)


def after_deadline(quote: QuoteState, lot: LotState) -> Text:
    """The sentence beside a quote that was handed in.

    Before the decision nobody reads how quotes are judged: a firm whose quote was set aside reads
    the same as the others until all are told at once. Source: DESIGN section 2, 2026-11-23.
    """
    if lot == LotState.FAILED:
        return t("This lot does not go ahead.")
    if quote == QuoteState.SUBMITTED:
        return t("Nothing. Your quote waits for the opening.")
    if quote == QuoteState.UNREADABLE:
        return t("Your quote could not be read at the opening. Send us your price file.")
    if quote == QuoteState.NOT_OPENED:
        return t("Your quote was not opened, so it does not take part.")
    if lot in _CHECKING:
        return t("Nothing. Your quote was opened; the quotes are checked and compared now.")
    if quote == QuoteState.IRREGULAR:
        return t("Your quote was set aside. The reason stands in the message about the decision.")
    if quote == QuoteState.AWARDED:
        return t("The lot goes to your firm.")
    if quote == QuoteState.NOT_AWARDED:
        return t("The lot goes to another firm.")
    if lot == LotState.CHOOSING:
        return t("Nothing. Your quote was opened; the households choose now.")
    return t("Nothing. The households have chosen; who chose your firm orders with you.")
