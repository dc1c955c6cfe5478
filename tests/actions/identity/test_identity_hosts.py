"""A municipality has a front door under a name of its own, and no two share one."""

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.identity.actions.municipalities import set_host
from renogroep.identity.queries.municipalities import front_municipality, is_host_of_a_municipality
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent


def test_a_name_is_kept_without_capitals_and_port(session, make):
    first, second = make.home, make.municipality()
    set_host(session, second, "WIJK.Tweede.example:8443", by=TICK)
    set_host(session, second, "wijk.tweede.example", by=TICK)
    assert second.host == "wijk.tweede.example"
    assert is_host_of_a_municipality(session, "wijk.tweede.example")
    assert front_municipality(session, "wijk.tweede.example") is second
    assert front_municipality(session, "localhost") is first
    events = session.scalars(select(AuditEvent).where(AuditEvent.did == Did.MUNICIPALITY_HOST_SET))
    assert [event.municipality_id for event in events] == [second.id]


def test_a_name_goes_away_again(session, make):
    set_host(session, make.home, "wijk.testgem.example", by=TICK)
    set_host(session, make.home, " ", by=TICK)
    assert make.home.host is None
    assert not is_host_of_a_municipality(session, "wijk.testgem.example")


def test_what_is_no_name_or_another_ones_changes_nothing(session, make):
    home, other = make.home, make.municipality()
    set_host(session, other, "wijk.example", by=TICK)
    for name, code in (
        ("geen naam", "municipality.host"),
        ("WIJK.example", "municipality.host_taken"),
    ):
        with pytest.raises(Refused) as refused:
            set_host(session, home, name, by=TICK)
        assert refused.value.code == code
    assert home.host is None
