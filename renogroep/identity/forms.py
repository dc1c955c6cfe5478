"""What do the sign-in pages ask?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from renogroep.base.names import cleaned


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = StringField(
        _l("E-mail address"),
        filters=[lambda v: cleaned(v) if v else v],
        validators=[InputRequired(_l("Enter your e-mail address")), Length(max=200)],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Enter your password")), Length(max=500)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(FlaskForm):
    """A new password for somebody who came in with a sign-in link."""

    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Enter a new password")), Length(max=500)],
        render_kw={"autocomplete": "new-password"},
    )
