"""Which file of another municipality does a lead choose?"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField

from renogroep.base.errors import Refused
from renogroep.financing.rules.carried_version import Carried, from_file

MOST_BYTES = 2_000_000


class TakeForm(FlaskForm):
    """A version as a file."""

    file = FileField(_l("File of another municipality"))
    carried: Carried | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the file; why it is none stands beside the field."""
        if not super().validate(extra_validators):
            return False
        upload = self.file.data
        if not upload or not upload.filename:
            self.file.errors = [_("Choose a file")]
            return False
        try:
            self.carried = from_file(upload.read(MOST_BYTES + 1))
        except Refused as refused:
            self.file.errors = [refused.text]
        return self.carried is not None

    def field_of(self, code: str) -> Any:
        """Beside which field does a refusal stand? Everything is in the file."""
        return self.file
