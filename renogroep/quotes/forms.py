"""What do the pages of quotes ask? Prices have their own reader in the rules."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from renogroep.base.errors import Refused
from renogroep.infra.fields import MomentField, VersionForm


class InviteForm(FlaskForm):
    """Contractors to ask; the page fills in who can be chosen."""

    firms = SelectMultipleField(
        _l("Contractors"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Choose at least one contractor"))],
        validate_choice=False,  # the action answers in words
    )


class UploadForm(VersionForm):
    """The filled bill."""

    file = FileField(
        _l("Your filled bill (.xlsx)"), validators=[FileRequired(_l("Choose your file first"))]
    )


class SubmitForm(VersionForm):
    """The explicit yes to one's own prices."""

    agreed = BooleanField(
        _l("This is our quote. The prices are without VAT and we stand by them."),
        validators=[InputRequired(_l("Tick this box when it is right"))],
    )
    knows_over = BooleanField(
        _l("We know that our price is above this value. No decision can follow on it.")
    )
    submission_key = HiddenField(validators=[InputRequired(), Length(min=16, max=64)])


class WithdrawForm(VersionForm):
    """Taking a quote back is asked twice."""

    sure = BooleanField(
        _l("Yes, we take our quote back."),
        validators=[InputRequired(_l("Tick this box when you are sure"))],
    )


LONG = Length(max=4000, message=_l("Keep this under 4,000 characters"))


class OpeningForm(FlaskForm):
    """The explicit yes to opening, from each of two people."""

    sure = BooleanField(
        _l("I am here to open these quotes, and I know that it cannot be undone."),
        validators=[InputRequired(_l("Tick this box when you are sure"))],
    )
    expects = HiddenField()


class PriceFileForm(FlaskForm):
    """The firm's own price file, for a quote that could not be read."""

    file = FileField(
        _l("The price file (.json)"), validators=[FileRequired(_l("Choose the file first"))]
    )


class RecoverForm(FlaskForm):
    """The explicit yes to opening one quote later, from each of two people."""

    sure = BooleanField(
        _l("I am here to open this quote, and I know that it cannot be undone."),
        validators=[InputRequired(_l("Tick this box when you are sure"))],
    )
    expects = HiddenField()


class ReasonForm(VersionForm):
    """A step that must be explained."""

    reason = TextAreaField(
        _l("The reason"), validators=[InputRequired(_l("Write the reason")), LONG]
    )


class NewDeadlineForm(ReasonForm):
    """Nobody quoted: ask again."""

    deadline = MomentField(
        _l("New deadline (Belgian time)"),
        validators=[InputRequired(_l("Choose a day and an hour"))],
    )


class ImportForm(FlaskForm):
    """A bill that was opened elsewhere; the page fills in the choices."""

    request = SelectField(_l("Request"), coerce=int, validate_choice=False)
    firm = SelectField(_l("Contractor"), coerce=int, validate_choice=False)
    file = FileField(
        _l("The opened bill (.xlsx)"), validators=[FileRequired(_l("Choose the file first"))]
    )


class CorrectionForm(ReasonForm):
    """What is read differently in one post, why, and by which rule."""

    kind = RadioField(
        _l("What do you correct?"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(_l("Choose what you correct"))],
    )
    price = StringField(_l("The right unit price, excl. VAT"), validators=[Length(max=40)])
    legal_ground = StringField(
        _l("By which rule"),
        validators=[InputRequired(_l("Say on which rule this rests")), Length(max=200)],
    )


class AcceptForm(ReasonForm):
    """A finding that is no reason to set a quote aside."""

    legal_ground = StringField(
        _l("By which rule"),
        validators=[InputRequired(_l("Say on which rule this rests")), Length(max=200)],
    )


class AnswerForm(VersionForm):
    """What a contractor answered about a price."""

    answer = TextAreaField(
        _l("What the contractor answered"),
        validators=[InputRequired(_l("Write what the contractor answered")), LONG],
    )


class VerdictForm(ReasonForm):
    """The judgement on one explanation."""

    verdict = RadioField(
        _l("Your judgement"),
        choices=[
            SelectChoice("accepted", _l("Accepted")),
            SelectChoice("rejected", _l("Rejected")),
        ],
        validators=[InputRequired(_l("Choose: accepted or rejected"))],
    )


class DecisionForm(VersionForm):
    """Who gets the lot, and why; the page fills in who can win."""

    winner = RadioField(
        _l("Who gets the lot"),
        coerce=int,
        choices=[],
        validate_choice=False,
        validators=[InputRequired(_l("Choose who gets the lot"))],
    )
    tie_reason = TextAreaField(_l("Why this one of the equal quotes"), validators=[LONG])
    motive = TextAreaField(
        _l("The motive"), validators=[InputRequired(_l("Write the motive")), LONG]
    )


class SaidForm(VersionForm):
    """What a household on the telephone answers about another contractor."""

    answer = RadioField(
        choices=[SelectChoice("yes", _l("yes")), SelectChoice("no", _l("no"))],
        validators=[InputRequired()],
    )


def preference_form(count: int, choices: list[tuple[str, str]]) -> FlaskForm:
    """One question per place: first choice, second choice, ... up to ``count``.

    choices   (quote id as text, name of the firm)
    """
    names = {
        1: _l("First choice"),
        2: _l("Second choice"),
        3: _l("Third choice"),
    }
    fields: dict[str, object] = {
        f"choice_{place}": SelectField(
            names.get(place) or _l("Choice number %(place)s", place=place),
            choices=[
                SelectChoice("", _l("– nobody –")),
                *(SelectChoice(key, name) for key, name in choices),
            ],
            validate_choice=False,  # ``ranked`` answers in words
        )
        for place in range(1, count + 1)
    }
    made = type("PreferenceForm", (VersionForm,), fields)
    form: FlaskForm = made()
    return form


def ranked(form: FlaskForm) -> list[int]:
    """The chosen quotes in order. Raises Refused for a gap or something that is no choice."""
    questions = [field for field in form if field.name.startswith("choice_")]
    texts = [field.data or "" for field in questions]
    filled = [text for text in texts if text]
    if texts[: len(filled)] != filled:
        raise Refused(
            "choice.gap",
            "There is an empty place in your list. Fill in your choices from the top.",
        )
    offered = {choice.value for field in questions for choice in field.choices}
    if not set(filled) <= offered:
        raise Refused("choice.unknown", "Choose contractors from the list.")
    return [int(text) for text in filled]
