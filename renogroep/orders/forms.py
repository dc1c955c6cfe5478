"""What do the pages about orders ask?"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from renogroep.base.units import Quantity, read_quantity
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.fields import VersionForm, clean
from renogroep.orders.actions.asking import MAX_CONTACT
from renogroep.orders.actions.surveying import MAX_NOTE
from renogroep.orders.rules.afterwards import Afterwards
from renogroep.orders.rules.signing import CoOwnerAsked
from renogroep.owners.actions.facts import MAX_QUANTITY
from renogroep.owners.rules.cases import LOSS_LABELS, OWN_REASONS, LossReason
from renogroep.owners.rules.kinds import (
    LETTING_LABELS,
    LETTING_QUESTION,
    USE_LABELS,
    USE_QUESTION,
)
from renogroep.subscriptions.rules.coming_in import MAX_NAME

NO_CHOICE = ""


def _at_most(most: int) -> Length:
    return Length(max=most, message=_l("Write at most %(max)d characters"))


class AfterwardsForm(VersionForm):
    """Which of the buttons was pressed."""

    choice = RadioField(
        choices=[SelectChoice(str(one), "") for one in Afterwards], coerce=Afterwards
    )


class HomeUseForm(VersionForm):
    """What the home is used for; how it is rented out only of a landlord."""

    use = RadioField(
        _l(USE_QUESTION),
        choices=[SelectChoice(str(code), _l(label)) for code, label in USE_LABELS.items()],
        validate_choice=False,  # the action answers in words
        validators=[InputRequired(_l("Choose what the home is used for."))],
    )
    letting = RadioField(
        _l(LETTING_QUESTION),
        choices=[SelectChoice(str(code), _l(label)) for code, label in LETTING_LABELS.items()],
        validate_choice=False,
        validators=[InputRequired(_l("Choose from the list how the home is rented out."))],
    )

    def __init__(self, *, lets: bool, **given: Any) -> None:
        super().__init__(**given)
        if not lets:
            del self.letting

    @property
    def told(self) -> dict[str, str]:
        """The answers as the action wants them."""
        return {
            "use": self.use.data or "",
            "letting": (self.letting.data or "") if self.letting else "",
        }


class OrderForm(VersionForm):
    """The binding yes."""

    needs_loan = RadioField(
        _l("Do you need a loan for this?"),
        choices=[
            SelectChoice("no", _l("No, I pay it myself")),
            SelectChoice("yes", _l("Yes. When the loan is refused, my order falls without cost")),
        ],
        validators=[InputRequired(_l("Say whether you need a loan"))],
    )
    has_co_owner = RadioField(
        _l("Does somebody else own this home too?"),
        choices=[SelectChoice("no", _l("No, I own it alone")), SelectChoice("yes", _l("Yes"))],
        validators=[InputRequired(_l("Say whether somebody else owns this home too"))],
    )
    co_name = StringField(
        _l("Name of the other owner"), filters=[clean], validators=[_at_most(MAX_NAME)]
    )
    co_way = RadioField(
        _l("How do we reach the other owner?"),
        choices=[
            SelectChoice("email", _l("By e-mail")),
            SelectChoice("mobile", _l("By phone: we call")),
            SelectChoice("letter", _l("With a letter")),
        ],
        validate_choice=False,  # only asked when there is another owner
    )
    co_value = StringField(
        _l("E-mail address, phone number or postal address of the other owner"),
        filters=[clean],
        validators=[_at_most(MAX_CONTACT)],
    )
    agree = BooleanField(
        _l("I have read this and I order. I know that this order binds me to pay."),
        validators=[InputRequired(_l("Tick the box when you want to order"))],
    )

    def asks_co_owner(self) -> bool:
        """Is there somebody else who must sign?"""
        return bool(self.has_co_owner.data == "yes")

    def validate_co_name(self, field: Any) -> None:
        """Only asked when there is somebody."""
        if self.asks_co_owner() and not field.data:
            raise ValidationError(_l("Enter the name of the other owner"))

    def validate_co_way(self, field: Any) -> None:
        """Only asked when there is somebody."""
        known = [choice.value for choice in field.choices]
        if self.asks_co_owner() and field.data not in known:
            raise ValidationError(_l("Choose how we reach the other owner"))

    def validate_co_value(self, field: Any) -> None:
        """Something that can be an address or a number; a letter can go to the home itself."""
        if not self.asks_co_owner() or self.co_way.data == "letter":
            return
        if not field.data:
            raise ValidationError(_l("Enter one way to reach the other owner"))
        if self.co_way.data == "email" and "@" not in field.data:
            raise ValidationError(_l("An e-mail address looks like name@example.org"))

    @property
    def co_owner(self) -> CoOwnerAsked | None:
        """Who must sign too, if anybody."""
        if not self.asks_co_owner():
            return None
        contact = Contact(self.co_way.data or "", self.co_value.data or "")
        return CoOwnerAsked(self.co_name.data or "", contact)


class PaperOrderForm(OrderForm):
    """The same order, signed on paper and typed by an advisor."""

    agree = BooleanField(
        _l("I hold the order that the household signed on paper"),
        validators=[InputRequired(_l("Tick the box when you hold the signed paper"))],
    )


class CoOwnerForm(OrderForm):
    """Another owner, written down again; nothing else of the order is asked."""

    needs_loan = has_co_owner = agree = None

    def asks_co_owner(self) -> bool:
        """Always: that is what this form is for."""
        return True


def _reasons(codes: Iterable[LossReason]) -> list[SelectChoice]:
    told = [SelectChoice(str(code), _l(LOSS_LABELS[code])) for code in codes]
    return [SelectChoice(NO_CHOICE, _l("I would rather not say")), *told]


class LeaveForm(VersionForm):
    """A household leaves; the reason is not required."""

    reason = SelectField(
        _l("Why do you stop?"), choices=_reasons(OWN_REASONS), validators=[Optional()]
    )


class WithdrawForm(VersionForm):
    """Staff hear, or notice, that a household leaves."""

    reason = SelectField(
        _l("Why do you stop?"), choices=_reasons(LOSS_LABELS), validators=[Optional()]
    )


class SurveyForm(VersionForm):
    """The scaffold of a home; its quantities stand beside it, one per post."""

    run_code = StringField(
        _l("Code of the shared scaffold"), filters=[clean], validators=[_at_most(40)]
    )
    run_size = IntegerField(
        _l("Homes on this scaffold, this one included"),
        validators=[
            InputRequired(_l("Count the homes on this scaffold; 1 when it is alone")),
            NumberRange(1, 50, _l("Type a number from 1 to 50")),
        ],
    )

    def __init__(self, rows: list[dict[str, Any]], **given: Any) -> None:
        super().__init__(**given)
        self.rows = rows
        self.quantities: dict[str, Quantity] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, and every post; what is wrong stands beside it."""
        fine = super().validate(extra_validators)
        for row in self.rows:
            self._read(row)
        return fine and not any(row["error"] for row in self.rows)

    def _read(self, row: dict[str, Any]) -> None:
        if row["fixed"]:  # nobody measures it
            return
        try:
            quantity = read_quantity(row["value"])
            if quantity.scaled < 0:
                raise ValueError("negative")
            if quantity > MAX_QUANTITY:
                raise ValueError("absurd")
            self.quantities[row["line"].number] = quantity
        except ValueError as problem:
            row["error"] = _what_is_wrong(str(problem), row["value"])

    @property
    def problems(self) -> list[tuple[Any, str]]:
        """What is wrong, with where it stands."""
        posts = [(row["error"], f"#{row['id']}") for row in self.rows if row["error"]]
        fields = (self.run_code, self.run_size)
        return posts + [(field.errors[0], f"#{field.id}") for field in fields if field.errors]


def _what_is_wrong(problem: str, typed: str) -> str:
    if problem == "empty":
        return _("Enter a quantity; 0 when this home has none of it")
    if problem == "negative":
        return _("A quantity is 0 or more")
    if problem == "absurd":
        return _("“%(typed)s” is too much for one home. Look at the decimal comma", typed=typed)
    if problem == "too many decimals":
        return _("Use at most three decimals")
    if problem == "ambiguous":
        return _(
            "“%(typed)s” can be read in two ways. Type it without a thousands mark", typed=typed
        )
    return _("“%(typed)s” is not a number. Type it like 12,5", typed=typed)


class WordsForm(VersionForm):
    """Why something is not as it was written down."""

    words = TextAreaField(
        _l("What did you see?"),
        filters=[clean],
        validators=[InputRequired(_l("Write what you saw")), _at_most(MAX_NOTE)],
    )


class WaveForm(FlaskForm):
    """The two dates of a round."""

    order_until = DateField(
        _l("Last day to order"), validators=[InputRequired(_l("Choose the last day to order"))]
    )
    freeze_on = DateField(
        _l("Day on which the prices are fixed"),
        validators=[InputRequired(_l("Choose the day on which the prices are fixed"))],
    )


class PlanForm(VersionForm):
    """The first day of the works."""

    planned_on = DateField(
        _l("First day of the works"),
        validators=[InputRequired(_l("Choose the first day of the works"))],
    )
