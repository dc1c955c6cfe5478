"""What do the small forms on a case ask? Several stand on one page, so each has its own prefix."""

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from renogroep.base.names import cleaned
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity, read_quantity
from renogroep.infra.fields import HourField
from renogroep.infra.i18n import say
from renogroep.owners.actions.facts import MAX_QUANTITY
from renogroep.owners.rules.can_will_table import BLOCKER_LABELS
from renogroep.owners.rules.contact import MAX_WORDS
from renogroep.owners.rules.kinds import LETTING_QUESTION, USE_QUESTION

MAX_NOTE = 500
QUANTITY_PROBLEMS = {
    "not a number": t("“%(value)s” is not a number. Write it like 12,5."),
    "ambiguous": t("“%(value)s” can be read in two ways. Write 1250 or 1,25."),
    "too many decimals": t("“%(value)s” has more than three decimals. Round it."),
    "too long": t("“%(value)s” is too long for a quantity."),
    "absurd": t("“%(value)s” cannot be right for one home. Check it."),
}


def number_of(value: Any) -> int:
    """The key in a choice; 0, which is nobody's, for anything else: "x", "²", forty digits."""
    return int(value) if re.fullmatch(r"[0-9]{1,9}", str(value)) else 0


def _clean(value: str | None) -> str | None:
    return cleaned(value) if value else value


def _day(label: str, message: str, *, required: bool = True) -> DateField:
    """A day as browsers send it; a wrong one gets words instead of "Not a valid date value"."""
    return _DayField(
        label, message, validators=[InputRequired(message) if required else Optional()]
    )


class _DayField(DateField):
    def __init__(self, label: str, message: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.wrong = message

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wrong) from None


class _PartForm(FlaskForm):
    """Choices are checked by the action, which says in words what is wrong."""

    class Meta:
        # The page carries one token per <form>, which CSRFProtect checks for every POST.
        csrf = False


class HandOverForm(_PartForm):
    """To whom, and what should they know?"""

    to_id = SelectField(_l("Colleague"), coerce=number_of, validate_choice=False)
    note = StringField(
        _l("What should your colleague know?"), filters=[_clean], validators=[Length(max=MAX_NOTE)]
    )


class WaitForm(_PartForm):
    """Until when is the next step the owner's?"""

    until = _day(_l("Look at it again on"), _l("Choose a day, like 31/12/2026"))


class CloseForm(_PartForm):
    """Why does it end?"""

    reason = SelectField(_l("Why does it end?"), validate_choice=False)


class TaskForm(_PartForm):
    """What must be done, before when?"""

    what = StringField(
        _l("What must be done?"),
        filters=[_clean],
        validators=[InputRequired(_l("Write what must be done")), Length(max=MAX_NOTE)],
    )
    due_on = _day(_l("Before"), _l("Choose a day, like 31/12/2026"))


class ContactForm(_PartForm):
    """How did we speak, what came of it, and when do we call again?"""

    kind = SelectField(_l("How?"), validate_choice=False)
    direction = SelectField(_l("Who began?"), validate_choice=False)
    outcome = SelectField(_l("What came of it?"), validate_choice=False)
    words = TextAreaField(
        _l("In a few words"), filters=[_clean], validators=[Length(max=MAX_WORDS)]
    )
    next_on = _day(_l("Call again on"), _l("Choose a day, like 31/12/2026"), required=False)
    next_time = HourField(_l("At which hour?"), validators=[Optional()])
    promised = BooleanField(_l("The owner knows this day"))
    told = SelectMultipleField(
        _l("What you told: nobody calls about it again"),
        coerce=number_of,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    key = HiddenField(validators=[Length(max=64)])


class HomeForm(_PartForm):
    """Who is the owner to the home, how old is it, and what is it used for?"""

    owner_kind = SelectField(_l("Who is this person to the home?"), validate_choice=False)
    build_year = StringField(
        _l("Year of building"),
        filters=[_clean],
        validators=[
            Optional(),
            Regexp(r"[0-9]{4}\Z", message=_l("Enter a year of four digits, like 1965")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    use = SelectField(_l(USE_QUESTION), validate_choice=False)
    letting = SelectField(_l(LETTING_QUESTION), validate_choice=False)


class IncomeForm(_PartForm):
    """What the owner told about premiums. Sensitive."""

    category = SelectField(_l("Income category"), validate_choice=False)
    other_dwelling = SelectField(_l("Does the owner own another home?"), validate_choice=False)
    life_event_on = _day(
        _l("Day of a change in the owner's life"),
        _l("Choose a day, like 31/12/2026"),
        required=False,
    )


class OverrideForm(_PartForm):
    """The advisor knows better, and says why. Sensitive."""

    can = SelectField(_l("Can"), validate_choice=False)
    blocker = SelectField(
        _l("What stands in the way, when it cannot"),
        choices=[
            SelectChoice("", _l("Nothing chosen")),
            *(SelectChoice(str(code), _l(label)) for code, label in BLOCKER_LABELS.items()),
        ],
        validate_choice=False,  # the action answers in words
    )
    will = SelectField(_l("Wants to"), validate_choice=False)
    reason = TextAreaField(
        _l("Why do you change it?"),
        filters=[_clean],
        validators=[
            InputRequired(_l("Write in one sentence why you change this.")),
            Length(max=MAX_NOTE),
        ],
    )


class DangerForm(_PartForm):
    """Why is the danger over? Sensitive."""

    reason = TextAreaField(
        _l("Why is the danger over?"),
        filters=[_clean],
        validators=[
            InputRequired(_l("Write in one sentence why the danger is over.")),
            Length(max=MAX_NOTE),
        ],
    )


class MeasuresForm(FlaskForm):
    """What was measured, one field per source; every slip is named beside its field.

    An empty field is a measure that was taken away.
    """

    class Meta:
        csrf = False

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(None)
        self.measures: dict[str, Quantity | None] = {}
        self.problems: dict[str, str] = {}
        self.codes = list(codes)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read what was typed; what cannot be read is a problem in words."""
        for code in self.codes:
            typed = request.form.get(f"measure-{code}", "")
            try:
                self.measures[code] = _quantity(typed)
            except ValueError as error:
                # "€" alone is empty to the reader of amounts; here something was typed.
                text = QUANTITY_PROBLEMS.get(str(error), QUANTITY_PROBLEMS["not a number"])
                self.problems[code] = say(Text(text.msgid, {"value": typed[:40]}))
        return not self.problems


def _quantity(typed: str) -> Quantity | None:
    quantity = read_quantity(typed) if typed.strip() else None
    if quantity is not None and not Quantity(0) <= quantity <= MAX_QUANTITY:
        raise ValueError("absurd")
    return quantity
