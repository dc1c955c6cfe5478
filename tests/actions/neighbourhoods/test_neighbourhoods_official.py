"""An official list goes in after a yes, hides what is no more, and never says how a home is built."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.neighbourhoods import actions, queries
from renogroep.neighbourhoods.models import Address, OfficialList, Street
from renogroep.neighbourhoods.rules.addresses import read_house_number
from renogroep.neighbourhoods.rules.official import Official, OfficialHome, Spot

SPOT = Spot(Decimal("152500.25"), Decimal("211500.5"), 31370)


def listed(number="12", official_id="1", street="Rozenstraat", row=2):
    house = read_house_number(number)
    return OfficialHome(row, official_id, street, house, "9999", "Testgem", "99001", SPOT)


def read(session, place, *homes, retired=()):
    return actions.read_official_list(session, place, Official(homes, [], retired), by=By(1))


def put_in(session, place, *homes, retired=()):
    row = read(session, place, *homes, retired=retired)
    session.flush()
    return actions.put_in_official_list(session, place, by=By(1, seen=row.version))


def counted(outcome):
    return [outcome[name] for name in ("added", "changed", "kept", "retired", "left")]


def statements(session, place):
    """How many statements the yes takes."""
    session.flush()
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        actions.put_in_official_list(session, place, by=By(1))
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)
    return len(seen)


def homes_of(session):
    return session.scalars(select(Address).order_by(Address.id)).all()


def test_reading_changes_no_home(session, make):
    place = make.neighbourhood()
    row = read(session, place, listed())
    assert counted(row.outcome) == [1, 0, 0, 0, 0]
    assert homes_of(session) == []


def test_a_yes_puts_the_homes_in(session, make):
    place = make.neighbourhood()
    outcome = put_in(
        session,
        place,
        listed("10-12"),
        listed("12A0001", "2", row=3),
        listed("1", "3", "Lindelaan", row=4),
    )
    assert counted(outcome) == [3, 0, 0, 0, 0]
    first, boxed, _ = homes_of(session)
    assert (first.label, first.until, first.sort_number) == ("Rozenstraat 10-12", 12, 10)
    assert (first.official_id, first.old_ids, first.built) == ("1", [], "unknown")
    assert (first.x, first.y, first.srid) == (152500.25, 211500.5, 31370)
    assert boxed.label == "Rozenstraat 12A bus 0001"
    assert session.scalars(select(Street.name).order_by(Street.id)).all() == [
        "Rozenstraat",
        "Lindelaan",
    ]
    assert queries.find_address(session, place.id, "rozenstr", "10-12") == (first, [])


def test_the_same_file_twice_changes_nothing(session, make):
    place, homes = make.neighbourhood(), (listed(), listed("14", "2", row=3))
    put_in(session, place, *homes, retired=["9"])
    before = [(row.id, row.label, row.official_id, row.old_ids) for row in homes_of(session)]
    assert counted(put_in(session, place, *homes, retired=["9"])) == [0, 0, 2, 0, 0]
    assert [
        (row.id, row.label, row.official_id, row.old_ids) for row in homes_of(session)
    ] == before


def test_a_home_of_our_own_list_gets_its_number_and_keeps_how_it_is_built(session, make):
    place = make.neighbourhood()
    home = make.address(make.street(place, "Rozenstr."), "12", built="half_open")
    assert counted(put_in(session, place, listed())) == [0, 1, 0, 0, 0]
    assert (home.official_id, home.built, home.old_ids) == ("1", "half_open", [])
    assert session.scalar(select(func.count()).select_from(Street)) == 1


def test_numbers_of_before_a_merger_are_kept(session, make):
    place = make.neighbourhood()
    put_in(session, place, listed(official_id="1"))
    put_in(session, place, listed(official_id="2"), retired=["1"])
    put_in(session, place, listed(official_id="3"), retired=["1", "2"])
    (home,) = homes_of(session)
    assert (home.official_id, home.old_ids, home.retired_on) == ("3", ["1", "2"], None)


def test_who_is_no_more_is_hidden_and_never_deleted(session, make):
    place = make.neighbourhood()
    put_in(session, place, listed(), listed("14", "2", row=3))
    gone = homes_of(session)[0]
    dwelling = make.dwelling(gone)
    assert counted(put_in(session, place, retired=["1"])) == [0, 0, 0, 1, 0]
    assert gone.retired_on == date(2026, 11, 23)
    assert dwelling.address.label == "Rozenstraat 12"
    assert queries.find_address(session, place.id, "Rozenstraat", "12") == (None, ["Rozenstraat"])
    assert list(queries.address_counts(session, place.id).values()) == [1]
    assert queries.home_counts(session, place.municipality_id) == {place.id: 1}
    assert counted(put_in(session, place, retired=["1"])) == [0, 0, 0, 0, 0]
    assert counted(put_in(session, place, listed())) == [0, 1, 0, 0, 0]
    assert gone.retired_on is None


def test_streets_get_another_name_and_homes_another_number(session, make):
    place = make.neighbourhood()
    put_in(session, place, listed("12", "1"), listed("14", "2", row=3))
    first, second = homes_of(session)
    put_in(session, place, listed("14", "1"), listed("16", "2", "Nieuwstraat", row=3))
    assert (first.label, second.label) == ("Rozenstraat 14", "Nieuwstraat 16")


def test_a_home_of_another_neighbourhood_stays_there(session, make):
    place, other = make.neighbourhood(name="Lindewijk"), make.neighbourhood()
    put_in(session, place, listed())
    assert counted(put_in(session, other, listed())) == [0, 0, 0, 0, 1]
    elsewhere = make.neighbourhood(municipality_id=make.municipality().id)
    assert counted(put_in(session, elsewhere, listed())) == [1, 0, 0, 0, 0]


def test_a_list_goes_in_once(session, make):
    place = make.neighbourhood()
    with pytest.raises(Refused, match="official.none"):
        actions.put_in_official_list(session, place, by=By(1))
    put_in(session, place, listed())
    with pytest.raises(Refused, match="official.none"):
        actions.put_in_official_list(session, place, by=By(1))


def test_a_newer_list_takes_the_place_of_one_that_waits(session, make):
    place = make.neighbourhood()
    seen = read(session, place, listed())
    session.flush()
    by = By(1, seen=seen.version)
    read(session, place, listed("14", "2"))
    session.flush()
    with pytest.raises(StaleDataError):
        actions.put_in_official_list(session, place, by=by)
    assert session.scalar(select(func.count()).select_from(OfficialList)) == 1


def test_both_steps_are_in_the_audit_trail(session, make):
    place = make.neighbourhood()
    put_in(session, place, listed())
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    figures = {"added": 1, "changed": 0, "kept": 0, "retired": 0, "left": 0}
    assert [(event.did, event.facts) for event in events] == [
        ("neighbourhood.official_read", figures),
        ("neighbourhood.official_put_in", figures),
    ]


def test_a_thousand_homes_take_no_statement_each(session, make):
    place = make.neighbourhood()
    homes = [listed(str(n), str(n), row=n) for n in range(1, 1501)]
    read(session, place, *homes[:10])
    few = statements(session, place)
    read(session, place, *homes)
    assert statements(session, place) <= few + 3  # parts of a thousand
    read(session, place, *(replace(home, street="Lindelaan") for home in homes))
    assert statements(session, place) <= few + 8
    assert {row.street.name for row in homes_of(session)} == {"Lindelaan"}
