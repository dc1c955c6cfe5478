"""Do the households of the energy house get what they should, and would a wrong rule be noticed?"""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from renogroep.base.money import Money
from renogroep.financing.rules.personas import failing_personas, read_personas

FILES = sorted(
    (path for path in (files("renogroep.financing") / "personas").iterdir()),
    key=lambda path: path.name,
)
PERSONAS = [
    pytest.param(persona, id=f"{path.name}: {persona.name}")
    for path in FILES
    for persona in read_personas(json.loads(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("persona", PERSONAS)
def test_persona(versions, persona):
    assert failing_personas(versions, [persona]) == []


def test_there_are_enough_of_them_and_each_has_its_own_name():
    names = [param.values[0].name for param in PERSONAS]
    assert len(names) >= 20
    assert len(set(names)) == len(names)


def everyone():
    return [param.values[0] for param in PERSONAS]


def test_a_wrong_cap_is_noticed_before_it_is_switched_on(versions):
    good = next(v for v in versions if v.label == "mvp_2026")
    rules = tuple(
        replace(row, cap_eur=Money.euros(3400)) if row.cap_eur == Money.euros(3500) else row
        for row in good.table.rules
    )
    bad = replace(good, table=replace(good.table, rules=rules))
    others = [v for v in versions if v is not good]
    failing = failing_personas([*others, bad], everyone())
    assert "H7 category 3, at the cap: premium is 3.400,00, expected 3.500,00" in failing


def test_a_rule_for_next_year_leaves_todays_personas_alone(versions):
    good = next(v for v in versions if v.label == "mvp_2026")
    stopped = replace(
        good, label="mvp_2029", valid_from=date(2029, 1, 1), table=replace(good.table, rules=())
    )
    assert failing_personas([*versions, stopped], everyone()) == []


def test_without_rules_the_personas_say_which_amount_is_missing():
    param = next(p for p in PERSONAS if p.values[0].name == "category 4 at the cap")
    assert failing_personas([], param.values) == [
        "category 4 at the cap: bank is no amount, expected 12.720,00",
        "category 4 at the cap: premium is no amount, expected 5.000,00",
        "category 4 at the cap: own_share is no amount, expected 7.720,00",
    ]


GOOD = {
    "name": "x",
    "on": "2026-11-23",
    "home": {"build_year": 1955, "owner_kind": "owner_occupier", "category": 4},
    "works": [{"measure": "roof", "price_excl_vat": "1000"}],
    "expected": {"bank": "1060.00"},
}


@pytest.mark.parametrize(
    "change",
    [
        {"on": "yesterday"},
        {"home": {"build_year": 1955}},
        {"home": {**GOOD["home"], "income": 12000}},
        {"works": [{"measure": "roof", "price_excl_vat": "a lot"}]},
        {"works": [{"measure": "roof", "price_excl_vat": "1.001"}]},
        {"expected": {}},
        {"expected": {"premuim": "1"}},
        {"comment": "?"},
    ],
)
def test_a_persona_that_cannot_be_read_is_named(change):
    with pytest.raises(ValueError, match="persona “x”"):
        read_personas({"personas": [{**GOOD, **change}]})


@pytest.mark.parametrize("personas", [[], [GOOD, GOOD]])
def test_a_file_without_personas_or_with_two_of_one_name_is_refused(personas):
    with pytest.raises(ValueError, match="each its own name"):
        read_personas({"about": "", "personas": personas})
