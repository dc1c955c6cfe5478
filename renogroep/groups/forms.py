"""What do the pages about groups and requests ask?"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from renogroep.infra.fields import DayField, HourField, VersionForm, homes, line

MAX_SIZE = 1_000
UNKNOWN = -1  # 0 is a choice: "in no group"


MAX_KEY = 2**31 - 1  # of a row, on every database


def number_of(value: Any) -> int:
    """The key in a choice; UNKNOWN, which is nobody's, for anything else."""
    typed = str(value)
    known = typed.isascii() and typed.isdigit() and len(typed) <= len(str(MAX_KEY))
    return int(typed) if known and int(typed) <= MAX_KEY else UNKNOWN


class BundleForm(VersionForm):
    """On which basis, and how large?"""

    class Meta:
        csrf = False  # the page carries one token per <form>, which CSRFProtect checks

    basis = SelectField(_l("Bring homes together by"), validate_choice=False)
    min_size = homes(_l("Smallest group"), MAX_SIZE)
    max_size = homes(_l("Largest group"), MAX_SIZE)


class MoveForm(VersionForm):
    """Which home goes where, and why?"""

    class Meta:
        csrf = False

    # Which homes and groups there are is decided by the action, in words.
    subscription_id = SelectField(_l("Home"), coerce=number_of, validate_choice=False)
    to_group_id = SelectField(_l("To"), coerce=number_of, validate_choice=False)
    reason = line(_l("Why?"), 300, _l("Write in one sentence why you move this home."))


class OpenForm(FlaskForm):
    """Until when may contractors send their quotes?"""

    class Meta:
        csrf = False

    day = DayField(_l("Last day"), validators=[InputRequired(_l("Choose a day, like 31/12/2026"))])
    hour = HourField(_l("Hour"), validators=[InputRequired(_l("Choose an hour, like 14:00"))])
