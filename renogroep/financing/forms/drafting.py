"""What does a lead type for a new version?"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.numbers import read_number
from renogroep.base.text import Text, t
from renogroep.financing.rules.cells import BadCells, CellProblem
from renogroep.financing.rules.details import Details, check_details
from renogroep.financing.rules.filling import CONDITIONS, RULES, fill, read_sheet, sheets_of
from renogroep.financing.rules.indexing import HIGHEST, LOWEST
from renogroep.financing.rules.labels import CONFIDENCE
from renogroep.financing.rules.uploaded import table_of
from renogroep.infra import sheets
from renogroep.infra.fields import DayField, VersionForm, choices, line
from renogroep.infra.files.checks import check_upload

MOST_ROWS = 1_000
COPY, PERCENT, FILE = "copy", "percent", "file"
FIELDS = {
    "rules.label_taken": "label",
    "rules.days": "valid_until",
    "rules.counted": "confidence",
}


class DetailsForm(VersionForm):
    """Name, days, source and how sure we are."""

    label = line(_l("Name of this version"), 60, _l("Give it a name, like income_2027"))
    valid_from = DayField(
        _l("Valid from"), validators=[DataRequired(_l("Choose the first day on which it holds"))]
    )
    valid_until = DayField(_l("Valid until"), validators=[Optional()])
    review_on = DayField(_l("Look again on"), validators=[Optional()])
    source = line(_l("Source"), 1_000, _l("Say where the amounts come from: page and day"))
    confidence = SelectField(_l("Confidence"), choices=choices(CONFIDENCE.items()))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.confidence.choices = choices((code, _(word)) for code, word in CONFIDENCE.items())

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what these say together: days that are turned round are no days for any row."""
        if not super().validate(extra_validators):
            return False
        try:
            check_details(self.details())
        except Refused as refused:
            self[FIELDS[refused.code]].errors = [refused.text]
            return False
        return True

    def field_of(self, code: str) -> Any:
        """Beside which field does a refusal stand?"""
        return self[FIELDS[code]] if code in FIELDS else None

    def details(self) -> Details:
        """What was typed."""
        names = ("label", "valid_from", "valid_until", "source", "confidence", "review_on")
        return Details(**{name: self[name].data for name in names})


class NewVersionForm(DetailsForm):
    """A new version: a copy to change on the page, ceilings with a percentage, or a file."""

    way = RadioField(_l("How do you want to fill it in?"), default=COPY)
    percent = StringField(_l("Percentage on top of it"))
    rules_file = FileField(_l("Table of the rules"))
    conditions_file = FileField(_l("Table of the conditions"))
    kind = ""
    added: Decimal = Decimal(0)
    uploaded: dict[str, tuple[Any, ...]]
    problems: list[tuple[str, CellProblem]]

    def ways(self, kind: str) -> None:
        """What can be chosen for this kind."""
        self.kind = kind
        found = [(COPY, _("Type the amounts on the page")), (FILE, _("Upload a CSV or Excel file"))]
        if kind == "income":
            found.insert(1, (PERCENT, _("Put a percentage on top of the amounts")))
        self.way.choices = choices(found)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also read the percentage or the files; all of a file, or nothing."""
        self.uploaded, self.problems = {}, []
        if not super().validate(extra_validators):
            return False
        if self.way.data == PERCENT:
            return self._percent()
        if self.way.data != FILE:
            return True
        read = [self._file(one) for one in sheets_of(self.kind)]  # what is wrong in both
        return all(read)

    def _percent(self) -> bool:
        try:
            self.added = read_number(cleaned(self.percent.data or "").rstrip(" %"), decimals=2)
        except ValueError:
            self.added = HIGHEST + 1
        if not LOWEST <= self.added <= HIGHEST:
            self.percent.errors = [_("Type a percentage from -20 to 20, like 2,1")]
            return False
        return True

    def _file(self, sheet: str) -> bool:
        field = self.conditions_file if sheet == CONDITIONS else self.rules_file
        upload = field.data
        if not upload or not upload.filename:
            if sheet == RULES:
                field.errors = [_("Choose a file")]
            return sheet != RULES
        try:
            header, rows = table_of(read_table(upload))
            found = [(n, dict(one)) for n, one in read_sheet(self.kind, sheet, header, rows)]
            self.uploaded[sheet] = fill(self.kind, sheet, found, self.details().period)
        except Refused as refused:
            field.errors = [refused.text]
        except BadCells as bad:
            self.problems += [(sheet, one) for one in bad.problems]
            field.errors = [
                _("%(count)s cells are not right. Nothing was changed.", count=len(bad.problems))
            ]
        return not field.errors


def read_table(upload: Any, most: int = MOST_ROWS) -> Any:
    """The first sheet of an uploaded CSV or XLSX. Raises Refused: not a table, too many rows."""
    data = upload.read()
    kind = check_upload(data, name=upload.filename, allowed={"csv", "xlsx"})
    if kind == "xlsx":
        return sheets.read_xlsx(data, name=upload.filename, max_rows=most + 1)
    return sheets.read_csv(data, max_rows=most + 1)


class CellsForm(DetailsForm):
    """The cells of a version on the page; made by ``cells_form`` with a field per cell."""

    kind = ""
    stored: dict[str, list[dict[str, str]]]  # sheet -> rows as cells
    filled: dict[str, tuple[Any, ...]]

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every cell; what is wrong stands beside it."""
        self.filled = {}
        if not super().validate(extra_validators):
            return False
        details = self.details()
        for sheet, rows in self.stored.items():
            found = [(n, self._typed(sheet, n, row, details)) for n, row in enumerate(rows)]
            try:
                self.filled[sheet] = fill(self.kind, sheet, found, details.period)
            except BadCells as bad:
                for problem in bad.problems:
                    self._beside(sheet, problem)
        return len(self.filled) == len(self.stored)

    def _typed(self, sheet: str, number: int, row: dict[str, str], details: Details) -> Any:
        """The stored row with what was typed over it; dates, source and confidence as the version."""
        new = {**row, **self._of_version(sheet, row, details)}
        for column in row:
            name = cell_name(sheet, number, column)
            if name in self:
                new[column] = cleaned(self[name].data or "")
        return new

    def _of_version(self, sheet: str, row: dict[str, str], details: Details) -> dict[str, str]:
        if sheet != RULES:
            return {}
        own = {"valid_from": "", "valid_until": "", "regime": ""}
        if details.source != self.before.source and "source" in row:
            own["source"] = details.source
        if row.get("confidence") == self.before.confidence:
            own["confidence"] = details.confidence
        return own

    before: Details

    def _beside(self, sheet: str, problem: CellProblem) -> None:
        name = cell_name(sheet, problem.row, problem.column)
        if name in self:
            self[name].errors = [*self[name].errors, problem.why]
        else:
            row = problem.row + 1
            self.form_errors.append(t("Row %(row)s: %(why)s", row=row, why=problem.why))


def cell_name(sheet: str, number: int, column: str) -> str:
    """The name of the field of one cell."""
    return f"{sheet}-{number}-{column}"


def cells_form(
    kind: str,
    before: Details,
    stored: dict[str, list[dict[str, str]]],
    asked: Callable[[str, int, str], Text | str | None],
) -> CellsForm:
    """The form of one version.

    asked   sheet, row, column -> what the cell is called, or None when it is not typed here
    """
    fields = {
        cell_name(sheet, number, column): StringField(label)
        for sheet, rows in stored.items()
        for number, row in enumerate(rows)
        for column in row
        if (label := asked(sheet, number, column)) is not None
    }
    form: CellsForm = type("CellsOfVersion", (CellsForm,), fields)()
    form.kind, form.before, form.stored = kind, before, stored
    return form
