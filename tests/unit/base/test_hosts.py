"""A name in an address is compared without what browsers and proxies add."""

import pytest

from renogroep.base.hosts import host_of, is_host


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("wijk.testgem.be", "wijk.testgem.be"),
        (" WIJK.Testgem.be:8443 ", "wijk.testgem.be"),
        ("wijk.testgem.be.", "wijk.testgem.be"),
        ("[::1]:8000", "::1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_the_port_and_capitals_are_off(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("testgem.be", True),
        ("wijk-7.testgem.be", True),
        ("a" * 63 + ".be", True),
        ("a" * 64 + ".be", False),
        (".".join(["a" * 49] * 5) + ".be", True),  # 252 signs
        (".".join(["a" * 49] * 5) + ".info", False),  # 254 signs
        ("testgem", False),
        ("-a.be", False),
        ("a-.be", False),
        ("a..be", False),
        ("a b.be", False),
        ("https://testgem.be", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("", False),
    ],
)
def test_what_could_be_a_name(name, good):
    assert is_host(name) is good
