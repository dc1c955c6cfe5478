"""The rules that come with the product, read once."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest

from renogroep.financing.rules.cases import RuleCase, shipped_cases
from renogroep.financing.rules.versions import AnyVersion, current, seed_versions

ROOM = files("renogroep.financing")


@pytest.fixture(scope="session")
def versions() -> list[AnyVersion]:
    return seed_versions(lambda name: (ROOM / "rates" / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rule(versions) -> Callable[[str, date], AnyVersion | None]:
    return lambda kind, on: current(versions, on, kind)


@pytest.fixture(scope="session")
def shipped() -> tuple[RuleCase, ...]:
    return shipped_cases(lambda name: (ROOM / "rates" / name).read_text(encoding="utf-8"))
