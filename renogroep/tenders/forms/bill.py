"""What do we ask about a post of the bill?"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from renogroep.base.errors import Refused
from renogroep.base.units import Unit
from renogroep.infra import sheets
from renogroep.infra.fields import QuantityField, VersionForm, choices, line, text
from renogroep.infra.files.checks import check_upload
from renogroep.tenders.rules.bill import (
    MAX_DESCRIPTION,
    NATURE_LABELS,
    NO_SOURCE,
    NO_SOURCE_LABEL,
    NOTHING,
    QUANTITY_SOURCES,
    SCOPE_LABELS,
    Nature,
    Post,
    Scope,
    check_bill,
)
from renogroep.tenders.rules.bill_reading import BillCell, CellProblem, read_bill


class PostForm(VersionForm):
    """One post."""

    number = line(_l("Number"), 20, _l("Enter a number like 01.02"))
    description = text(
        _l("What the contractor must do"),
        MAX_DESCRIPTION,
        _l("Write what the contractor must do"),
    )
    nature = SelectField(
        _l("Nature"), choices=choices((n, _l(label)) for n, label in NATURE_LABELS.items())
    )
    unit = SelectField(_l("Unit"), choices=choices((unit, str(unit)) for unit in Unit))
    scope = SelectField(
        _l("Paid"), choices=choices((s, _l(label)) for s, label in SCOPE_LABELS.items())
    )
    source = SelectField(
        _l("Where the quantity comes from"),
        choices=choices(
            [(s.code, _l(s.label)) for s in QUANTITY_SOURCES.values()]
            + [(NO_SOURCE, _l(NO_SOURCE_LABEL))]
        ),
    )
    presumed = QuantityField(_l("Presumed quantity"), validators=[Optional()])

    def post(self) -> Post:
        """The post as the rules take it."""
        return Post(
            number=self.number.data,
            description=self.description.data,
            nature=Nature(self.nature.data),
            unit=Unit(self.unit.data),
            scope=Scope(self.scope.data),
            source=self.source.data,
            presumed=self.presumed.data or NOTHING,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what does not go together in one post, in sentences above the form."""
        if not super().validate(extra_validators):
            return False
        value = self.post()
        problems = [one.message for one in check_bill([value]) if one.number == value.number]
        self.form_errors = problems
        return not problems


class BillUploadForm(FlaskForm):
    """A file with a whole bill; ``checksum`` is of the bill that the page showed."""

    checksum = HiddenField()
    file = FileField(_l("Bill of quantities"))
    posts: Sequence[Post] = ()
    problems: Sequence[CellProblem] = ()  # what is wrong in the cells of the file

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the file: into ``posts`` when it is good, else what to correct in ``problems``."""
        if not super().validate(extra_validators):
            return False
        try:
            self.posts, self.problems = _read(self.file.data)
        except Refused as refused:
            self.file.errors = [refused.text]
            return False
        return not self.problems


def _read(upload: Any) -> tuple[list[Post], list[CellProblem]]:
    if not upload or not upload.filename:
        raise Refused("bill.no_file", "No file was chosen. Choose a CSV or Excel file.")
    data = upload.read()
    kind = check_upload(data, name=upload.filename, allowed={"csv", "xlsx"})
    if kind == "xlsx":
        sheet = sheets.read_xlsx(data, name=upload.filename)
    else:
        sheet = sheets.read_csv(data)
    return read_bill(
        [
            (row, [BillCell(c.ref, c.value, c.error, c.formula_without_value) for c in cells])
            for row, cells in sheet.rows
        ]
    )
