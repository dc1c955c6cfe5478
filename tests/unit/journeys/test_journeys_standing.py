"""Each row of the table of standings is reached, and says, dates, asks and offers what it should."""

import re
from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.journeys.rules.acts import ACTS, is_possible
from renogroep.journeys.rules.standing import (
    ROWS,
    Standing,
    as_others_read,
    most_urgent,
    other_standing_of,
    standing_of,
)
from renogroep.journeys.rules.standing_facts import LotFacts
from renogroep.journeys.rules.standing_words import STEP_LABELS, Step
from renogroep.subscriptions.rules.guards import SubscriptionAct
from tests.unit.journeys.standing_table import (
    AGREED,
    AWAITING,
    CASES,
    CHOOSING,
    COLLECTING,
    DAYS,
    ENDED,
    HOME,
    HOUSEHOLD,
    ORDER,
    ORDERED,
    PROCUREMENT,
    TABLE,
    TODAY,
    TOMORROW,
    UNSCREENED,
    YESTERDAY,
    dutch,
    msgid,
)

CALL_ON = re.compile(r",? (?:by|ten laatste op) \{call_on\}")
NL = dutch()
BY_WORD = {str(act): act for act in ACTS}


def facts(plain, **change) -> LotFacts:
    return LotFacts.from_plain({**plain, **change})


def day(field: str, plain) -> date | None:
    return date.fromisoformat(plain[field]) if field else None


def listed(row) -> tuple[list[str], list[str]]:
    """Acts that the row always offers, and those that it leaves to their guard."""
    words = row["acts"].split()
    return [w for w in words if not w.endswith("?")], [w[:-1] for w in words if w.endswith("?")]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.place}-{TABLE[c.place]['code']}")
def test_the_row(case):
    row, standing = TABLE[case.place], standing_of(case.read)
    urgent = row["urgent"] == "yes" or (row["urgent"] != "" and case.who == "household")
    assert standing.code == row["code"]
    assert standing.say.msgid == msgid(row["en"])
    assert NL.gettext(standing.say.msgid) == msgid(row["nl"])
    assert standing.on == day(row["date"], case.facts)
    assert standing.who == (case.who or row["who"])
    assert standing.urgent is urgent
    assert (standing.maximum or "") == row["maximum"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.place}-{TABLE[c.place]['code']}")
def test_the_row_offers_its_acts_and_no_other(case):
    given = case.read
    always, by_guard = listed(TABLE[case.place])
    wanted = always + [word for word in by_guard if is_possible(BY_WORD[word], given)]
    stop = SubscriptionAct.STOP_INTEREST
    assert [a for a in standing_of(given).acts if a != stop] == wanted
    assert (stop in standing_of(given).acts) == is_possible(stop, given)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.place}-{TABLE[c.place]['code']}")
def test_urgent_says_what_silence_costs_and_nothing_else_does(case):
    row, standing = TABLE[case.place], standing_of(case.read)
    assert (standing.silence is not None) == standing.urgent
    if standing.silence is not None:
        assert standing.silence.msgid == row["silence_en"]
        assert NL.gettext(standing.silence.msgid) == row["silence_nl"]


def test_every_row_has_a_case_and_the_rows_stand_in_the_order_of_the_table():
    assert {case.place for case in CASES} == set(HOUSEHOLD)
    codes = [TABLE[place]["code"] for place in HOUSEHOLD]
    assert list(dict.fromkeys(row.code for row in ROWS)) == list(dict.fromkeys(codes))


@pytest.mark.parametrize(
    "case", [c for c in CASES if "{call_on}" in TABLE[c.place]["en"]], ids=lambda c: str(c.place)
)
def test_without_a_day_to_call_the_words_about_it_fall_away(case):
    row = TABLE[case.place]
    say = standing_of(replace(case.read, call_on=None)).say
    assert say.msgid == msgid(CALL_ON.sub("", row["en"]))
    assert NL.gettext(say.msgid) == msgid(CALL_ON.sub("", row["nl"]))
    assert "call_on" not in say.params


@pytest.mark.parametrize(
    ("plain", "field", "past", "same_day", "later"),
    [
        (COLLECTING, "interest_deadline", "asking", "collecting", "collecting"),
        ({**HOME, "lot": "quoting"}, "quote_deadline", "opening", "quoting", "quoting"),
        (UNSCREENED, "call_by", "call_late", "to_check", "to_check"),
        ({**CHOOSING, "assigned": "other"}, "yes_by", "no_firm", "new_yes", "new_yes"),
        (CHOOSING, "choose_until", "to_choose", "to_choose", "to_choose"),
        ({**ORDER, "order": "indicative"}, "order_until", "too_late", "indicative", "indicative"),
        (AGREED, "order_until", "too_late", "to_order", "to_order"),
        (AGREED, "price_until", "price_expired", "to_order", "to_order"),
        (AWAITING, "order_until", "co_owner_late", "awaiting", "awaiting"),
        (ORDERED, "withdraw_until", "ordered", "ordered_free", "ordered_free"),
        (ORDERED, "freeze_on", "freeze_late", "ordered_free", "ordered_free"),
        (
            {**ORDER, "wave": "frozen", "order": "planned"},
            "planned_on",
            "planned_late",
            "planned",
            "planned",
        ),
    ],
)
def test_the_day_before_on_and_after(plain, field, past, same_day, later):
    codes = [standing_of(facts(plain, **{field: d})).code for d in (YESTERDAY, TODAY, TOMORROW)]
    assert codes == [past, same_day, later]


@pytest.mark.parametrize(
    ("last", "who"), [(YESTERDAY, "municipality"), (TODAY, "nobody"), (TOMORROW, "nobody")]
)
def test_after_the_standstill_it_is_the_municipality_that_waits(last, who):
    assert standing_of(facts(PROCUREMENT, lot="standstill", standstill_until=last)).who == who


@pytest.mark.parametrize(
    ("last", "code"),
    [(YESTERDAY, "other_cannot"), (TODAY, "other_to_sign"), (TOMORROW, "other_to_sign")],
)
def test_the_other_owner_signs_up_to_and_including_the_last_day(last, code):
    standing = other_standing_of(facts(AWAITING, order_until=last), asker="Fatma", signed=False)
    assert standing.code == code


@pytest.mark.parametrize(
    ("place", "plain", "signed"),
    [
        (56, AWAITING, False),
        (57, {**AWAITING, "fits": False}, False),
        (58, AWAITING, True),
    ],
)
def test_the_other_owner_reads_its_own_row(place, plain, signed):
    row, standing = TABLE[place], other_standing_of(facts(plain), asker="Fatma", signed=signed)
    assert standing.code == row["code"]
    assert standing.say.msgid == msgid(row["en"])
    assert NL.gettext(standing.say.msgid) == msgid(row["nl"])
    assert standing.on == day(row["date"], DAYS)
    assert standing.who == row["who"]
    assert list(standing.acts) == row["acts"].split()
    assert standing.maximum == row["maximum"]
    assert standing.urgent == (row["urgent"] == "yes") == (standing.silence is not None)
    if standing.silence is not None:
        assert NL.gettext(standing.silence.msgid) == row["silence_nl"]


def test_a_later_state_is_told_about_the_order_of_the_asker_without_an_act():
    there = standing_of(facts(ORDERED))
    standing = other_standing_of(facts(ORDERED), asker="Fatma", signed=True)
    assert standing.code == TABLE[59]["code"]
    assert NL.gettext(standing.say.msgid) == "De bestelling van %(asker)s: %(sentence)s"
    assert standing.say.params == {"asker": "Fatma", "sentence": there.say}
    assert (standing.on, standing.who, standing.maximum) == (there.on, there.who, there.maximum)
    assert (standing.acts, standing.urgent, standing.silence) == ((), False, None)


@pytest.mark.parametrize(
    ("plain", "sentence"),
    [
        ({**ORDERED, "open_conditions": ["funding", "permit"]}, "De betaling is nog niet rond."),
        ({**ENDED, "ended_reason": "funding"}, "De bestelling stopte. U betaalt niets."),
        ({**ENDED, "ended_reason": "funding_open"}, "De bestelling stopte. U betaalt niets."),
    ],
)
def test_the_money_of_the_asker_is_told_to_the_asker_alone(plain, sentence):
    own = standing_of(facts(plain))
    read = as_others_read(own)
    assert NL.gettext(read.say.msgid) == sentence
    assert (read.urgent, read.silence, read.acts) == (own.urgent, own.silence, own.acts)
    other = other_standing_of(facts(plain), asker="Fatma", signed=True)
    assert other.say.params["sentence"] == read.say


def test_others_read_every_other_row_as_it_is():
    same = [case for case in CASES if (found := standing_of(case.read)) == as_others_read(found)]
    assert {case.place for case in CASES if case not in same} == {13, 38, 39, 61}


def test_the_late_freeze_names_the_most_that_is_paid():
    late = facts(ORDERED, freeze_on=YESTERDAY)
    assert isinstance(standing_of(late).say.params["maximum"], Text)
    assert standing_of(late).sentence(Money(929408)).params == {"maximum": Money(929408)}
    other = other_standing_of(late, asker="Fatma", signed=True).sentence(Money(929408))
    assert other.params["sentence"].params == {"maximum": Money(929408)}
    plain = standing_of(facts(ORDERED))
    assert plain.sentence(Money(1)) == plain.say


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        (["permit"], "the permit or the consent that the works need is granted"),
        (
            ["vme_vote", "funding"],
            "the loan is granted, the general meeting of the co-ownership says yes",
        ),
    ],
)
def test_open_conditions_are_said_in_a_fixed_order(conditions, said):
    assert (
        str(standing_of(facts(ORDERED, open_conditions=conditions)).say.params["conditions"])
        == said
    )


def test_names_are_those_who_still_sign():
    assert standing_of(facts(AWAITING)).say.params["names"] == "Jan, Mia"


def test_a_day_that_is_not_known_is_said_in_words():
    standing = standing_of(facts(CHOOSING, choose_until=None))
    assert standing.on is None
    assert str(standing.say) == "The quotes are here. Choose by a day that we still tell you."


def test_nobody_stands_in_a_draft():
    with pytest.raises(ValueError, match="draft"):
        facts(COLLECTING, package="draft")
    for rule in (standing_of, lambda f: other_standing_of(f, asker="Fatma", signed=False)):
        with pytest.raises(ValueError, match="draft"):
            rule(replace(facts(COLLECTING), package="draft"))


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"lot": "sleeping"},
        {"mode": None},
        {"order": "lost"},
        {"assigned": "second"},
        {"answer": "perhaps"},
        {"today": "tomorrow"},
        {"fits": "yes"},
        {"quotes": -1},
        {"quotes": True},
        {"unsigned": "Jan"},
        {"unsigned": [1]},
        {"open_conditions": ["weather"]},
        {"ended_reason": "weather"},
        {"firm": 3},
    ],
)
def test_a_word_that_is_no_fact_is_an_error(change):
    with pytest.raises(ValueError):
        facts(COLLECTING, **change)


@pytest.mark.parametrize("key", ["subscription", "mode", "lot", "today"])
def test_what_must_be_known_is_asked(key):
    with pytest.raises(ValueError, match=key):
        LotFacts.from_plain({k: v for k, v in COLLECTING.items() if k != key})


def _standing(urgent: bool, on: str | None) -> Standing:
    found = standing_of(facts(COLLECTING))
    return replace(found, urgent=urgent, on=date.fromisoformat(on) if on else None)


@pytest.mark.parametrize(
    ("lots", "first"),
    [
        ({1: (False, TODAY), 2: (True, None)}, 2),
        ({1: (True, TOMORROW), 2: (True, TODAY)}, 2),
        ({1: (False, None), 2: (False, TOMORROW)}, 2),
        ({3: (False, TODAY), 2: (False, TODAY)}, 2),
        ({2: (False, None), 1: (False, None)}, 1),
    ],
)
def test_a_page_opens_with_urgent_then_the_earliest_day_then_the_number(lots, first):
    assert most_urgent({number: _standing(*one) for number, one in lots.items()}) == first


def test_every_step_has_a_label_and_a_row():
    assert set(STEP_LABELS) == set(Step) == {row.step for row in ROWS}
