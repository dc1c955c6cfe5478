"""What did a household try on the account of its home: an income group, a rate of its own?"""

from decimal import Decimal

from flask_babel import gettext as _
from wtforms import SelectChoice

from renogroep.base.errors import Refused
from renogroep.base.numbers import read_number
from renogroep.base.text import Text
from renogroep.financing.rules.income import Ceiling
from renogroep.financing.rules.loan import OwnRate, own_rate
from renogroep.journeys.forms.costs import TryForm
from renogroep.orders.queries import cards

RATE_DECIMALS = 3


def group_choices(groups: tuple[Ceiling, ...]) -> list[SelectChoice]:
    """The income groups of which the limits are known; all four in words when none is."""
    known = sorted({group.category for group in groups}) or [1, 2, 3, 4]
    numbers = [SelectChoice(str(n), _("Group %(n)s", n=n)) for n in known]
    return [SelectChoice("", _("Not chosen")), *numbers]


def tried(form: TryForm) -> tuple[cards.Asked, Text | None]:
    """What was typed, as far as it can be counted with; the rest is said beside its field."""
    form.validate()
    chosen = form.categorie.data or ""
    category = int(chosen) if not form.categorie.errors and chosen else None
    rate, problem = _rate(form)
    return cards.Asked(category, rate), problem


def _rate(form: TryForm) -> tuple[OwnRate | None, Text | None]:
    if not form.rente.data or form.rente.errors or form.jaren.errors:
        return None, None
    if form.jaren.data is None:
        form.jaren.errors = [_("Type the number of years too")]
        return None, None
    try:
        typed: Decimal = read_number(form.rente.data, decimals=RATE_DECIMALS)
    except ValueError:
        form.rente.errors = [_("Type the rate as a number, like 3,5")]
        return None, None
    try:
        return own_rate(typed, form.jaren.data), None
    except Refused as refused:
        return None, refused.text
