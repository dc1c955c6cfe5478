"""Which packages does a lock name, at which version?"""

import re
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SHIPPED = TOP / "requirements.txt"
ALL = TOP / "requirements-test.txt"  # what is shipped, and what builds and checks it
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


def canonical(name: str) -> str:
    """``Foo_Bar`` and ``foo-bar`` are one package (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> Iterator[tuple[str, str]]:
    """Name and version of each line; a name may stand there twice, for two Pythons."""
    for name, version in PIN.findall(text):
        yield canonical(name), version
