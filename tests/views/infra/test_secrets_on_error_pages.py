"""No error page gives a password back, whatever its field is called."""

import pytest
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, PasswordField, StringField

from renogroep.web.errors import kept_fields


class CodesForm(FlaskForm):
    """As a form of any room may be; no name says what is in it."""

    pin = PasswordField()
    keys_of_safe = FieldList(PasswordField())
    pinboard = StringField()


class Vault(Form):
    """A part of another form."""

    combination = PasswordField()


class VaultsForm(FlaskForm):
    """A list of parts."""

    vaults = FieldList(FormField(Vault))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("password", False),
        ("account-password", False),
        ("pin", False),
        ("form2-pin", False),
        ("form2_pin", False),
        ("a-b:pin", False),
        ("keys_of_safe-0", False),
        ("keys_of_safe-12", False),
        ("combination", False),
        ("vaults-3-combination", False),
        ("x-vaults-3-combination", False),
        ("pinboard", True),
        ("spin", True),
        ("street", True),
    ],
)
def test_a_password_is_never_given_back(app, name, kept):
    with app.test_request_context("/", method="POST", data={name: "geheim woord"}):
        assert [value for _, value in kept_fields()] == (["geheim woord"] if kept else [])


def test_every_kind_of_form_is_looked_at():
    made = type("LaterForm", (FlaskForm,), {"once": PasswordField()})
    from renogroep.infra.form_words import is_secret

    assert is_secret("once")
    assert made is not None
