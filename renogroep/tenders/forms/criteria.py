"""What do we ask about criteria and scenarios?"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from renogroep.base.text import N_
from renogroep.infra.fields import MoneyField, VersionForm, choices, line, not_negative
from renogroep.tenders.models import Package
from renogroep.tenders.rules.criteria import PRICE, Criterion, PriceFormula, Scenario, codes_of

OTHERS = 5
SCENARIOS = 4
FORMULA_LABELS = {
    PriceFormula.PROPORTIONAL: N_("In proportion to the lowest price"),
    PriceFormula.LINEAR_VS_LOWEST: N_("Each per cent above the lowest price costs a part"),
    PriceFormula.MINMAX: N_("On a line between the highest and the lowest price"),
    PriceFormula.ABSOLUTE: N_("On a line between two amounts that you announce"),
}


def _points() -> list[object]:
    return [NumberRange(min=1, max=100, message=_l("Enter a weight from 1 to 100"))]


class OtherCriterion(Form):
    """A criterion that is not the price."""

    title = line(_l("Criterion"), 120)
    weight = IntegerField(_l("Weight"), validators=[Optional(), *_points()])


class ScenarioRow(Form):
    """An announced number of homes."""

    homes = IntegerField(
        _l("Homes"),
        validators=[
            Optional(),
            NumberRange(min=1, max=500, message=_l("Enter a number from 1 to 500")),
        ],
    )
    runs = IntegerField(
        _l("Runs of adjacent homes"),
        validators=[
            Optional(),
            NumberRange(min=1, max=500, message=_l("Enter a number from 1 to 500")),
        ],
    )
    weight = IntegerField(_l("Weight"), validators=[Optional(), *_points()])


class CriteriaForm(VersionForm):
    """The price, other criteria, and the scenarios on which prices are compared."""

    price_title = line(_l("Name of the price criterion"), 120, _l("Enter a name"), default="Prijs")
    price_weight = IntegerField(
        _l("Weight of the price"),
        default=60,
        validators=[InputRequired(_l("Enter a weight")), *_points()],
    )
    formula = SelectField(
        _l("How the price becomes points"),
        choices=choices((code, _l(label)) for code, label in FORMULA_LABELS.items()),
    )
    floor = MoneyField(_l("Amount that earns all points"), validators=[Optional(), not_negative])
    ceiling = MoneyField(_l("Amount that earns no points"), validators=[Optional(), not_negative])
    others = FieldList(FormField(OtherCriterion), min_entries=OTHERS, max_entries=OTHERS)
    scenarios = FieldList(FormField(ScenarioRow), min_entries=SCENARIOS, max_entries=SCENARIOS)

    def criteria(self) -> list[Criterion]:
        """What was filled in; codes come from the titles, empty rows do not count."""
        formula = PriceFormula(self.formula.data)
        found = [
            Criterion(
                PRICE,
                self.price_title.data,
                self.price_weight.data,
                formula,
                self.floor.data,
                self.ceiling.data,
            )
        ]
        filled = [row.form for row in self.others if row.form.title.data or row.form.weight.data]
        titles = [row.title.data or "" for row in filled]
        found += [
            Criterion(code, title, row.weight.data or 0)
            for code, title, row in zip(codes_of(titles), titles, filled, strict=True)
        ]
        return found

    def announced(self) -> list[Scenario]:
        """The scenarios that were filled in."""
        return [
            Scenario(row.homes.data or 0, row.runs.data or 0, row.weight.data or 0)
            for row in (entry.form for entry in self.scenarios)
            if row.homes.data or row.runs.data or row.weight.data
        ]


def stored(package: Package) -> dict[str, object]:
    """The form's values as they are in the database."""
    others = [row for row in package.criteria if row.code != PRICE]
    price = next((row for row in package.criteria if row.code == PRICE), None)
    values: dict[str, object] = {
        "others": [{"title": row.title, "weight": row.weight} for row in others][:OTHERS],
        "scenarios": [
            {"homes": row.homes, "runs": row.runs, "weight": row.weight}
            for row in package.scenarios
        ][:SCENARIOS],
    }
    if price is not None:
        values |= {
            "price_title": price.title,
            "price_weight": price.weight,
            "formula": price.formula,
            "floor": price.floor,
            "ceiling": price.ceiling,
        }
    else:
        values["price_title"] = _("Price")
    return values
