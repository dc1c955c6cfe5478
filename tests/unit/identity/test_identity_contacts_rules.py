"""When are two ways to reach somebody the same one?"""

import pytest

from renogroep.identity.rules.contacts import LONGEST, ContactKind, key_of


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("email", "An@Example.org", "an@example.org", True),
        ("email", "an@example.org", "ann@example.org", False),
        ("phone", "0470 12 34 56", "+32470123456", True),
        ("phone", "0470 12 34 56", "0470 12 34 57", False),
        ("phone", "bel de buren", "Bel  de buren", True),  # kept from before numbers were read
        ("letter", "Laan 3,\n9999 Testgem", "laan 3, 9999 testgem", True),
        ("letter", "Laan 3, 9999 Testgem", "Laan 33, 9999 Testgem", False),
    ],
)
def test_spelling_makes_no_difference_and_a_sign_does(kind, one, other, same):
    assert (key_of(ContactKind(kind), one) == key_of(ContactKind(kind), other)) is same


def test_a_key_fits_its_column():
    assert len(key_of(ContactKind.LETTER, "ß" * LONGEST)) == LONGEST
