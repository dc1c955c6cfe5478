"""Under which name was somebody's request sent, and could that be a name at all?"""

import re
from collections.abc import Iterable

LONGEST = 253  # RFC 1035 (November 1987), section 2.3.4, without the dot at the end
OWN_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def host_of(address: str) -> str:
    """``Host`` as we compare it: lower case, without port, brackets or a dot at the end."""
    name = address.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") > 1:  # an IPv6 address without brackets
        return name
    return name.partition(":")[0].removesuffix(".")


def is_host(name: str) -> bool:
    """Could ``host_of`` give this for a name in DNS? An address in numbers is none."""
    labels = name.split(".")
    return (
        len(name) <= LONGEST
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )


def known_hosts(names: Iterable[str]) -> frozenset[str]:
    """The hosts that the settings name; without one only this machine itself."""
    given = frozenset(host_of(name) for name in names if name.strip())
    return given or OWN_MACHINE
