"""What do the pages about groups and requests ask?"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from renogroep.base.names import cleaned

MAX_SIZE = 1_000
UNKNOWN = -1  # 0 is a choice: "in no group"
_SIZE = _l("Enter a whole number of homes, like 4")


class _Whole(IntegerField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_SIZE) from None


class _Day(DateField):
    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y"], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Choose a day, like 31/12/2026")) from None


class _Hour(TimeField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Choose an hour, like 14:00")) from None


MAX_KEY = 2**31 - 1  # of a row, on every database


def number_of(value: Any) -> int:
    """The key in a choice; UNKNOWN, which is nobody's, for anything else."""
    typed = str(value)
    known = typed.isascii() and typed.isdigit() and len(typed) <= len(str(MAX_KEY))
    return int(typed) if known and int(typed) <= MAX_KEY else UNKNOWN


class BundleForm(FlaskForm):
    """On which basis, and how large?"""

    class Meta:
        csrf = False  # the page carries one token per <form>, which CSRFProtect checks

    version = HiddenField()  # of the groups as the page showed them
    basis = SelectField(_l("Bring homes together by"), validate_choice=False)
    min_size = _Whole(
        _l("Smallest group"),
        validators=[InputRequired(_SIZE), NumberRange(min=1, max=MAX_SIZE, message=_SIZE)],
    )
    max_size = _Whole(
        _l("Largest group"),
        validators=[InputRequired(_SIZE), NumberRange(min=1, max=MAX_SIZE, message=_SIZE)],
    )


class MoveForm(FlaskForm):
    """Which home goes where, and why?"""

    class Meta:
        csrf = False

    version = HiddenField()
    # Which homes and groups there are is decided by the action, in words.
    subscription_id = SelectField(_l("Home"), coerce=number_of, validate_choice=False)
    to_group_id = SelectField(_l("To"), coerce=number_of, validate_choice=False)
    reason = StringField(
        _l("Why?"),
        filters=[lambda value: cleaned(value) if value else value],
        validators=[
            InputRequired(_l("Write in one sentence why you move this home.")),
            Length(max=300),
        ],
    )


class OpenForm(FlaskForm):
    """Until when may contractors send their quotes?"""

    class Meta:
        csrf = False

    day = _Day(_l("Last day"), validators=[InputRequired(_l("Choose a day, like 31/12/2026"))])
    hour = _Hour(_l("Hour"), validators=[InputRequired(_l("Choose an hour, like 14:00"))])
