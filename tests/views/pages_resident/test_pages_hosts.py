"""Whose front door is it? The name in the address says so, and a foreign name gets nothing."""

import pytest

from renogroep.base.hosts import host_of
from tests.support.make_subscriptions import place

DOOR = "wijk.wilgem.example"


@pytest.fixture
def two_towns(given):
    """Testgem, without a name of its own, and Wilgem; each has a neighbourhood."""
    with given() as make:
        place(make)
        make._municipality = make.municipality(
            name="Wilgem", slug="wilgem", phone="09 222 22 22", host=DOOR
        )
        make.neighbourhood(name="Wilgenwijk", slug="wilgenwijk")


def page(client, host, path="/"):
    return client.get(path, headers={"Host": host})


@pytest.mark.parametrize("host", [DOOR, DOOR.upper(), f"{DOOR}:8443"])
def test_the_front_door_is_of_the_municipality_of_the_name(client, two_towns, host):
    text = page(client, host).text
    assert "Wilgenwijk" in text
    assert "Bloemenwijk" not in text
    assert DOOR in page(client, host, "/.well-known/security.txt").text


def test_a_shared_name_is_the_first_municipality(client, two_towns):
    text = page(client, "localhost").text
    assert "Bloemenwijk" in text
    assert "Wilgenwijk" not in text


def test_behind_its_own_door_no_other_municipality_is_found(client, two_towns):
    assert page(client, DOOR, "/wijk/wilgenwijk").status_code == 200
    assert page(client, DOOR, "/wijk/bloemenwijk").status_code == 404
    assert page(client, "localhost", "/wijk/wilgenwijk").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", f"{DOOR}.evil.example", f"{DOOR},evil.example"])
def test_a_foreign_name_is_told_in_words_of_its_own(client, two_towns, host):
    answer = page(client, host)
    assert answer.status_code == 400
    assert "There is no site at this address" in answer.text
    assert "open for too long" not in answer.text
    assert "evil" not in answer.text
    assert host_of(host) != DOOR


def test_a_form_sent_to_a_foreign_name_keeps_and_shows_nothing(client, two_towns):
    answer = client.post(
        "/bel-mij", data={"phone": "0470 12 34 56"}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    assert "0470" not in answer.text
