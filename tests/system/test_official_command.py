"""An administrator puts the official file of a whole region in from a shell, in little memory."""

import io
import tracemalloc
import zipfile
from itertools import islice

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from renogroep.infra.db import session
from renogroep.infra.sheets import csv_rows
from renogroep.neighbourhoods.models import Address
from renogroep.neighbourhoods.rules.official import Take, read_official
from renogroep.web.commands import main
from tests.support.make_official import best_csv, best_row, zipped

DATABASES = ("sqlite",)  # what a list changes is tested on both in tests/actions
ROWS, LOOKED_AT, MEMORY = 300_000, 30_000, 4 * 1024 * 1024


@pytest.fixture
def place(given):
    with given() as make:
        return make.neighbourhood(slug="lindewijk").id


@pytest.fixture
def run(app, tmp_path, place):
    """``run(data, "--yes")``: what was printed."""

    def command(data, *arguments, code=0, where="lindewijk"):
        (tmp_path / "best.zip").write_bytes(data)
        wanted = ["--neighbourhood", where, "--municipality-code", "99001"]
        with app.app_context():
            answer = CliRunner().invoke(
                main, ["addresses", str(tmp_path / "best.zip"), *wanted, *arguments]
            )
        assert answer.exit_code == code, answer.output + repr(answer.exception)
        return answer.output

    return command


def homes(app):
    with app.app_context():
        return session().scalars(select(Address.number).order_by(Address.id)).all()


FILE = zipped(best_csv(best_row("1", "12"), best_row("2", "A12"), best_row("3", "14")))


def test_without_a_yes_it_says_what_would_change(app, run, tmp_path):
    assert "2 added, 0 changed, 0 kept, 0 retired, 1 left" in run(
        FILE, "--left", str(tmp_path / "left.csv")
    )
    assert homes(app) == []
    assert "3;house_number" in (tmp_path / "left.csv").read_text("utf-8-sig")


def test_a_yes_puts_it_in_and_once_is_enough(app, run):
    run(FILE, "--yes")
    assert homes(app) == ["12", "14"]
    assert "0 added, 0 changed, 2 kept" in run(FILE, "--yes")


def test_parts_of_a_municipality(app, run):
    run(FILE, "--street", "Lindelaan", "--street", "rozenstr.", "--postcode", "9999", "--yes")
    assert homes(app) == ["12", "14"]
    assert "No row of this file" in run(FILE, "--postcode", "9998", "--postcode", "9997", code=1)


@pytest.mark.parametrize(
    ("data", "where", "words"),
    [(b"a,b\n1,2\n", "lindewijk", "official address file"), (FILE, "elders", "elders")],
)
def test_what_is_wrong_is_said(app, run, data, where, words):
    assert words in run(data, "--yes", where=where, code=1)
    assert homes(app) == []


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """Packed as BeSt packs it: 300,000 rows, twenty of them ours."""
    path = tmp_path_factory.mktemp("region") / "best.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("openaddress-bevlg.csv", "w") as packed:
            out = io.TextIOWrapper(packed, "utf-8", newline="")
            heading, ours = best_csv(best_row("{id}", "{n}")).decode().splitlines()
            elsewhere = ours.replace("99001", "99002")
            out.write(heading + "\r\n")
            for n in range(ROWS):
                line = ours if n % 15_000 == 0 else elsewhere
                out.write(line.format(id=n, n=n % 9973 + 1) + "\r\n")
            out.flush()
    return path


def test_a_file_of_300000_rows_goes_in(app, run, region):
    assert "20 added" in run(region.read_bytes(), "--yes")
    assert "0 added, 0 changed, 20 kept" in run(region.read_bytes(), "--yes")


def test_a_file_is_never_in_memory_as_a_whole(region):
    tracemalloc.start()
    try:
        with region.open("rb") as file, csv_rows(file) as rows:
            official = read_official(islice(rows, LOOKED_AT), Take("99001"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(official.homes) == 2
    assert peak < MEMORY
