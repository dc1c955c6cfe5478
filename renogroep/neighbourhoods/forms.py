"""What do the pages of a neighbourhood ask?"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from renogroep.infra.fields import clean, email_line, line

MAX_STORY = 10_000
MAX_PASTED = 500_000


def _story(label: str, *first: Any) -> TextAreaField:
    most = Length(max=MAX_STORY, message=_l("Use at most 10,000 characters"))
    return TextAreaField(label, filters=[clean], validators=[*first, most])


class NeighbourhoodForm(FlaskForm):
    """Name, story, colours and whom to call."""

    version = HiddenField()
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
    story = _story(
        _l("Story in Dutch"),
        DataRequired(_l("Write in a few sentences what happens in this neighbourhood")),
    )
    story_fr = _story(_l("Story in French"))
    story_en = _story(_l("Story in English"))
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
