"""An address list only adds: homes that are here stay, twice the same list is once."""

import pytest
from sqlalchemy import func, select

from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.neighbourhoods import actions, queries
from renogroep.neighbourhoods.models import Address, Street
from renogroep.neighbourhoods.rules.addresses import read_address_rows
from renogroep.neighbourhoods.rules.details import Details


def rows(*lines):
    names = ("straat", "nummer", "bus", "postcode", "gemeente", "bebouwing")
    homes, problems = read_address_rows(
        (number, dict(zip(names, line.split(";"), strict=True)))
        for number, line in enumerate(lines, start=2)
    )
    assert problems == []
    return homes


def imported(session, neighbourhood, *lines):
    return actions.import_addresses(session, neighbourhood, rows(*lines), by=By(1))


def test_a_list_makes_streets_and_homes(session, make):
    place = make.neighbourhood()
    outcome = imported(
        session,
        place,
        "Rozenstraat;1;;9999;Testgem;rij",
        "Rozenstraat;12A;3;9999;Testgem;halfopen",
        "Lindelaan;2;;9999;Testgem;open",
    )
    assert (outcome.added, outcome.kept, outcome.streets) == (3, 0, 2)
    homes = session.scalars(select(Address).order_by(Address.sort_number)).all()
    assert [(a.label, a.built) for a in homes] == [
        ("Rozenstraat 1", "row"),
        ("Lindelaan 2", "detached"),
        ("Rozenstraat 12A bus 3", "half_open"),
    ]


def test_the_same_list_twice_changes_nothing(session, make):
    place = make.neighbourhood()
    lines = ("Rozenstraat;1;;9999;Testgem;rij", "Rozenstraat;3;;9999;Testgem;rij")
    imported(session, place, *lines)
    outcome = imported(session, place, *lines)
    assert (outcome.added, outcome.changed, outcome.kept, outcome.streets) == (0, 0, 2, 0)
    assert session.scalar(select(func.count()).select_from(Address)) == 2


def test_another_spelling_is_the_same_street(session, make):
    place = make.neighbourhood()
    imported(session, place, "Sint-Jansplein;1;;9999;Testgem;rij")
    outcome = imported(session, place, "SINT JANSPLEIN;1;;9999;Testgem;open")
    assert (outcome.added, outcome.changed, outcome.streets) == (0, 1, 0)
    assert session.scalars(select(Street.name)).all() == ["Sint-Jansplein"]


def test_a_home_that_is_not_in_the_new_list_stays(session, make):
    place = make.neighbourhood()
    imported(session, place, "Rozenstraat;1;;9999;Testgem;rij")
    home = session.scalars(select(Address)).one()
    make.dwelling(home)
    imported(session, place, "Rozenstraat;3;;9999;Testgem;rij")
    assert session.get(Address, home.id) is not None


def test_the_import_is_in_the_audit_trail(session, make):
    place = make.neighbourhood()
    imported(session, place, "Rozenstraat;1;;9999;Testgem;rij")
    event = session.scalars(select(AuditEvent)).one()
    assert event.did == "neighbourhood.addresses_imported"
    assert event.facts == {"added": 1, "changed": 0, "kept": 0, "streets": 1}


@pytest.mark.parametrize(
    "street, number, box",
    [
        ("Rozenstraat", "12", ""),
        ("rozenstr.", "12", ""),
        ("ROZEN STRAAT", " 12 ", ""),
    ],
)
def test_an_address_is_found_whatever_the_spelling(session, make, street, number, box):
    place = make.neighbourhood()
    home = make.address(make.street(place, "Rozenstraat"), "12")
    assert queries.find_address(session, place.id, street, number, box) == (home, [])


def test_a_street_that_is_nearly_right_is_suggested(session, make):
    place = make.neighbourhood()
    for name in ("Rozenstraat", "Lindelaan"):
        make.street(place, name)
    assert queries.find_address(session, place.id, "Rosenstraat", "1") == (None, ["Rozenstraat"])
    assert queries.find_address(session, place.id, "linde", "1") == (None, ["Lindelaan"])
    assert queries.find_address(session, place.id, "Kerkplein", "1") == (None, [])


def test_a_street_that_only_sounds_alike_is_never_taken(session, make):
    place = make.neighbourhood()
    make.address(make.street(place, "Kerkstraat"), "12")
    assert queries.find_address(session, place.id, "Kerstraat", "12") == (None, ["Kerkstraat"])
    assert queries.find_address(session, place.id, "Kerkstraet", "12") == (None, ["Kerkstraat"])
    assert queries.find_address(session, place.id, "Kerk", "12") == (None, ["Kerkstraat"])
    assert queries.find_address(session, place.id, "Berkstraat", "12") == (None, [])
    assert queries.find_address(session, place.id, "Werkstraat", "12") == (None, [])


@pytest.mark.parametrize("number", ["99", "abc", "", "12 bus 7"])
def test_an_unknown_number_gives_the_street_back(session, make, number):
    place = make.neighbourhood()
    make.address(make.street(place, "Rozenstraat"), "12")
    assert queries.find_address(session, place.id, "Rozenstraat", number) == (
        None,
        ["Rozenstraat"],
    )


def test_an_address_of_another_neighbourhood_is_not_found(session, make):
    make.address(make.street(make.neighbourhood(), "Rozenstraat"), "12")
    assert queries.find_address(session, make.neighbourhood().id, "Rozenstraat", "12")[0] is None


def details(**given):
    values = {
        "name": "Rozenwijk",
        "phone": "09 123 45 67",
        "brand_colour": "#1F5C4D",
        "accent_colour": "#b24a26",
        "story": "Samen.",
    }
    return Details(**{**values, **given})


def test_two_neighbourhoods_of_one_name_have_their_own_address(session, make):
    towns = [make.home, make.municipality(), make.municipality()]
    made = [
        actions.create(session, municipality_id=town.id, details=details(), by=TICK)
        for town in towns
    ]
    assert [row.slug for row in made] == ["rozenwijk", "rozenwijk-2", "rozenwijk-3"]
    assert made[0].brand_colour == "#1f5c4d"


def test_a_form_that_is_sent_twice_makes_one_neighbourhood(session, make):
    actions.create(session, municipality_id=make.home.id, details=details(), by=TICK)
    with pytest.raises(Refused, match="neighbourhood.known"):
        actions.create(session, municipality_id=make.home.id, details=details(), by=TICK)


@pytest.mark.parametrize(
    "given, code",
    [
        ({"brand_colour": "#ffff00"}, "colour.brand_too_light"),
        ({"accent_colour": "#ffff00"}, "colour.accent_too_light"),
        ({"brand_colour": "mooi groen"}, "colour.unreadable"),
        ({"phone": "09"}, "neighbourhood.no_phone"),
        ({"name": "\u202e "}, "neighbourhood.no_name"),
    ],
)
def test_what_people_cannot_read_or_call_is_refused(session, make, given, code):
    with pytest.raises(Refused) as refused:
        actions.create(session, municipality_id=make.home.id, details=details(**given), by=TICK)
    assert refused.value.code == code


def test_a_name_without_latin_letters_gets_an_address_too(session, make):
    row = actions.create(
        session, municipality_id=make.home.id, details=details(name="الحي"), by=TICK
    )
    assert row.slug == "wijk"
