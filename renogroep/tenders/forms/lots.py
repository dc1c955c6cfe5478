"""What do we ask about a lot?"""

import re

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Regexp

from renogroep.base.text import N_
from renogroep.infra.fields import VersionForm, choices, homes, line
from renogroep.tenders.rules.lot_details import LONGEST_PAY_DAYS, MOST_ADVANCE, PAY_DAYS

# Codes of the premium rules; a lot of another kind of works has no premium.
MEASURES = {
    "wall_outside": N_("Insulation on the outside of the façade"),
    "wall_cavity": N_("Insulation in the cavity wall"),
    "wall_inside": N_("Insulation on the inside of the façade"),
    "windows_doors": N_("Windows and outside doors"),
    "roof": N_("Roof"),
    "floor": N_("Floor or cellar"),
}


class LotForm(VersionForm):
    """A name, a kind of works and how many homes."""

    title = line(_l("Name of the lot"), 120, _l("Give the lot a name"))
    title_fr = line(_l("Name in French"), 120)
    title_en = line(_l("Name in English"), 120)
    measure = SelectField(
        _l("Kind of works"),
        choices=choices(
            [("", _l("Choose the kind of works"))]
            + [(code, _l(name)) for code, name in MEASURES.items()]
        ),
        validators=[DataRequired(_l("Choose the kind of works"))],
    )
    min_to_quote = homes(_l("Ask for quotes from"), default=6)
    min_to_execute = homes(_l("The works go ahead from"), default=6)
    max_homes = homes(_l("Room for at most"), default=24)
    pay_days = IntegerField(
        _l("Days to pay an invoice"),
        default=PAY_DAYS,
        validators=[
            InputRequired(_l("Enter how many days there are to pay an invoice")),
            NumberRange(1, LONGEST_PAY_DAYS, _l("Type a number from 1 to 120")),
        ],
    )
    advance_percent = IntegerField(
        _l("Advance before the works"),
        default=0,
        validators=[
            InputRequired(_l("Enter 0 when nothing is paid before the works")),
            NumberRange(0, MOST_ADVANCE, _l("Type a number from 0 to 15")),
        ],
    )
    bands = line(
        _l("Price bands start at"),
        60,
        _l("Enter where the price bands start"),
        also=[
            Regexp(
                r"^[1-9][0-9]{0,2}(\s*[,; ]\s*[1-9][0-9]{0,2}){0,5}$",
                message=_l(
                    "Write numbers of homes with a comma between them, like 6, 9. At most 6 bands"
                ),
            )
        ],
        default="6, 9",
    )

    def band_starts(self) -> tuple[int, ...]:
        """The numbers in the field of bands."""
        return tuple(int(number) for number in re.findall(r"[0-9]+", self.bands.data))
