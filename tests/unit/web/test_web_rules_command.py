"""Can a lead check a sheet of rules on a machine without a database?"""

import csv

import pytest
from click.testing import CliRunner

from renogroep.web.commands_rules import rules
from tests.unit.financing.conftest import ROOM


@pytest.fixture
def sheet(tmp_path):
    """The rows of one shipped version, with words changed."""

    def write(name, label, old="", new=""):
        found = list(csv.reader((ROOM / "rates" / name).read_text("utf-8").splitlines()))
        path = tmp_path / name
        with path.open("w", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(found[0])
            mine = [row for row in found[1:] if row[0] == label]
            writer.writerows([new if cell == old else cell for cell in row] for row in mine)
        return str(path)

    return write


def run(*words):
    done = CliRunner().invoke(rules, ["check", *words])
    return done.exit_code, done.output.splitlines()


def test_a_sheet_that_is_right_ends_with_zero(sheet):
    conditions = str(ROOM / "rates" / "premium_condition.csv")
    file = sheet("premium.csv", "mvp_2026")
    code, lines = run("premium", file, "--conditions", conditions, "--from", "2026-03-01")
    assert (code, lines) == (0, ["Nothing stands in the way of this version."])


@pytest.mark.parametrize(("old", "new", "line"), [("43240", "43241", "4"), ("43240", "#REF!", "")])
def test_one_line_per_problem_and_one(sheet, old, new, line):
    file = sheet("income_category.csv", "income_2026", old, new)
    code, lines = run("income", file, "--from", "2026-01-01", "--until", "2026-12-31")
    assert code == 1
    assert lines
    assert all("row" in one or "case" in one for one in lines)


def test_own_cases_prove_a_version_of_another_year(sheet, tmp_path):
    file = sheet("vat.csv", "vat_2025", "2025-07-29", "2027-01-01")
    code, lines = run("vat", file, "--from", "2027-01-01")
    assert code == 1
    assert "row 2, renovation 6, percent: No worked case gets its answer from this row." in lines
    cases = tmp_path / "cases.csv"
    rows = ["2017;yes;6", "2018;yes;21", "2027;no;21", "2027;yes;21"]
    works = [f"2027-06-01;renovation;{row}" for row in rows] + [
        "2027-06-01;fossil_boiler;2027;no;21"
    ]
    cases.write_text("on;work;build_year;private_use;percent\n" + "\n".join(works))
    assert run("vat", file, "--cases", str(cases), "--from", "2027-01-01")[0] == 0
    cases.write_text(cases.read_text() + "\nx;renovation;2017;yes;6")
    code, lines = run("vat", file, "--cases", str(cases), "--from", "2027-01-01")
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("cases, row 7, on: “x”")


def test_a_file_that_is_no_table_is_told(tmp_path):
    broken = tmp_path / "rules.csv"
    broken.write_bytes(b"\x00\x01")
    code, lines = run("vat", str(broken), "--from", "2027-01-01")
    assert code == 1
    assert "cannot read this file" in " ".join(lines)
