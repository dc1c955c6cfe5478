"""What does an advisor type about a loan, and about its next step?"""

from collections.abc import Sequence
from datetime import date

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from renogroep.base.money import Money
from renogroep.infra.fields import DayField, MoneyField, clean
from renogroep.owners.actions.loans import SAID, LoanAsked

MOST_REASON = 500


class LoanForm(FlaskForm):
    """Which loan, how much, why; the questions stand beside it, one select each."""

    class Meta:
        csrf = False  # the page carries the token of each form

    instrument = SelectField(_l("Which loan"), validate_choice=False)
    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Type the amount that would be borrowed."))]
    )
    spread_years = StringField(
        _l("Years to pay back afterwards"),
        filters=[clean],
        validators=[
            Optional(),
            Regexp(
                r"(0?[1-9]|1[0-9]|20)\Z", message=_l("Type a whole number of years from 1 to 20.")
            ),
        ],
        render_kw={"inputmode": "numeric"},
    )
    reason = TextAreaField(
        _l("Why this loan for this household?"),
        filters=[clean],
        validators=[
            InputRequired(_l("Write in one sentence why this loan fits.")),
            Length(max=MOST_REASON),
        ],
    )

    def asked(self, questions: Sequence[str]) -> LoanAsked:
        """What was typed, with the answer to each question; an unknown word is not known."""
        years = self.spread_years.data
        return LoanAsked(
            instrument=self.instrument.data or "",
            amount=self.amount.data or Money(0),
            reason=self.reason.data or "",
            checks={one: SAID.get(request.form.get(f"check-{one}", "")) for one in questions},
            spread_years=int(years) if years else None,
        )


class LoanStepForm(FlaskForm):
    """On which day was the lender asked?"""

    class Meta:
        csrf = False

    on = DayField(_l("Asked on"), validators=[Optional()])

    def day(self, today: date) -> date:
        """The typed day; today when none was typed."""
        return self.on.data or today
