"""A case is findable from the moment it is there, by what is true now, and by nobody else."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from renogroep.identity.actions.contacts import add_contact, change_person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK, By
from renogroep.journeys.actions.people import merge_people
from renogroep.owners import queries
from renogroep.owners.actions import people
from renogroep.owners.actions.intake import open_case
from renogroep.owners.actions.search_words import (
    add_reference,
    count_grams,
    heal_words,
    refresh_words,
)
from renogroep.owners.models import CaseGram, CaseWord, GramCount


@pytest.fixture
def street(make):
    return make.street(name="Viooltjesplein")


def opened(make, street, name="Mohamed Amrani", number="1", box="3"):
    person = make.person(name, contact_way="mobile", phone="+32470123456", email=None)
    address = make.address(street, number)
    address.box = box
    return open_case(
        make.session,
        dwelling=make.dwelling(address),
        person=person,
        owner_kind="owner_occupier",
        by=TICK,
    )


def search(case, query, scope=None):
    return queries.search(object_session(case), query, case.municipality_id, scope)


SPELLINGS = (
    *("0470123456", "+32 470/12.34.56", "12 34 56", "Viooltjesplein 1 bus 3"),
    *("Viooltjesplein 1/3", "viooltjespl 1 b3", "bus 3 viooltjesplein", "amrani mohamed"),
    *("Mohammed Amrani", "B0002006", "b0002-006"),
)


@pytest.mark.parametrize("counted", [False, True])
def test_a_new_case_is_found_at_once_in_any_spelling(session, make, street, counted):
    case = opened(make, street)
    opened(make, street, "Jef Janssens", "12", "")
    add_reference(session, case.id, "B0002-006")
    if counted:
        count_grams(session)
        counts = dict(session.execute(select(GramCount.gram, GramCount.cases)).all())
        assert (counts["^vi"], counts["^am"]) == (2, 1)
    for query in SPELLINGS:
        assert case.id in search(case, query), query
    assert search(case, "xyzq") == []
    assert search(case, "") == []


def test_another_scope_or_municipality_never_finds_it(session, make, street):
    case = opened(make, street)
    here = street.neighbourhood_id
    assert search(case, "amrani", [here]) == [case.id]
    assert search(case, "amrani", [here + 1]) == []
    assert search(case, "amrani", []) == []
    away = make.municipality()
    assert queries.search(session, "amrani", away.id, None) == []


def test_another_name_and_number_are_found_and_the_old_ones_are_not(session, make, street):
    case = opened(make, street)
    change_person(
        session,
        case.person,
        name="Mohamed Bouazza",
        contact=Contact("mobile", "+3291234567"),
        language="nl",
        by=By(case.person_id),
    )
    refresh_words(session, queries.cases_of(session, case.person_id))
    assert search(case, "bouazza") == search(case, "09 123 45 67") == [case.id]
    assert search(case, "amrani") == search(case, "0470123456") == []


def test_every_number_that_works_finds_it(session, make, street):
    case = opened(make, street)
    add_contact(session, case.person, Contact("mobile", "+3291234567"))
    add_contact(session, case.person, Contact("email", "mo@example.org"))
    refresh_words(session, [case.id])
    for query in ("09 123 45 67", "0470123456", "mo@example.org"):
        assert search(case, query) == [case.id], query


def test_a_case_is_found_by_the_number_of_a_row_that_was_the_same_person(session, make, street):
    case = opened(make, street)
    same = make.person("Mo", contact_way="mobile", phone="+3291234567", email=None)
    merge_people(session, same, case.person, by=TICK)
    assert search(case, "09 123 45 67") == search(case, "0470123456") == [case.id]


def test_who_is_forgotten_is_not_found_but_the_home_is(session, make, street):
    case = opened(make, street)
    add_reference(session, case.id, "RG-7K4M-2P")
    people.erase_person(session, case.person_id)
    kinds = set(session.scalars(select(CaseWord.kind).where(CaseWord.case_id == case.id)))
    assert kinds == {"address", "reference"}
    assert search(case, "amrani") == search(case, "0470123456") == []
    assert search(case, "Viooltjesplein 1/3") == search(case, "rg7k4m2p") == [case.id]


def test_what_was_found_by_one_row_is_found_by_the_person_it_became(session, make, street):
    case = opened(make, street)
    add_reference(session, case.id, "RG-7K4M-2P")
    new = make.person("Lut Vandenbroeck")
    people.repoint_person(session, case.person_id, new.id)
    assert search(case, "van den broek") == search(case, "rg7k4m2p") == [case.id]
    assert search(case, "amrani") == []


def test_the_reference_of_a_case_that_was_joined_leads_to_the_one_that_goes_on(
    session, make, street
):
    kept = opened(make, street)
    other = make.person("Mohamed Amrani")
    gone = open_case(
        session,
        dwelling=kept.dwelling,
        person=other,
        owner_kind="owner_occupier",
        by=TICK,
    )
    add_reference(session, gone.id, "RG-7K4M-2P")
    people.repoint_person(session, other.id, kept.person_id)
    assert search(kept, "rg7k4m2p") == [kept.id]


def test_cases_from_before_the_search_are_healed_once(session, make):
    case = make.case(make.dwelling(), make.person("Ayşe Çelik"))
    assert search(case, "celik") == []
    assert heal_words(session) == 1
    assert search(case, "celik") == [case.id]
    before = session.scalar(select(func.count()).select_from(CaseGram))
    assert heal_words(session) == 0
    refresh_words(session, [case.id])
    assert session.scalar(select(func.count()).select_from(CaseGram)) == before
