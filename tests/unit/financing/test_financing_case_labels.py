"""Every cell of a worked case has a word on the screen."""

from renogroep.financing.rules.case_labels import CASE_COLUMNS
from renogroep.financing.rules.cases import CASE_KINDS


def test_no_cell_is_shown_by_its_code():
    known = {name for kind in CASE_KINDS.values() for name in kind.columns}
    assert known - set(CASE_COLUMNS) == set()
