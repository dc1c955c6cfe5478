"""Which tests of pages does PostgreSQL see by day?"""

from tests.support.routes import chosen, name_of


def test_every_route_has_a_test_and_none_is_there_for_nothing():
    opened = {
        "a": {"GET /"},
        "b": {"GET /", "POST /x"},
        "c": {"POST /x", "GET /y", "GET /z"},
    }
    assert chosen(opened) == ["a", "c"]


def test_nothing_opened_is_nothing_chosen():
    assert chosen({}) == []


def test_a_test_has_one_name_on_both_databases():
    assert name_of("t.py::test_x[sqlite]") == name_of("t.py::test_x[postgresql]") == "t.py::test_x"
    assert name_of("t.py::test_x[postgresql-a-b]") == name_of("t.py::test_x[sqlite-a-b]")
    assert name_of("t.py::test_x[postgresql-a]") != name_of("t.py::test_x[postgresql-b]")
