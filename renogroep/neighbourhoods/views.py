"""Pages: neighbourhoods, their look, and their list of addresses."""

from decimal import Decimal

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from renogroep.base.errors import Refused
from renogroep.infra import db, sheets
from renogroep.infra.access import May, public, requires
from renogroep.infra.acts import By
from renogroep.infra.files import check_upload
from renogroep.infra.pages import check_version, found
from renogroep.infra.sheets import Sheet
from renogroep.neighbourhoods import actions, queries
from renogroep.neighbourhoods.forms import AddressesForm, NeighbourhoodForm
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.neighbourhoods.rules.addresses import RowProblem, read_address_rows
from renogroep.neighbourhoods.rules.contrast import WHITE, contrast_ratio, text_on

pages = Blueprint("neighbourhoods", __name__)

Answer = str | AnyResponse | tuple[str, int]
STREET_HEADINGS = {"street", "straat", "straatnaam"}
MAX_PROBLEMS = 100
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
    session = db.session()
    return render_template(
        "neighbourhoods/index.html",
        neighbourhoods=queries.neighbourhoods(
            session, current_user.municipality_id, current_user.neighbourhood_ids
        ),
        homes=queries.home_counts(session, current_user.municipality_id),
    )


def _mine(key: int) -> Neighbourhood:
    return found(
        queries.neighbourhood(
            db.session(), key, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


def _details(form: NeighbourhoodForm) -> actions.Details:
    names = actions.Details.__dataclass_fields__
    return actions.Details(**{name: form[name].data or "" for name in names})


@pages.route("/wijken/nieuw", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def create() -> Answer:
    """A new neighbourhood; only for who works in the whole municipality."""
    if current_user.neighbourhood_ids is not None:
        abort(403)
    form = NeighbourhoodForm()
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                row = actions.create(
                    session,
                    municipality_id=current_user.municipality_id,
                    details=_details(form),
                    by=By(current_user.id),
                )
                made, name = row.id, row.name
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("%(name)s is made. Now add its addresses.", name=name))
            return redirect(url_for("neighbourhoods.addresses", id=made))
    page = render_template("neighbourhoods/form.html", form=form, row=None, refusal=refusal)
    return (page, 422) if form.errors or refusal else page


@pages.route("/wijken/<int:id>", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def edit(id: int) -> Answer:
    """Change the name, the story, the colours and whom to call."""
    row = _mine(id)
    form = NeighbourhoodForm(obj=row)
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                row = _mine(id)
                check_version(row, form.version.data)
                actions.change(session, row, details=_details(form), by=By(current_user.id))
        except Refused as refused:
            refusal = refused.text
            row = _mine(id)
        else:
            flash(_("Your changes are kept."))
            return redirect(url_for("neighbourhoods.edit", id=id))
    page = render_template(
        "neighbourhoods/form.html",
        form=form,
        row=row,
        refusal=refusal,
        ratios={
            "brand": _ratio(row.brand_colour),
            "accent": _ratio(row.accent_colour),
        },
    )
    return (page, 422) if form.errors or refusal else page


def _ratio(colour: str) -> Decimal:
    """Contrast with white, cut off after one decimal so that it never looks better than it is."""
    return Decimal(int(contrast_ratio(colour, WHITE) * 10)) / 10


@pages.route("/wijken/<int:id>/adressen", methods=["GET", "POST"])
@requires(May.NEIGHBOURHOOD_MANAGE)
def addresses(id: int) -> Answer:
    """The streets that we have, and a list to add."""
    row = _mine(id)
    form = AddressesForm()
    refusal, problems = None, list[RowProblem]()
    if form.validate_on_submit():
        try:
            homes, problems = read_address_rows(_rows(_sheet(form)))
            if not problems:
                with db.transaction() as session:
                    outcome = actions.import_addresses(
                        session, _mine(id), homes, by=By(current_user.id)
                    )
                flash(
                    _(
                        "%(added)s homes added, %(changed)s changed, %(kept)s were here already.",
                        added=outcome.added,
                        changed=outcome.changed,
                        kept=outcome.kept,
                    )
                )
                return redirect(url_for("neighbourhoods.addresses", id=id))
        except Refused as refused:
            refusal = refused.text
    session = db.session()
    page = render_template(
        "neighbourhoods/addresses.html",
        form=form,
        row=row,
        refusal=refusal,
        problems=problems[:MAX_PROBLEMS],
        more=max(0, len(problems) - MAX_PROBLEMS),
        streets=queries.streets(session, row.id),
        counts=queries.address_counts(session, row.id),
    )
    return (page, 422) if form.errors or refusal or problems else page


def _sheet(form: AddressesForm) -> Sheet:
    """The table that was uploaded or pasted. Raises Refused when it is neither."""
    upload, pasted = form.file.data, (form.rows.data or "").strip()
    if upload and upload.filename:
        data = upload.read()
        kind = check_upload(data, name=upload.filename, allowed={"csv", "xlsx"})
        if kind == "xlsx":
            return sheets.read_xlsx(data, name=upload.filename)
        return sheets.read_csv(data)
    if not pasted:
        raise Refused(
            "addresses.nothing",
            "There is no list yet. Choose a file, or paste the rows with their headings.",
        )
    return sheets.read_csv(pasted.encode())


def _rows(sheet: Sheet) -> list[tuple[int, dict[str, object]]]:
    """Cells under their headings. Raises Refused when the first row names no streets."""
    filled = list(sheet.rows)
    headings = [str(cell.value or "").strip() for cell in filled[0][1]] if filled else []
    if not STREET_HEADINGS & {heading.casefold() for heading in headings}:
        raise Refused(
            "addresses.no_headings",
            "The first row must name the columns: straat, nummer, bus, postcode, gemeente, bebouwing. "
            "Download the example and put your rows in it.",
        )
    return [
        (
            number,
            {h: c.error or c.value for h, c in zip(headings, cells, strict=True) if h},
        )
        for number, cells in filled[1:]
    ]


@pages.get("/wijken/voorbeeld-adressen.csv")
@requires(May.NEIGHBOURHOOD_MANAGE)
def example_addresses() -> AnyResponse:
    """A list as we read it, to fill in."""
    header, *rows = EXAMPLE
    return Response(
        sheets.write_csv(header, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=voorbeeld-adressen.csv"},
    )


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
