"""What do we ask about a package itself?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from renogroep.infra.fields import (
    DayField,
    MomentField,
    MoneyField,
    VersionForm,
    choices,
    homes,
    line,
    not_negative,
    text,
)
from renogroep.tenders.rules.procedures import PROCEDURES

BASES = {
    "adjacency": _l("By street and the same works: homes that stand side by side"),
    "life_stage": _l("By life stage, as residents chose it themselves"),
    "budget": _l("By budget, as residents chose it themselves"),
}
MODES = {
    "procurement": _l("Public procurement: the municipality asks one contractor per lot"),
    "group_quotes": _l("Group quotes: every household chooses its contractor"),
}
_CHOOSE = _l("Choose one of these")
MAX_SUMMARY = 4_000


class CreateForm(FlaskForm):
    """Where, how, and what it is called."""

    neighbourhood_id = SelectField(
        _l("Neighbourhood"),
        coerce=int,
        validators=[InputRequired(_l("Choose a neighbourhood"))],
        validate_choice=True,
    )
    mode = RadioField(
        _l("How do people renovate together?"),
        choices=choices(MODES.items()),
        validators=[DataRequired(_l("Choose how people renovate together"))],
    )
    title = line(_l("Title"), 120, _l("Enter a title"))
    start = RadioField(
        _l("Where do you start from?"),
        choices=choices(
            [
                (
                    "template",
                    _l("The example: façade insulation and outside joinery, with its bills"),
                ),
                ("empty", _l("An empty package")),
            ]
        ),
        default="template",
        validators=[DataRequired(_CHOOSE)],
    )


class TextsForm(VersionForm):
    """What residents read."""

    title = line(_l("Title in Dutch"), 120, _l("Enter a title"))
    title_fr = line(_l("Title in French"), 120)
    title_en = line(_l("Title in English"), 120)
    summary = text(
        _l("Summary in Dutch"), MAX_SUMMARY, _l("Write in a few sentences what people get")
    )
    summary_fr = text(_l("Summary in French"), MAX_SUMMARY)
    summary_en = text(_l("Summary in English"), MAX_SUMMARY)


class DetailsForm(TextsForm):
    """A draft: also sizes and dates."""

    basis = RadioField(
        _l("How are homes put together in groups?"),
        choices=choices(BASES.items()),
        validators=[DataRequired(_CHOOSE)],
    )
    min_group = homes(_l("Smallest group"))
    max_group = homes(_l("Largest group"))
    interest_deadline = DayField(_l("Last day to show interest"), validators=[Optional()])
    quote_deadline = MomentField(_l("Quotes must be in by"), validators=[Optional()])
    order_deadline = DayField(_l("Last day to order"), validators=[Optional()])
    freeze_on = DayField(_l("Prices become final on"), validators=[Optional()])


class ProcurementForm(DetailsForm):
    """What the law on public procurement adds."""

    legal_form = SelectField(
        _l("Procedure"),
        choices=choices(
            [
                ("", _l("Choose a procedure")),
                *((code, _l(name)) for code, name in PROCEDURES.items()),
            ]
        ),
        validators=[Optional()],
    )
    max_value = MoneyField(
        _l("Highest value of all orders together, without VAT"),
        validators=[Optional(), not_negative],
    )
    ends_on = DayField(
        _l("Last day on which residents may order at these prices"), validators=[Optional()]
    )
    own_submission = RadioField(
        _l("How do quotes come in?"),
        choices=choices(
            [
                ("import", _l("We import quotes that were opened elsewhere (e-Procurement)")),
                ("own", _l("Contractors hand in sealed quotes here")),
            ]
        ),
        validators=[DataRequired(_CHOOSE)],
    )
