"""Staff say how an interest came in; only ways that they type in themselves count."""

import pytest

from renogroep.base.errors import Refused
from renogroep.subscriptions.rules.coming_in import TYPED_BY_STAFF, read_channel


@pytest.mark.parametrize("code", sorted(map(str, TYPED_BY_STAFF)))
def test_what_staff_type_in(code):
    assert read_channel(code) == code


@pytest.mark.parametrize("code", [None, "", "online", "pigeon"])
def test_nothing_else(code):
    with pytest.raises(Refused) as refused:
        read_channel(code)
    assert refused.value.code == "contact.channel"
