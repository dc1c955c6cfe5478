"""What do we ask about a post of the bill?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from renogroep.base.text import N_
from renogroep.base.units import Unit
from renogroep.infra.fields import QuantityField, VersionForm, choices, line, text
from renogroep.tenders.rules.bill import (
    MAX_DESCRIPTION,
    NATURE_LABELS,
    NO_SOURCE,
    NOTHING,
    QUANTITY_SOURCES,
    SCOPE_LABELS,
    Nature,
    Post,
    Scope,
)

NO_SOURCE_LABEL = N_("No quantity: included in other posts")


class PostForm(VersionForm):
    """One post."""

    number = line(_l("Number"), 20, _l("Enter a number like 01.02"))
    description = text(
        _l("What the contractor must do"),
        MAX_DESCRIPTION,
        _l("Write what the contractor must do"),
    )
    nature = SelectField(
        _l("Nature"), choices=choices((n, _l(label)) for n, label in NATURE_LABELS.items())
    )
    unit = SelectField(_l("Unit"), choices=choices((unit, str(unit)) for unit in Unit))
    scope = SelectField(
        _l("Paid"), choices=choices((s, _l(label)) for s, label in SCOPE_LABELS.items())
    )
    source = SelectField(
        _l("Where the quantity comes from"),
        choices=choices(
            [(s.code, _l(s.label)) for s in QUANTITY_SOURCES.values()]
            + [(NO_SOURCE, _l(NO_SOURCE_LABEL))]
        ),
    )
    presumed = QuantityField(_l("Presumed quantity"), validators=[Optional()])

    def post(self) -> Post:
        """The post as the rules take it."""
        return Post(
            number=self.number.data,
            description=self.description.data,
            nature=Nature(self.nature.data),
            unit=Unit(self.unit.data),
            scope=Scope(self.scope.data),
            source=self.source.data,
            presumed=self.presumed.data or NOTHING,
        )


class BillUploadForm(FlaskForm):
    """A file with a whole bill; ``checksum`` is of the bill that the page showed."""

    checksum = HiddenField()
    file = FileField(_l("Bill of quantities"))
