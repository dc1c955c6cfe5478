"""What do the pages of stopping ask?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from renogroep.infra.fields import clean

MOST = 500
_LONG = Length(max=MOST, message=_l("This is longer than %(max)d signs. Write it shorter."))


class StopForm(FlaskForm):
    """Why do works stop?"""

    version = HiddenField()
    reason = TextAreaField(
        _l("Why does it stop?"),
        filters=[clean],
        validators=[InputRequired(_l("Say why it stops: people will read it")), _LONG],
    )


class StopInterestForm(FlaskForm):
    """Why does a household stop? It may stay silent; the action knows the list."""

    version = HiddenField()
    reason = SelectField(_l("Why do you stop?"), validate_choice=False)
