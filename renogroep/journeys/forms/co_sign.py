"""What does the page of another owner ask?"""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from renogroep.infra.fields import VersionForm


class CoSignForm(VersionForm):
    """The yes of another owner."""

    agree = BooleanField(
        _l("I have read this and I agree as owner. I know that this order binds us to pay."),
        validators=[InputRequired(_l("Tick the box when you agree"))],
    )
