"""What does a price idea ask? Nothing of it is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField

from renogroep.base.units import QUANTITY_SCALE, Quantity
from renogroep.infra.fields import QuantityField, choices
from renogroep.journeys.rules.idea_words import GROUPS, HOUSE_LABELS, WORKS

LARGEST = 2_000  # m²: larger is a typing error, or no home
OLD, YOUNG = "oud", "jong"
NOT_SAID = "geen"


class IdeaForm(FlaskForm):
    """Works, house and income group; the size stands on the answer, where it can be changed."""

    class Meta:
        """It is sent with GET and changes nothing."""

        csrf = False

    werk = RadioField(_l("Which works?"), validate_choice=False)
    huis = RadioField(_l("How does the house stand?"), validate_choice=False)
    leeftijd = RadioField(_l("How old is the house?"), validate_choice=False, default=OLD)
    groep = RadioField(
        _l("In which income group is your household?"), validate_choice=False, default=NOT_SAID
    )
    van = QuantityField(_l("At least"))
    tot = QuantityField(_l("At most"))
    toon = HiddenField()
    pakket = HiddenField()
    wijk = HiddenField()

    def offer(self, works: Iterable[str], years: int) -> None:
        """What can be chosen.

        years   from how many years on a home pays the low VAT rate; 0: its age does not matter
        """
        self.werk.choices = _said({code: WORKS[code] for code in works})
        self.huis.choices = _said(HOUSE_LABELS)
        self.groep.choices = _said(GROUPS)
        if not years:
            del self.leeftijd
            return
        self.leeftijd.choices = choices(
            [
                (OLD, _("%(years)s years or older", years=years)),
                (YOUNG, _("Younger than %(years)s years", years=years)),
            ]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Every question has one of its answers; a size is one that a home can have."""
        right = super().validate(extra_validators)
        asked = {
            "werk": _("Choose the works"),
            "huis": _("Choose how the house stands"),
            "leeftijd": _("Choose how old the house is"),
            "groep": _("Choose an income group, or that you do not say"),
        }
        for name, words in asked.items():
            if name in self and self[name].data not in [c.value for c in self[name].choices]:
                self[name].errors, right = [words], False
        sizes = [self._size(field) for field in (self.van, self.tot)]  # both get their words
        return all(sizes) and self._in_order() and right

    def _size(self, field: QuantityField) -> bool:
        if field.errors:
            return False
        if field.data is not None and not 0 < field.data.scaled <= LARGEST * QUANTITY_SCALE:
            field.errors = [_("Type a size above 0, and at most %(most)s m².", most=LARGEST)]
        return not field.errors

    def _in_order(self) -> bool:
        low, high = self.van.data, self.tot.data
        if low is None or high is None or low <= high:
            return True
        self.tot.errors = [_("This is smaller than the size above it. Type a larger one.")]
        return False

    def sizes(self, usual: tuple[Quantity, Quantity] | None) -> tuple[Quantity, Quantity] | None:
        """What was typed; what was left open is what is usual, else the same as the other one."""
        low, high = self.van.data, self.tot.data
        one = high if low is None else low
        if one is None:
            return usual
        below, above = usual or (one, one)
        return (
            min(below, one) if low is None else low,
            max(above, one) if high is None else high,
        )

    def show(self, low: Quantity, high: Quantity) -> None:
        """The size that was counted with stands in the fields, to be changed."""
        for field, size in ((self.van, low), (self.tot, high)):
            field.data, field.typed = size, str(size)

    @property
    def young(self) -> bool:
        """Is the home too young for the low VAT rate?"""
        return "leeftijd" in self and self.leeftijd.data == YOUNG


def _said(labels: Mapping[str, str]) -> Any:
    return choices((code, _(label)) for code, label in labels.items())
