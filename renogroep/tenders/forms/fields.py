"""Fields that several pages of a package use."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, Field, StringField, ValidationError
from wtforms.validators import NumberRange

from renogroep.base.money import Money, read_euros
from renogroep.base.names import cleaned
from renogroep.base.units import Quantity, read_quantity


def homes(most: int = 500) -> list[Any]:
    """Rules for a number of homes."""
    return [
        NumberRange(
            min=1,
            max=most,
            message=_l("Enter a number of homes from 1 to %(most)s", most=most),
        )
    ]


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
