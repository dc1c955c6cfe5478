"""May every package of the lock stand beside our own licence? ``licences.toml`` says why."""

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Any

from tests.support.lock import ALL, TOP, pins

FILE = TOP / "licences.toml"
PARTS = re.compile(r"\s+(?:AND|OR|WITH)\s+|[()]")


def said_by(name: str) -> list[str] | None:
    """The licences that an installed package names; None when it is not installed here.

    The expression (PEP 639), else the classifiers, else the first line of the field that both
    replace.
    """
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    expression = about.get("License-Expression")
    if expression:
        return [part for part in PARTS.split(expression) if part]
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier") or []
        if one.startswith("License") and not one.endswith("OSI Approved")
    ]
    return classifiers or (about.get("License") or "").strip().splitlines()[:1]


def problems(
    names: set[str],
    list_of_reasons: dict[str, Any],
    said: Callable[[str], list[str] | None] = said_by,
) -> Iterator[str]:
    """A line for each package that may not stay as it is, and each reason that nobody needs."""
    allowed = {word for group in list_of_reasons["allowed"] for word in group["words"]}
    odd = list_of_reasons["packages"]
    for name in sorted(names):
        words = said(name)
        if name in odd:
            if words is not None and " ".join(words) != odd[name]["says"]:
                yield f"{name} says {words} now, and its reason is for “{odd[name]['says']}”"
        elif words is None:
            yield f"{name} is not installed here: give it a reason"
        elif not words or set(words) - allowed:
            yield f"{name} says {words or 'nothing'}: not allowed, and it has no reason"
    for name in sorted(set(odd) - names):
        yield f"{name} is not in the lock any more: take its reason away"


def main() -> int:
    """What lint runs: 1 when a package has no reason to be here."""
    names = {name for name, _ in pins(ALL.read_text(encoding="utf-8"))}
    found = list(problems(names, tomllib.loads(FILE.read_text(encoding="utf-8"))))
    for line in found:
        print(f"licences.toml: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
