"""Pages: neighbourhoods, their look, and their list of addresses."""

from decimal import Decimal

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from renogroep.base.text import Text
from renogroep.infra import db, sheets
from renogroep.infra.access import May, public, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.downloads import CSV, download
from renogroep.infra.fields import VersionForm
from renogroep.infra.i18n import say
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
from renogroep.neighbourhoods import actions, queries
from renogroep.neighbourhoods.forms import AddressesForm, NeighbourhoodForm, OfficialForm
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.neighbourhoods.rules.contrast import WHITE, contrast_ratio, text_on
from renogroep.neighbourhoods.rules.details import Details
from renogroep.neighbourhoods.rules.official_pack import unpack_left

pages = Blueprint("neighbourhoods", __name__)

EXAMPLE = (
    ("straat", "nummer", "bus", "postcode", "gemeente", "bebouwing"),
    ("Rozenstraat", "1", "", "9999", "Testgem", "rij"),
    ("Rozenstraat", "3A", "", "9999", "Testgem", "halfopen"),
    ("Sint-Jansplein", "12", "3", "9999", "Testgem", "open"),
)


@pages.get("/wijken")
@requires(May.NEIGHBOURHOOD_MANAGE)
def index() -> str:
    """All neighbourhoods that this lead works in."""
    session, scope = db.session(), here()
    return render_template(
        "neighbourhoods/index.html",
        neighbourhoods=queries.neighbourhoods(session, *scope.staff),
        homes=queries.home_counts(session, scope.municipality_id),
        whole=scope.neighbourhood_ids is None,
    )


def _details(form: NeighbourhoodForm) -> Details:
    names = Details.__dataclass_fields__
    return Details(**{name: form[name].data or "" for name in names})


@pages.route("/wijken/nieuw", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def create() -> Answer:
    """A new neighbourhood; only for who works in the whole municipality."""
    if here().neighbourhood_ids is not None:
        abort(403)
    form = NeighbourhoodForm()

    def work(session: Session, by: By) -> tuple[int, str]:
        town = here().municipality_id
        row = actions.create(session, municipality_id=town, details=_details(form), by=by)
        return row.id, row.name

    def page(refusal: Text | None = None) -> str:
        return render_template("neighbourhoods/form.html", form=form, row=None, refusal=refusal)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda made: url_for("neighbourhoods.addresses", id=made[0]),
        done=lambda made: _("%(name)s is made. Now add its addresses.", name=made[1]),
    )


@pages.route("/wijken/<int:id>", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def edit(id: int) -> Answer:
    """Change the name, the story, the colours and whom to call."""
    form = NeighbourhoodForm(obj=mine(Neighbourhood, id))

    def work(session: Session, by: By) -> None:
        actions.change(session, mine(Neighbourhood, id), details=_details(form), by=by)

    def page(refusal: Text | None = None) -> str:
        row = mine(Neighbourhood, id)
        show_version(form, row)
        ratios = {"brand": _ratio(row.brand_colour), "accent": _ratio(row.accent_colour)}
        return render_template(
            "neighbourhoods/form.html", form=form, row=row, refusal=refusal, ratios=ratios
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("neighbourhoods.edit", id=id),
        done=_("Your changes are kept."),
    )


def _ratio(colour: str) -> Decimal:
    """Contrast with white, cut off after one decimal so that it never looks better than it is."""
    return Decimal(int(contrast_ratio(colour, WHITE) * 10)) / 10


@pages.route("/wijken/<int:id>/adressen", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def addresses(id: int) -> Answer:
    """The streets that we have, and a list to add."""
    mine(Neighbourhood, id)
    form = AddressesForm()

    def work(session: Session, by: By) -> actions.Imported:
        return actions.import_addresses(session, mine(Neighbourhood, id), form.homes, by=by)

    def page(refusal: Text | None = None) -> str:
        row, session = mine(Neighbourhood, id), db.session()
        return render_template(
            "neighbourhoods/addresses.html",
            form=form,
            row=row,
            refusal=refusal or form.refusal,
            streets=queries.streets(session, row.id),
            counts=queries.address_counts(session, row.id),
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("neighbourhoods.addresses", id=id),
        done=lambda outcome: _(
            "%(added)s homes added, %(changed)s changed, %(kept)s were here already.",
            added=outcome.added,
            changed=outcome.changed,
            kept=outcome.kept,
        ),
    )


@pages.route("/wijken/<int:id>/adressen/officieel", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def official(id: int) -> Answer:
    """The official file: read first, with what goes in and what is left; put in after a yes."""
    mine(Neighbourhood, id)
    form = OfficialForm()

    def work(session: Session, by: By) -> None:
        actions.read_official_list(session, mine(Neighbourhood, id), found(form.official), by=by)

    if not form.is_submitted():
        return _official_page(id, form)
    return act(
        form,
        work,
        again=lambda refusal: _official_page(id, form, refusal),
        to=url_for("neighbourhoods.official", id=id),
        done=_("The file is read. Nothing has changed yet: look at it and say yes."),
    )


def _official_page(id: int, form: OfficialForm, refusal: Text | None = None) -> str:
    row = mine(Neighbourhood, id)
    kept = queries.official_list(db.session(), row.id)
    yes = VersionForm(formdata=None)
    if kept is not None:
        yes.version.data = str(kept.version)
    return render_template(
        "neighbourhoods/official.html",
        row=row,
        form=form,
        refusal=refusal,
        kept=kept,
        left=unpack_left(kept.left) if kept else [],
        yes=yes,
    )


@pages.post("/wijken/<int:id>/adressen/officieel/inlezen")
@requires(May.NEIGHBOURHOOD_MANAGE)
def put_in_official(id: int) -> Answer:
    """Yes: put the list in that was read last."""
    mine(Neighbourhood, id)

    def work(session: Session, by: By) -> dict[str, int]:
        return actions.put_in_official_list(session, mine(Neighbourhood, id), by=by)

    return act(
        VersionForm(),
        work,
        again=lambda refusal: _official_page(id, OfficialForm(formdata=None), refusal),
        to=url_for("neighbourhoods.official", id=id),
        done=lambda outcome: _(
            "%(added)s homes added, %(changed)s changed, %(kept)s were here already, %(retired)s are no more.",
            **outcome,
        ),
    )


@pages.get("/wijken/<int:id>/adressen/officieel/blijft-liggen.csv")
@requires(May.NEIGHBOURHOOD_MANAGE)
def left_of_official(id: int) -> AnyResponse:
    """The rows that do not go in, to correct at the source."""
    kept = found(queries.official_list(db.session(), mine(Neighbourhood, id).id))
    rows = [(one.row, one.cell, say(one.words)) for one in unpack_left(kept.left)]
    header = (_("Row"), _("Column"), _("What is wrong"))
    return download(sheets.write_csv(header, rows), "blijft-liggen.csv", CSV)


@pages.get("/wijken/voorbeeld-adressen.csv")
@requires(May.NEIGHBOURHOOD_MANAGE)
def example_addresses() -> AnyResponse:
    """A list as we read it, to fill in."""
    header, *rows = EXAMPLE
    return download(sheets.write_csv(header, rows), "voorbeeld-adressen.csv", CSV)


@pages.get("/wijk/<slug>/theme.css")
@public
def theme_css(slug: str) -> AnyResponse:
    """The colours of a neighbourhood, in the names that theme.css works with."""
    row = found(queries.neighbourhood_by_slug(db.session(), slug))
    lines = (
        f"--rg-brand: {row.brand_colour};",
        f"--rg-brand-ink: {text_on(row.brand_colour)};",
        f"--rg-accent: {row.accent_colour};",
    )
    answer = Response(":root {\n  " + "\n  ".join(lines) + "\n}\n", mimetype="text/css")
    answer.cache_control.public = True
    answer.cache_control.max_age = 300
    answer.add_etag()
    return answer.make_conditional(request)
