"""What do the pages of a neighbourhood ask?"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Length, Regexp

from renogroep.base.cells import Sheet
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import sheets
from renogroep.infra.fields import VersionForm, email_line, line, text
from renogroep.infra.files.checks import MIB, check_upload
from renogroep.infra.geo import to_lambert_72
from renogroep.neighbourhoods.rules.addresses import (
    AddressRow,
    RowProblem,
    read_address_rows,
    under_headings,
)
from renogroep.neighbourhoods.rules.official import Official, located, read_official, read_take

MAX_STORY = 10_000
MAX_PASTED = 500_000
MAX_OFFICIAL = 32 * MIB  # packed; some 300,000 rows fit many times
MAX_STREETS = 50_000


class NeighbourhoodForm(VersionForm):
    """Name, story, colours and whom to call."""

    name = line(_l("Name of the neighbourhood"), 120, _l("Enter the name of the neighbourhood"))
    phone = line(
        _l("Phone number"),
        40,
        _l("Enter the phone number that people can call"),
        also=[Regexp(r"^[+0-9 ()/.\-]+$", message=_l("Enter a phone number, like 09 123 45 67"))],
        render_kw={"type": "tel"},
    )
    email = email_line(
        _l("E-mail address"), wrong=_l("Enter an e-mail address, like wijk@gemeente.be")
    )
    story = text(
        _l("Story in Dutch"),
        MAX_STORY,
        _l("Write in a few sentences what happens in this neighbourhood"),
    )
    story_fr = text(_l("Story in French"), MAX_STORY)
    story_en = text(_l("Story in English"), MAX_STORY)
    brand_colour = line(_l("Main colour"), 40, _l("Enter the main colour"), default="#1f5a50")
    accent_colour = line(_l("Second colour"), 40, _l("Enter the second colour"), default="#b24a26")


class AddressesForm(FlaskForm):
    """A file, or the same rows pasted."""

    file = FileField(_l("Address list"))
    rows = TextAreaField(
        _l("Rows"),
        validators=[
            Length(
                max=MAX_PASTED,
                message=_l("This is too much to paste. Save it as a CSV file and upload that"),
            )
        ],
    )
    homes: Sequence[AddressRow] = ()
    problems: Sequence[RowProblem] = ()  # what is wrong in the cells of the list
    refusal: Text | None = None  # why it is no list at all

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the list: into ``homes`` when it is good, else what to correct."""
        if not super().validate(extra_validators):
            return False
        try:
            self.homes, self.problems = read_address_rows(under_headings(self._sheet()))
        except Refused as refused:
            self.refusal = refused.text
            return False
        return not self.problems

    def _sheet(self) -> Sheet:
        upload, pasted = self.file.data, (self.rows.data or "").strip()
        if upload and upload.filename:
            data = upload.read()
            kind = check_upload(data, name=upload.filename, allowed={"csv", "xlsx"})
            if kind == "xlsx":
                return sheets.read_xlsx(data, name=upload.filename)
            return sheets.read_csv(data)
        if not pasted:
            raise Refused(
                "addresses.nothing",
                "There is no list yet. Choose a file, or paste the rows with their headings.",
            )
        return sheets.read_csv(pasted.encode())


class OfficialForm(FlaskForm):
    """The official file as it was downloaded, and which homes of it."""

    file = FileField(_l("Official address file"))
    municipality = line(_l("Code of the municipality"), 10, render_kw={"inputmode": "numeric"})
    postcodes = line(_l("Postcodes"), 400)
    streets = text(_l("Streets"), MAX_STREETS)
    official: Official | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the file: into ``official`` when it is good, else why not, beside its field."""
        if not super().validate(extra_validators):
            return False
        try:
            self.official = self._read()
        except Refused as refused:
            field = self[self.FIELD_OF.get(refused.code, "file")]
            field.errors = [*field.errors, refused.text]
            return False
        return True

    FIELD_OF = {
        "official.take_code": "municipality",
        "official.take_nothing": "municipality",
        "official.nothing": "municipality",
        "official.several": "municipality",
        "official.take_postcode": "postcodes",
    }

    def _read(self) -> Official:
        typed = (self[name].data or "" for name in ("municipality", "postcodes", "streets"))
        take, upload = read_take(*typed), self.file.data
        if not upload or not upload.filename:
            raise Refused("official.no_file", "Choose the official address file.")
        data = upload.read()
        check_upload(data, name=upload.filename, allowed={"csv", "zip"}, max_bytes=MAX_OFFICIAL)
        with sheets.csv_rows(BytesIO(data)) as rows:
            return located(read_official(rows, take), to_lambert_72)
