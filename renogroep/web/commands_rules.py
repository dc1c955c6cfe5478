"""What can a lead check about a sheet of rules without a database?"""

import sys
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import click

from renogroep.base.errors import Refused
from renogroep.financing.rules.cases import (
    CASE_KINDS,
    RuleCase,
    read_case_rows,
    shipped_cases,
)
from renogroep.financing.rules.cells import BadCells, texts_of
from renogroep.financing.rules.sheet_check import Cells, check_sheet, problems
from renogroep.financing.rules.versions import TABLES
from renogroep.infra.sheets.reading import read_csv, read_xlsx

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("rules")
def rules() -> None:
    """Dated rules: premiums, VAT, loans, incomes, periods."""


@rules.command("check")
@click.argument("kind", type=click.Choice(list(TABLES)))
@click.argument("file", type=FILE)
@click.option("--conditions", type=FILE, help="The second sheet of premiums and loans.")
@click.option("--cases", "more", type=FILE, help="Worked cases beside those of the product.")
@click.option("--from", "start", type=DAY, required=True, help="The first day of the version.")
@click.option("--until", "end", type=DAY, help="The last day, when it is known.")
def check(
    kind: str,
    file: Path,
    conditions: Path | None,
    more: Path | None,
    start: datetime,
    end: datetime | None,
) -> None:
    """Is this sheet ready to become a version? One line per problem, and 1 when there is one.

    CSV or XLSX. Nothing is kept and no database is asked.
    """
    try:
        _version, findings = check_sheet(
            kind,
            _cells(file),
            valid_from=start.date(),
            valid_until=_last(end),
            conditions=_cells(conditions) if conditions else None,
            cases=(*_shipped(), *(_own(kind, more) if more else ())),
        )
    except BadCells as bad:
        for problem_of_case in bad.problems:
            click.echo(f"cases, {problem_of_case}")
        sys.exit(1)
    except Refused as refused:
        raise click.ClickException(str(refused.text)) from refused
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    for one in findings:
        click.echo(str(one))
    if problems(findings):
        sys.exit(1)
    click.echo("Nothing stands in the way of this version.")


def _last(end: datetime | None) -> date | None:
    return end.date() if end else None


def _cells(file: Path) -> Cells:
    data = file.read_bytes()
    sheet = read_xlsx(data, name=file.name) if file.suffix.lower() == ".xlsx" else read_csv(data)
    return texts_of(sheet)


def _shipped() -> tuple[RuleCase, ...]:
    rates = files("renogroep.financing") / "rates"
    return shipped_cases(lambda name: (rates / name).read_text("utf-8"))


def _own(kind: str, file: Path) -> tuple[RuleCase, ...]:
    if kind not in CASE_KINDS:
        raise click.ClickException(f"Rules of the kind {kind} have no worked cases.")
    return read_case_rows(kind, *_cells(file))
