"""Is the package of the mission complete and ready to publish as it is shipped?"""

from importlib import resources

import pytest

from renogroep.tenders.rules.bill import Nature, Scope, check_bill, measured_sources
from renogroep.tenders.rules.template_package import COLUMNS, read_template

FILE = resources.files("renogroep.tenders") / "templates" / "gevel_en_schrijnwerk.csv"
HEADER = ";".join(COLUMNS)


@pytest.fixture(scope="module")
def lots():
    return read_template(FILE.read_text(encoding="utf-8"))


def test_the_lots_are_facade_insulation_and_joinery(lots):
    assert [(lot.number, lot.measure) for lot in lots] == [
        (1, "wall_outside"),
        (2, "windows_doors"),
    ]


def test_the_bill_has_25_posts_or_more_and_no_problem(lots):
    assert sum(len(lot.posts) for lot in lots) >= 25
    for lot in lots:
        assert check_bill(lot.posts) == []


def test_every_nature_and_scope_occurs(lots):
    posts = [post for lot in lots for post in lot.posts]
    assert {post.nature for post in posts} == set(Nature)
    for lot in lots:
        assert {post.scope for post in lot.posts} == set(Scope)


def test_the_quantities_of_the_worked_example_can_be_measured(lots):
    codes = {source.code for source in measured_sources(lots[0].posts)}
    assert {"facade_m2", "scaffold_m2", "sill_lm"} <= codes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("a;b\n1;2\n", "line 1"),
        (HEADER + "\nx;T;m;01.01;D;VH;m²;home;facade_m2;60\n", "line 2"),
        (HEADER + "\n1;T;m;01.01;D;XX;m²;home;facade_m2;60\n", "line 2"),
        (HEADER + "\n1;T;m;01.01;D;VH;m²;home;facade_m2;many\n", "line 2"),
        (HEADER + "\n1;T;m;01.01\n", "line 2"),
    ],
)
def test_a_broken_template_names_its_line(text, words):
    with pytest.raises(ValueError, match=words):
        read_template(text)
