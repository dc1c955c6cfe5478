"""Where somebody stands whose interest nobody confirmed yet, case by case as the design gives them."""

import json
from datetime import date
from pathlib import Path

import pytest

from renogroep.journeys.rules.standing import standing_of
from renogroep.journeys.rules.standing_facts import LotFacts

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "ground" / "interest.json"
CASES = json.loads(FIXTURE.read_text(encoding="utf-8"))["unconfirmed"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_the_case_of_the_design(case):
    standing = standing_of(LotFacts.from_plain(case["facts"]))
    assert standing.code == case["code"]
    assert standing.on == (date.fromisoformat(case["on"]) if case["on"] else None)
    assert standing.who == case["who"]
    assert standing.urgent is case["urgent"]
    assert list(standing.acts) == case["acts"]
    assert standing.maximum is None
