"""Until when does a paper of a firm count, and which day may be written down?"""

from datetime import date

import pytest

from renogroep.identity.rules.papers import KIND_LABELS, PaperKind, is_over, why_not

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "over"),
    [(date(2026, 11, 22), True), (TODAY, False), (date(2026, 11, 24), False)],
)
def test_the_last_day_still_counts(day, over):
    assert is_over(day, TODAY) is over


@pytest.mark.parametrize(
    ("day", "before", "code"),
    [
        (date(2026, 11, 22), None, "paper.over"),
        (TODAY, None, None),
        (date(2046, 12, 31), None, None),
        (date(2047, 1, 1), None, "paper.far"),
        (date(2026, 11, 22), date(2026, 11, 22), None),
        (date(2026, 11, 21), date(2026, 11, 22), "paper.over"),
    ],
)
def test_which_day_may_stand_there(day, before, code):
    refused = why_not(day, before, TODAY)
    assert (refused and refused.code) == code


def test_every_kind_has_words():
    assert set(KIND_LABELS) == set(PaperKind)
