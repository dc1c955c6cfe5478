"""What do we ask about a post of the bill, and how does a whole bill come in?"""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from renogroep.base.names import cleaned, search_key
from renogroep.base.text import N_, Text, t
from renogroep.base.units import Unit, read_quantity
from renogroep.infra.sheets import Sheet
from renogroep.tenders.forms.fields import QuantityField, choices, clean, line
from renogroep.tenders.rules.bill import (
    MAX_DESCRIPTION,
    NATURE_LABELS,
    NO_SOURCE,
    NOTHING,
    QUANTITY_SOURCES,
    SCOPE_LABELS,
    BillProblem,
    Nature,
    Post,
    Scope,
    check_bill,
)

COLUMNS = ("nummer", "omschrijving", "aard", "eenheid", "bereik", "bron", "vermoedelijk")
_WORDS = {
    "nummer": "number",
    "number": "number",
    "omschrijving": "description",
    "description": "description",
    "aard": "nature",
    "nature": "nature",
    "eenheid": "unit",
    "unit": "unit",
    "bereik": "scope",
    "scope": "scope",
    "bron": "source",
    "source": "source",
    "vermoedelijk": "presumed",
    "hoeveelheid": "presumed",
    "presumed": "presumed",
}
_SCOPES = {
    "woning": Scope.HOME,
    "home": Scope.HOME,
    "rij": Scope.RUN,
    "run": Scope.RUN,
    "perceel": Scope.LOT,
    "lot": Scope.LOT,
}
SCOPE_WORDS = {Scope.HOME: "woning", Scope.RUN: "rij", Scope.LOT: "perceel"}
NO_SOURCE_LABEL = N_("No quantity: included in other posts")


class PostForm(FlaskForm):
    """One post."""

    version = HiddenField()
    number = line(_l("Number"), 20, _l("Enter a number like 01.02"))
    description = TextAreaField(
        _l("What the contractor must do"),
        filters=[clean],
        validators=[
            DataRequired(_l("Write what the contractor must do")),
            Length(max=MAX_DESCRIPTION, message=_l("Use at most 500 characters")),
        ],
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


def read_bill(sheet: Sheet) -> tuple[list[Post], list[tuple[str, Text]]]:
    """The posts of an uploaded table and everything that is wrong, each with its place."""
    filled = list(sheet.rows)
    names = [_WORDS.get(search_key(str(c.value or "")), "") for c in filled[0][1]] if filled else []
    if not {"number", "description"} <= set(names):
        return [], [
            (
                "",
                t(
                    "The first row must name the columns: %(columns)s. Download the present bill and change that.",
                    columns=", ".join(COLUMNS),
                ),
            )
        ]
    posts: list[Post] = []
    rows: list[int] = []
    problems: list[tuple[str, Text]] = []
    for row, cells in filled[1:]:
        values = {n: str(c.error or c.value or "") for n, c in zip(names, cells, strict=True) if n}
        found, wrong = _post(values)
        problems += [(str(row), message) for message in wrong]
        if found is not None:
            posts.append(found)
            rows.append(row)
    if not problems:
        problems = [
            (_row_of(problem, posts, rows), problem.message) for problem in check_bill(posts)
        ]
    return posts, problems


def _row_of(problem: BillProblem, posts: Sequence[Post], rows: Sequence[int]) -> str:
    """The last row with this number: of a number that is used twice, the second is the mistake."""
    found = [row for post, row in zip(posts, rows, strict=True) if post.number == problem.number]
    return str(found[-1]) if found and problem.number else ""


def _post(values: Mapping[str, str]) -> tuple[Post | None, list[Text]]:
    cells = {name: cleaned(values.get(name, "")) for name in _WORDS.values()}
    wrong: list[Text] = []
    nature = Nature(cells["nature"].upper()) if cells["nature"].upper() in set(Nature) else None
    if nature is None:
        wrong.append(
            t("“%(value)s” is not a nature. Write VH, FH, TP or PM.", value=cells["nature"][:40])
        )
    unit = Unit(cells["unit"].lower()) if cells["unit"].lower() in set(Unit) else None
    if unit is None:
        wrong.append(
            t(
                "“%(value)s” is not a unit. Write %(units)s.",
                value=cells["unit"][:40],
                units=", ".join(Unit),
            )
        )
    scope = _SCOPES.get(search_key(cells["scope"]))
    if scope is None:
        wrong.append(
            t(
                "“%(value)s” is not a scope. Write woning, rij or perceel.",
                value=cells["scope"][:40],
            )
        )
    presumed = NOTHING
    if cells["presumed"]:
        try:
            presumed = read_quantity(cells["presumed"])
        except ValueError:
            wrong.append(
                t(
                    "“%(value)s” is not a quantity. Write it like 64 or 6,5, with at most 3 decimals.",
                    value=cells["presumed"][:40],
                )
            )
    if nature is None or unit is None or scope is None or wrong:
        return None, wrong
    source = cells["source"].lower() or NO_SOURCE
    return Post(cells["number"], cells["description"], nature, unit, scope, source, presumed), []
