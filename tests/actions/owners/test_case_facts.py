"""Facts are added and never changed; measures and income are kept as they were told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.owners import queries
from renogroep.owners.actions import facts
from renogroep.owners.models import ScreeningFact
from tests.support.make import TODAY


def note(session, case, **answers):
    return facts.record_facts(
        session,
        case,
        {code: (answer, "") for code, answer in answers.items()},
        by=TICK,
    )


def test_the_newest_fact_counts_and_the_old_one_stays(session, make):
    case = make.case()
    note(session, case, asbestos="yes")
    note(session, case, asbestos="no")
    assert queries.newest_facts(session, case.id)["asbestos"].answer == "no"
    assert session.scalar(select(func.count()).select_from(ScreeningFact)) == 2


def test_what_was_known_or_is_not_known_writes_nothing(session, make):
    case = make.case()
    note(session, case, asbestos="yes")
    assert note(session, case, asbestos="yes", damp="unknown") == []


def test_another_answer_is_refused_before_anything_is_kept(session, make):
    case = make.case()
    with pytest.raises(Refused, match=r"^case\.fact:"):
        note(session, case, asbestos="yes", damp="perhaps")
    assert queries.facts(session, case.id) == []


def test_measures_are_set_replaced_and_taken_away(session, make):
    home = make.dwelling(measures={"facade_m2": "60", "sill_lm": "6"})
    facts.set_measures(
        session,
        home,
        {"facade_m2": Quantity.of("62.5"), "sill_lm": None, "corner_lm": Quantity.of(0)},
        by=TICK,
    )
    assert queries.quantities(session, home.id) == {
        "facade_m2": Quantity.of("62.5"),
        "corner_lm": Quantity.of(0),
    }


def test_new_measures_make_an_older_form_stale(session, make):
    home = make.dwelling()
    before = home.version
    facts.set_measures(session, home, {"facade_m2": Quantity.of(60)}, by=TICK)
    session.flush()
    assert home.version > before
    again = home.version
    facts.set_measures(session, home, {"facade_m2": Quantity.of(60)}, by=TICK)
    session.flush()
    assert home.version == again


@pytest.mark.parametrize("amount", ["-1", "100000.001"])
def test_an_impossible_measure_changes_nothing(session, make, amount):
    home = make.dwelling()
    with pytest.raises(Refused, match=r"^dwelling\.measure:"):
        facts.set_measures(
            session,
            home,
            {"sill_lm": Quantity.of(6), "facade_m2": Quantity.of(amount)},
            by=TICK,
        )
    assert queries.quantities(session, home.id) == {}


@pytest.mark.parametrize(
    ("year", "good"), [(999, False), (1000, True), (2027, True), (2028, False)]
)
def test_the_year_of_building_can_be_true(session, make, year, good):
    case = make.case()
    change = {"owner_kind": "landlord", "build_year": year, "by": TICK}
    if good:
        facts.set_home(session, case, **change)
        assert (case.dwelling.build_year, case.owner_kind) == (year, "landlord")
    else:
        with pytest.raises(Refused, match=r"^dwelling\.build_year:"):
            facts.set_home(session, case, **change)


def test_the_audit_never_says_which_income(session, make):
    case = make.case()
    facts.set_income(
        session,
        case,
        income_category=4,
        other_dwelling=True,
        life_event_on=TODAY,
        by=TICK,
    )
    assert (case.income_category, case.other_dwelling) == (4, True)
    row = session.scalars(select(AuditEvent).where(AuditEvent.did == "case.changed")).one()
    assert row.facts == {"sensitive": True}


@pytest.mark.parametrize(
    ("given", "code"),
    [({"income_category": 5}, "category"), ({"life_event_on": TODAY + timedelta(1)}, "life_event")],
)
def test_income_that_cannot_be_is_refused(session, make, given, code):
    values = {"income_category": None, "other_dwelling": None, "life_event_on": None}
    with pytest.raises(Refused, match=rf"^case\.{code}:"):
        facts.set_income(session, make.case(), **{**values, **given}, by=TICK)
