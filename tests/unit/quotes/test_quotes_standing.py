"""What a firm reads about its own quote: never "waiting for the opening" once it is open."""

import pytest

from renogroep.quotes.rules.lifecycle import QuoteState as Q
from renogroep.quotes.rules.standing import after_deadline
from renogroep.tenders.rules.lifecycle import LotState as L


@pytest.mark.parametrize(
    ("quote", "lot", "words"),
    [
        (Q.SUBMITTED, L.QUOTING, "waits for the opening"),
        (Q.OPENED, L.OPENED, "checked and compared now"),
        (Q.OPENED, L.CHECKED, "checked and compared now"),
        (Q.IRREGULAR, L.STANDSTILL, "was set aside"),
        (Q.AWARDED, L.STANDSTILL, "goes to your firm"),
        (Q.NOT_AWARDED, L.ORDERING, "goes to another firm"),
        (Q.OPENED, L.CHOOSING, "households choose now"),
        (Q.OPENED, L.ORDERING, "have chosen"),
        (Q.OPENED, L.FAILED, "does not go ahead"),
        (Q.SUBMITTED, L.FAILED, "does not go ahead"),
    ],
)
def test_the_words_follow_the_quote_and_the_lot(quote, lot, words):
    assert words in str(after_deadline(quote, lot))


@pytest.mark.parametrize("lot", [L.OPENED, L.CHECKED])
def test_before_the_decision_a_firm_cannot_tell_that_it_was_set_aside(lot):
    assert after_deadline(Q.IRREGULAR, lot) == after_deadline(Q.OPENED, lot)
