"""Where do the worked cases come from? ``RENOGROEP_VECTORS`` names another directory."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

SHIPPED = Path(__file__).parents[2] / "vectors"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per case of the file that the module names in ``VECTORS``; no case is an error."""
    if "case" not in metafunc.fixturenames:
        return
    path = Path(os.environ.get("RENOGROEP_VECTORS") or SHIPPED) / metafunc.module.VECTORS
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    if not cases:
        raise pytest.UsageError(f"{path} has no cases")
    ids = [str(case.get("id", case.get("input"))) or "empty" for case in cases]
    metafunc.parametrize("case", cases, ids=ids)


@pytest.fixture
def known():
    """Fail on a field that the test would leave unchecked."""

    def check(fields, *allowed):
        strange = sorted(set(fields) - set(allowed))
        assert not strange, f"nobody checks {strange}"

    return check
