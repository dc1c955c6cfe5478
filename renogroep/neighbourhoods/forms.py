"""What do the pages of a neighbourhood ask?"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from renogroep.base.names import cleaned

MAX_STORY = 10_000
MAX_PASTED = 500_000


def _clean(value: Any) -> Any:
    return cleaned(value) if isinstance(value, str) else value


class NeighbourhoodForm(FlaskForm):
    """Name, story, colours and whom to call."""

    version = HiddenField()
    name = StringField(
        _l("Name of the neighbourhood"),
        filters=[_clean],
        validators=[
            DataRequired(_l("Enter the name of the neighbourhood")),
            Length(max=120, message=_l("Use at most 120 characters")),
        ],
    )
    phone = StringField(
        _l("Phone number"),
        filters=[_clean],
        validators=[
            DataRequired(_l("Enter the phone number that people can call")),
            Length(max=40, message=_l("Use at most 40 characters")),
            Regexp(r"^[+0-9 ()/.\-]+$", message=_l("Enter a phone number, like 09 123 45 67")),
        ],
        render_kw={"type": "tel"},
    )
    email = StringField(
        _l("E-mail address"),
        filters=[_clean],
        validators=[
            Optional(),
            Length(max=200, message=_l("Use at most 200 characters")),
            Email(_l("Enter an e-mail address, like wijk@gemeente.be")),
        ],
        render_kw={"type": "email"},
    )
    story = TextAreaField(
        _l("Story in Dutch"),
        filters=[_clean],
        validators=[
            DataRequired(_l("Write in a few sentences what happens in this neighbourhood")),
            Length(max=MAX_STORY, message=_l("Use at most 10,000 characters")),
        ],
    )
    story_fr = TextAreaField(
        _l("Story in French"),
        filters=[_clean],
        validators=[Length(max=MAX_STORY, message=_l("Use at most 10,000 characters"))],
    )
    story_en = TextAreaField(
        _l("Story in English"),
        filters=[_clean],
        validators=[Length(max=MAX_STORY, message=_l("Use at most 10,000 characters"))],
    )
    brand_colour = StringField(
        _l("Main colour"),
        filters=[_clean],
        default="#1f5a50",
        validators=[
            DataRequired(_l("Enter the main colour")),
            Length(max=40, message=_l("Use at most 40 characters")),
        ],
    )
    accent_colour = StringField(
        _l("Second colour"),
        filters=[_clean],
        default="#b24a26",
        validators=[
            DataRequired(_l("Enter the second colour")),
            Length(max=40, message=_l("Use at most 40 characters")),
        ],
    )


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
