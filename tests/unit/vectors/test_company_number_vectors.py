"""Company numbers: valid ones in canonical form, all others refused."""

import pytest

from renogroep.base.errors import Refused
from renogroep.identity.rules.company_number import read_company_number

VECTORS = "kbo_numbers.json"


def test_company_number_vector(case, known):
    known(case, "id", "input", "valid", "normalised", "note", "source", "python_stdnum_agrees")
    if case["valid"]:
        assert read_company_number(case["input"]) == case["normalised"]
    else:
        assert case["normalised"] is None
        with pytest.raises(Refused):
            read_company_number(case["input"])
