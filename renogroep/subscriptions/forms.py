"""What do the pages of the interest check ask?"""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from renogroep.base.errors import Refused
from renogroep.identity.actions.people import read_email
from renogroep.identity.rules import phone
from renogroep.infra.fields import clean
from renogroep.infra.i18n import LANGUAGES
from renogroep.neighbourhoods.models import Address
from renogroep.owners.rules.kinds import (
    LETTING_LABELS,
    LETTING_QUESTION,
    USE_LABELS,
    USE_QUESTION,
)
from renogroep.subscriptions.actions.coming_in import read_contact, read_others
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.subscriptions.rules.questions import (
    Answers,
    Flow,
    FlowQuestion,
    chosen,
    next_question,
    path,
    question_of,
    read_answer,
)

PREFIX = "q_"


def _question_field(question: FlowQuestion, *validators: Any) -> Any:
    """Radios or tick boxes; the rule reads the answer, so that every channel hears the same no."""
    checks = validators or [Optional()]
    choices = [SelectChoice(option.code, option.label) for option in question.options]
    if question.many:
        return SelectMultipleField(
            question.text,
            choices=choices,
            validate_choice=False,
            validators=checks,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    return RadioField(question.text, choices=choices, validate_choice=False, validators=checks)


def _answered(question: FlowQuestion) -> Any:
    """A validator that asks the rule what it thinks of the answer."""

    def check(_form: Any, field: Any) -> None:
        try:
            read_answer(question, field.raw_data or ())
        except Refused as refused:
            raise ValidationError(refused.text) from None

    return check


def question_form(question: FlowQuestion, answers: Answers) -> FlaskForm:
    """One question on one page, with what was answered before."""
    kind = type(
        "QuestionForm", (FlaskForm,), {"answer": _question_field(question, _answered(question))}
    )
    given = list(chosen(answers, question.code))
    form: FlaskForm = kind(data={"answer": given if question.many else next(iter(given), None)})
    return form


def _reads(read: Callable[[str], str], field: Field) -> None:
    if not field.data:
        return  # the action says what the chosen way needs
    try:
        read(field.data)
    except Refused as refused:
        raise ValidationError(refused.text) from None


class ContactForm(FlaskForm):
    """A name and the way to reach somebody. What is filled in beside that way is kept too."""

    name = StringField(
        _l("Your name"),
        filters=[clean],
        validators=[
            InputRequired(_l("Enter your name, so that we know whom to ask for.")),
            Length(
                max=120, message=_l("This name is longer than %(max)d signs. Write it shorter.")
            ),
        ],
        render_kw={"autocomplete": "name"},
    )
    way = RadioField(
        _l("How may we reach you?"),
        choices=[
            SelectChoice("email", _l("By e-mail")),
            SelectChoice("mobile", _l("By phone")),
            SelectChoice("letter", _l("By letter")),
        ],
        validate_choice=False,
        validators=[InputRequired(_l("Choose how we may reach you."))],
    )
    email = StringField(
        _l("E-mail address"),
        filters=[clean],
        validators=[
            Length(max=200, message=_l("This is longer than %(max)d signs. Write it shorter."))
        ],
        render_kw={"autocomplete": "email", "type": "email", "inputmode": "email"},
    )
    phone = StringField(
        _l("Phone number"),
        filters=[clean],
        validators=[
            Length(max=40, message=_l("This is longer than %(max)d signs. Write it shorter."))
        ],
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    postal_address = TextAreaField(
        _l("Another address for letters"),
        filters=[clean],
        validators=[
            Length(max=300, message=_l("This is longer than %(max)d signs. Write it shorter."))
        ],
        render_kw={"autocomplete": "street-address", "rows": 3},
    )
    language = SelectField(
        _l("In which language do we write or call?"),
        choices=[SelectChoice(*item) for item in LANGUAGES.items()],
    )
    words = TextAreaField(
        _l("What bothers you in your home?"),
        filters=[clean],
        validators=[
            Length(max=1000, message=_l("This is longer than %(max)d signs. Write it shorter."))
        ],
        render_kw={"rows": 4},
    )
    use = RadioField(
        _l(USE_QUESTION),
        choices=[SelectChoice(str(code), _l(label)) for code, label in USE_LABELS.items()],
        validate_choice=False,
        validators=[Optional()],
    )
    letting = RadioField(
        _l(LETTING_QUESTION),
        choices=[SelectChoice(str(code), _l(label)) for code, label in LETTING_LABELS.items()],
        validate_choice=False,
        validators=[Optional()],
    )
    consent = BooleanField(
        _l("I agree"),
        validators=[InputRequired(_l("Tick the box, so that we may contact you. Or call us."))],
    )

    @property
    def home(self) -> dict[str, list[str]]:
        """What was said of the home, as answers beside those of the questions."""
        given = {"use": self.use.data, "letting": self.letting.data}
        return {code: [said] for code, said in given.items() if said}

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the field of each way to reach somebody."""
        fields = {"email": self.email, "mobile": self.phone, "letter": self.postal_address}
        return {way: field.data or "" for way, field in fields.items()}

    def sender(self, address: Address) -> Sender:
        """Who sends it, and how we reach them; a letter can go to the home.

        Raises Refused as ``read_contact``.
        """
        way, typed = self.way.data, self.typed
        return Sender(
            name=self.name.data,
            contact=read_contact(way, typed.get(way, ""), address),
            language=self.language.data,
            others=read_others(way, typed, address),
        )

    def validate_email(self, field: Field) -> None:
        """Also when another way was chosen: it is kept, so it must be one."""
        _reads(read_email, field)

    def validate_phone(self, field: Field) -> None:
        """Also when another way was chosen."""
        _reads(phone.read, field)

    def field_of(self, code: str) -> Field | None:
        """The field that a refusal is about."""
        return {
            "person.no_name": self.name,
            "person.long_name": self.name,
            "contact.way": self.way,
            "contact.email": self.email,
            "phone.unreadable": self.phone,
            "contact.channel": getattr(self, "channel", None),
            "message.empty": self.words,
        }.get(code)


class OnBehalfForm(ContactForm):
    """All questions on one page, for somebody on the phone or a form on paper."""

    channel = RadioField(
        _l("How did this come in?"),
        choices=[SelectChoice("phone", _l("By phone")), SelectChoice("paper", _l("On paper"))],
        default="phone",
        validate_choice=False,
        validators=[InputRequired(_l("Choose how this came in."))],
    )
    submission_key = HiddenField(validators=[Length(max=64)])  # sending twice is one interest
    flow: Flow = ()

    @property
    def answers(self) -> dict[str, list[str]]:
        """The answers on this household's way; what was answered beside it drops out."""
        given = self._given()
        asked = {code: given[code] for code in path(given, self.flow) if code in given}
        return asked | self.home

    def _given(self) -> dict[str, list[str]]:
        fields = {one.code: self[PREFIX + one.code].raw_data for one in self.flow}
        return {code: list(values) for code, values in fields.items() if values}

    def validate(self, extra_validators: Any = None) -> bool:
        """Every answer is one of its question's, and none on the way is missing."""
        good = super().validate(extra_validators)
        given = self._given()
        wrong = [one.code for one in self.flow if one.code in given and not self._reads(one)]
        missing = None if wrong else next_question(given, self.flow)
        if missing is not None:
            wrong.append(missing)
            self._reads(question_of(missing, self.flow))
        return good and not wrong

    def _reads(self, question: FlowQuestion) -> bool:
        field = self[PREFIX + question.code]
        try:
            read_answer(question, field.raw_data or ())
        except Refused as refused:
            field.errors = [refused.text]
            return False
        return True


def on_behalf_form(flow: Flow) -> OnBehalfForm:
    """The form with the questions of one package."""
    fields = {PREFIX + question.code: _question_field(question) for question in flow}
    form: OnBehalfForm = type("OnBehalfOfForm", (OnBehalfForm,), {**fields, "flow": flow})()
    return form


class CodeForm(FlaskForm):
    """The code of a letter; six digits come with the number that stands beside them."""

    code = StringField(
        _l("Your code"),
        validators=[
            InputRequired(_l("Type the code of your letter or message.")),
            Length(max=40, message=_l("This is longer than a code.")),
        ],
    )
    reference = StringField(_l("Your number"), validators=[Length(max=20)])


class ReviewForm(FlaskForm):
    """What staff say of interests that nobody confirmed."""

    reason = StringField(_l("Why do you remove it?"), validators=[Length(max=300)])
