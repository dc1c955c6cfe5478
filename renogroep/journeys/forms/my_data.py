"""What do the pages ask on which somebody corrects or deletes what we keep about them?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from renogroep.infra.fields import text

MOST_WORDS = 500


class DigitsForm(FlaskForm):
    """Six digits that went to a mailbox."""

    code = StringField(
        _l("The six digits of the mail"),
        validators=[
            InputRequired(_l("Type the six digits of the mail.")),
            Length(max=40, message=_l("This is longer than a code.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class QuestionForm(FlaskForm):
    """What is wrong?"""

    words = text(
        _l("What is wrong, and how should it be?"),
        MOST_WORDS,
        _l("Write what is wrong, and how it should be."),
    )


class EraseForm(DigitsForm):
    """A tick and the digits, before what cannot be undone."""

    sure = BooleanField(
        _l("Yes, delete my data. I know that this cannot be undone."),
        validators=[InputRequired(_l("Tick the box when you are sure."))],
    )
