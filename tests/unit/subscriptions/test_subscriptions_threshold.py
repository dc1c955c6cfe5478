"""Is interest counted honestly, and does the gate open at exactly its number?"""

import pytest

from renogroep.subscriptions.rules.threshold import InterestOutcome, Progress, interest_outcome


@pytest.mark.parametrize(
    ("screened", "extended", "outcome"),
    [
        (8, False, "go"),
        (9, True, "go"),
        (7, False, "extend"),
        (7, True, "fail"),
        (0, False, "extend"),
        (8, True, "go"),
    ],
)
def test_the_first_gate(screened, extended, outcome):
    assert interest_outcome(screened, 8, extended) is InterestOutcome(outcome)


@pytest.mark.parametrize(
    ("confirmed", "missing", "left", "words"),
    [
        (0, 6, 12, "Homes that ordered: 0. Still needed: 6. Places in all: 12."),
        (5, 1, 7, "Homes that ordered: 5. Still needed: 1. Places in all: 12."),
        (6, 0, 6, "Homes that ordered: 6, so there are enough. Places left: 6."),
        (12, 0, 0, "All 12 places are taken. Who orders now comes on the waiting list."),
        (13, 0, 0, "All 12 places are taken. Who orders now comes on the waiting list."),
    ],
)
def test_progress_counts_orders(confirmed, missing, left, words):
    progress = Progress(confirmed, needed=6, maximum=12, interested=40)
    assert (progress.missing, progress.places_left, str(progress.text)) == (missing, left, words)


def test_interest_never_changes_what_is_said_about_orders():
    few, many = Progress(3, 6, 12, interested=0), Progress(3, 6, 12, interested=99)
    assert few.text == many.text
    assert str(many.interest_text) == "Interested households, without obligation: 99."
