"""H1 of the worked example, in procurement with a co-owner, from the standstill to the handover."""

from datetime import date

import pytest

from renogroep.journeys.rules.standing import standing_of
from renogroep.journeys.rules.standing_facts import LotFacts

H1 = {
    "subscription": "screened_fit",
    "mode": "procurement",
    "lot": "standstill",
    "standstill_until": "2026-12-28",
    "firm": "B",
}
ROUND = {
    **H1,
    "lot": "ordering",
    "wave": "ordering",
    "order": "indicative",
    "order_until": "2027-01-29",
    "freeze_on": "2027-02-15",
}
PROVISIONAL = {**ROUND, "order": "provisional"}
MEASURED = {**ROUND, "order": "surveyed", "advisor_agreed": True}
AGREED = {**MEASURED, "contractor_agreed": True}
AWAITING = {**AGREED, "order": "awaiting_co_owner", "unsigned": ["Jan Peeters"]}
ORDERED = {**AGREED, "order": "ordered", "withdraw_until": "2027-02-03"}
FROZEN = {**ORDERED, "order": "frozen", "wave": "frozen"}
PLANNED = {**FROZEN, "lot": "executing", "order": "planned", "planned_on": "2027-03-08"}
HANDED_OVER = {**PLANNED, "order": "handed_over", "handed_over_on": "2027-03-26"}
STOP = "stop_interest"


@pytest.mark.parametrize(
    ("today", "plain", "code", "on", "who", "urgent", "acts", "maximum"),
    [
        ("2026-12-27", H1, "standstill", "2026-12-28", "nobody", False, [STOP], "alone"),
        ("2027-01-04", ROUND, "indicative", "2027-01-29", "household", True, ["provisional", "withdraw"], "indicative"),
        ("2027-01-05", PROVISIONAL, "to_measure", "2027-01-29", "advisor", False, ["withdraw"], "indicative"),
        ("2027-01-12", MEASURED, "firm_agrees", "2027-01-29", "contractor", False, ["withdraw"], "indicative"),
        ("2027-01-14", AGREED, "to_order", "2027-01-29", "household", True, ["order", "withdraw"], "ceiling"),
        ("2027-01-18", AWAITING, "awaiting", "2027-01-29", "other_owner", False, ["withdraw", "change_co_owner"], "ceiling"),
        ("2027-01-20", ORDERED, "ordered_free", "2027-02-03", "nobody", False, ["withdraw"], "ceiling"),
        ("2027-02-04", ORDERED, "ordered", "2027-02-15", "municipality", False, [], "ceiling"),
        ("2027-02-15", FROZEN, "frozen", None, "contractor", False, [], "final"),
        ("2027-03-09", PLANNED, "planned_late", "2027-03-08", "advisor", False, [], "final"),
        ("2027-03-26", HANDED_OVER, "handed_over", "2027-03-26", "contractor", False, [], "final"),
    ],
)  # fmt: skip
def test_a_day_of_h1(today, plain, code, on, who, urgent, acts, maximum):
    standing = standing_of(LotFacts.from_plain({**plain, "today": today}))
    day = date.fromisoformat(on) if on else None
    assert (standing.code, standing.on, standing.who) == (code, day, who)
    assert (standing.urgent, list(standing.acts), standing.maximum) == (urgent, acts, maximum)


def test_h10_finds_all_places_taken():
    full = LotFacts.from_plain({**AGREED, "room": False, "today": "2027-01-14"})
    assert standing_of(full).code == "full"
