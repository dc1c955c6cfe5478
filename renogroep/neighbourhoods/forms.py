"""What do the pages of a neighbourhood ask?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Length, Regexp

from renogroep.infra.fields import VersionForm, email_line, line, text

MAX_STORY = 10_000
MAX_PASTED = 500_000


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
