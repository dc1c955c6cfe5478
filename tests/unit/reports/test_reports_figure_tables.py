"""The page and the file of the figures say the same counts."""

from renogroep.reports.rules.figure_tables import VIEWS, bars, cuts, funnel_page, header, table
from renogroep.reports.rules.funnel import Journey, Stage, figures

FEW = Journey(frozenset({Stage.INTERESTED}), "cost", "Rozenstraat", "phone", "landlord")
WAYS = {
    FEW: 2,
    Journey(frozenset({Stage.INTERESTED}), None, "Rozenstraat", "fax", "landlord", "A"): 6,
}


def seen(*, watching: bool):
    return figures(WAYS, cuts(str), only_watching=watching)


def test_a_code_without_words_stands_as_it_is_and_a_group_has_its_own_name():
    page = funnel_page(seen(watching=False), str)
    labels = {title: [row[0] for row in rows] for title, rows in page.views}
    assert labels["Channel"] == ["by phone", "fax"]
    assert labels["Renovation group"] == ["A", "In no group"]
    assert page.lines[0][1:3] == ("8", "2")
    assert page.lines[0][3].endswith(": 2")


def test_a_hidden_count_has_words_and_no_length():
    few = figures({FEW: 2}, cuts(str), only_watching=True)
    assert bars(few, str)[0] == ("Interested", 0, "< 5")


def test_every_row_of_the_file_is_as_wide_as_its_heading():
    rows = table(seen(watching=True), str)
    assert {len(row) for row in rows} == {len(header(str))}
    assert {row[0] for row in rows} >= {title for title, _ in VIEWS}
