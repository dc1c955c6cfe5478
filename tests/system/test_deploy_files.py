"""What deploy/ ships is read by the programs that will run it. A part of ``make test-machines``."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import nginx

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


def test_nginx_takes_the_configuration_with_its_marked_lines_changed(tmp_path):
    program = shutil.which("nginx", path=PROGRAMS)
    assert program, "install nginx: it is a part of make test-machines"
    key, chain = nginx.certificate(tmp_path, "wijk.testgem.example")
    servers = nginx.filled("wijk.testgem.example", 8443, [8001, 8002], key, chain)
    assert "testgem.be" not in servers
    assert servers.count("    server 127.0.0.1:800") == 2
    conf = tmp_path / "nginx.conf"
    conf.write_text(nginx.AROUND.format(folder=tmp_path, servers=servers))
    said = subprocess.run([program, "-t", "-c", conf], capture_output=True, text=True, check=False)
    assert (said.returncode, "[warn]" in said.stderr) == (0, False), said.stderr
