"""What do the sign-in pages ask?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from renogroep.infra.fields import line


def _password(label: str, missing: str, autocomplete: str) -> PasswordField:
    rules = [InputRequired(missing), Length(max=500)]
    return PasswordField(label, validators=rules, render_kw={"autocomplete": autocomplete})


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = line(
        _l("E-mail address"),
        200,
        _l("Enter your e-mail address"),
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = _password(_l("Password"), _l("Enter your password"), "current-password")


class PasswordForm(FlaskForm):
    """A new password, from somebody who knows the old one."""

    old: PasswordField | None = _password(
        _l("Old password"), _l("Enter your old password"), "current-password"
    )
    password = _password(_l("New password"), _l("Enter a new password"), "new-password")

    def field_of(self, code: str) -> PasswordField | None:
        """What is wrong with a password stands beside it."""
        about = code.startswith("password.") or code == "account.short_password"
        return self.password if about else None


class NewPasswordForm(PasswordForm):
    """A new password, from somebody who came in just now."""

    old = None


class ProofForm(FlaskForm):
    """Once more the password."""

    password = _password(_l("Password"), _l("Enter your password"), "current-password")


class LinkForm(FlaskForm):
    """Where should a link go?"""

    email = line(
        _l("E-mail address"),
        200,
        _l("Enter your e-mail address"),
        render_kw={"autocomplete": "username", "type": "email"},
    )


class CodeForm(FlaskForm):
    """A code of an app, or one of the recovery codes."""

    code = line(
        _l("Code"),
        60,
        _l("Enter the code"),
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )

    def field_of(self, code: str) -> Field | None:
        """What is wrong with a code stands beside it."""
        return self.code if code in {"second.shape", "second.wrong"} else None


class SetUpForm(CodeForm):
    """The first code, with the sealed secret that it belongs to."""

    secret = HiddenField()
