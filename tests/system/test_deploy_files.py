"""What deploy/ ships is read by the programs that will run it. A part of ``make test-machines``."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_unit(tmp_path, unit):
    program = shutil.which("systemd-analyze", path=PROGRAMS)
    assert program, "install systemd: it is a part of make test-machines"
    for one in UNITS:  # the programs stand elsewhere here
        text = one.read_text().replace("/srv/renogroep/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / one.name).write_text(text)
    said = subprocess.run(
        [program, "verify", "--recursive-errors=yes", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in said.stderr.splitlines() if "renogroep" in line]
    assert (said.returncode, ours) == (0, [])
