"""What may a household try on the account of its home?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from renogroep.infra.fields import clean


class TryForm(FlaskForm):
    """An income group and a rate to try; nothing of it is kept."""

    class Meta:
        """It is sent with GET and changes nothing."""

        csrf = False

    categorie = SelectField(_l("Your income group"), choices=[], validators=[Optional()])
    rente = StringField(
        _l("Yearly rate in per cent"),
        filters=[clean],
        validators=[Length(max=40, message=_l("Write at most %(max)d characters"))],
    )
    jaren = IntegerField(
        _l("Number of years"),
        validators=[Optional(), NumberRange(1, 30, _l("Type a number from 1 to 30"))],
    )
