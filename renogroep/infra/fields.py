"""Which fields does every form ask the same way?"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from renogroep.base.money import Money, read_euros
from renogroep.base.names import cleaned
from renogroep.base.units import Quantity, read_quantity


class VersionForm(FlaskForm):
    """A form that carries the version of the row from which it was made."""

    version = HiddenField()


def clean(value: Any) -> Any:
    """What was typed, without invisible characters."""
    return cleaned(value) if isinstance(value, str) else value


def line(
    label: str,
    most: int = 200,
    required: str | None = None,
    also: Sequence[Any] = (),
    **more: Any,
) -> StringField:
    """One line of text.

    required   what to say when it is empty; None when it may be
    also       more validators, for what is filled in
    """
    rules = [
        *([Optional()] if required is None else [InputRequired(required), DataRequired(required)]),
        Length(max=most, message=_l("Use at most %(count)s characters", count=most)),
        *also,
    ]
    return StringField(label, filters=[clean], validators=rules, **more)


def text(label: str, most: int, required: str | None = None, **more: Any) -> TextAreaField:
    """More than one line of text; ``required`` says what when it is empty, None when it may be."""
    rules: list[Any] = [] if required is None else [DataRequired(required)]
    rules.append(Length(max=most, message=_l("Use at most %(count)s characters", count=most)))
    return TextAreaField(label, filters=[clean], validators=rules, **more)


def email_line(label: str, *, wrong: str, required: str | None = None) -> StringField:
    """An e-mail address; ``wrong`` says what one looks like, with an example."""
    return line(label, 200, required, also=[Email(wrong)], render_kw={"type": "email"})


def choices(pairs: Iterable[tuple[object, Any]]) -> list[SelectChoice]:
    """Options from codes with their labels."""
    return [SelectChoice(str(code), label) for code, label in pairs]


class _Homes(IntegerField):
    """A whole number of homes; what is no number gets the same words as what is out of range."""

    def __init__(self, label: str, *, most: int, **more: Any) -> None:
        self.wrong = _l("Enter a number of homes from 1 to %(most)s", most=most)
        rules = [
            InputRequired(_l("Enter a number of homes")),
            NumberRange(min=1, max=most, message=self.wrong),
        ]
        super().__init__(label, validators=rules, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wrong) from None


def homes(label: str, most: int = 500, **more: Any) -> IntegerField:
    """A number of homes."""
    return _Homes(label, most=most, **more)


class _Read(StringField):
    """A typed value that keeps what was typed when it cannot be read."""

    reader: Callable[[object], Any]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = cleaned(valuelist[0])[:60] if valuelist else ""
        self.data = None
        if not self.typed:
            return
        try:
            self.data = type(self).reader(self.typed)
        except ValueError:
            raise ValueError(self.gettext_problem()) from None

    def gettext_problem(self) -> str:
        """What to say when it cannot be read."""
        raise NotImplementedError

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        if typed is not None:
            return str(typed)
        return "" if self.data is None else self._shown()

    def _shown(self) -> str:
        return str(self.data)


class HourField(TimeField):
    """An hour as browsers send it; a wrong one gets words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Choose an hour, like 14:00")) from None


class DayField(DateField):
    """A day, as a browser sends it or as people write it here."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y"], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Choose a day, like 31/12/2026")) from None


class MomentField(DateTimeLocalField):
    """A day and an hour, as a browser sends it or as people write it here."""

    def __init__(self, label: str, **more: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(label, format=formats, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Type a day and an hour, like 14/12/2026 12:00")) from None


class MoneyField(_Read):
    """An amount in euro."""

    reader = staticmethod(read_euros)

    def gettext_problem(self) -> str:
        """The words for an amount."""
        return _(
            "“%(value)s” is not an amount. Write it like 29.500 or 29500,50.", value=self.typed
        )

    def _shown(self) -> str:
        assert isinstance(self.data, Money)  # noqa: S101 - the model gives nothing else
        return f"{self.data.decimal:.2f}".replace(".", ",")


class QuantityField(_Read):
    """A quantity with at most three decimals."""

    reader = staticmethod(read_quantity)

    def gettext_problem(self) -> str:
        """The words for a quantity."""
        return _(
            "“%(value)s” is not a quantity. Write it like 64 or 6,5, with at most 3 decimals.",
            value=self.typed,
        )

    def _shown(self) -> str:
        assert isinstance(self.data, Quantity)  # noqa: S101 - the model gives nothing else
        return str(self.data)


def not_negative(form: Any, field: Field) -> None:
    """An amount below zero means nothing here."""
    if field.data is not None and field.data.cents < 0:
        raise ValidationError(_("Enter an amount of 0 or more"))
