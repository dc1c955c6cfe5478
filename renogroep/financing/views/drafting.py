"""Pages: a new version from the one that holds, its cells, and its tables as files."""

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.financing.actions import drafting
from renogroep.financing.forms.drafting import FILE, PERCENT, NewVersionForm
from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters import drafting as presenter
from renogroep.financing.rules.versions import TABLES
from renogroep.financing.views.blueprint import pages
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.downloads import CSV, XLSX, download
from renogroep.infra.scope import mine

KINDS = {"csv": CSV, "xlsx": XLSX}


@pages.route("/regels/<int:id>/nieuw", methods=["GET", "POST"])
@requires(May.RULES_MANAGE)
def new_version(id: int) -> Answer:
    """A new version, like this one: typed, with a percentage on top, or from a file."""
    base = of_rows(id)
    form = NewVersionForm()
    form.ways(base.kind)
    presenter.show_details(form, presenter.next_details(base))

    def page(refusal: Text | None = None) -> str:
        base = of_rows(id)
        show_version(form, base)
        shown = presenter.new_page(base, form)
        return render_template(
            "financing/new.html", row=base, page=shown, form=form, refusal=refusal
        )

    def work(session: Session, by: By) -> str:
        base, details = of_rows(id), form.details()
        sheets = drafting.copy_of(base, details)
        if form.way.data == PERCENT:
            details, sheets = drafting.with_percent(base, details, form.added)
        if form.way.data == FILE:
            sheets = {**sheets, **form.uploaded}
        row = drafting.draft(session, base, details, sheets, by=by)
        session.flush()
        to_cells = form.way.data not in (PERCENT, FILE)
        return url_for("financing.cells" if to_cells else "financing.rule", id=row.id)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda address: address,
        done=_("The new version is made. Nothing decides by it until a colleague switches it on."),
    )


@pages.route("/regels/<int:id>/wijzigen", methods=["GET", "POST"])
@requires(May.RULES_MANAGE)
def cells(id: int) -> Answer:
    """The amounts of a version, one table on the page."""
    form, tables = presenter.cells_page(of_rows(id))
    presenter.show_details(form, form.before)

    def page(refusal: Text | None = None) -> str:
        row = of_rows(id)
        show_version(form, row)
        return render_template(
            "financing/cells.html", row=row, form=form, tables=tables, refusal=refusal
        )

    def work(session: Session, by: By) -> None:
        drafting.change(session, of_rows(id), form.details(), form.filled, by=by)

    if not form.is_submitted():
        return page()
    return act(
        form, work, again=page, to=url_for("financing.rule", id=id), done=_("The cells are kept.")
    )


@pages.get("/regels/<int:id>/tabel/<name>")
@requires(May.RULES_MANAGE)
def table_file(id: int, name: str) -> Response:
    """A table of a version, to work on in a spreadsheet and upload again."""
    row = of_rows(id)
    if name not in presenter.table_files(row.kind):
        abort(404)
    sheet, extension = presenter.FILES[name]
    content = presenter.sheet_file(row, sheet, extension)
    return download(content, f"{row.kind}-{row.id}-{name}", KINDS[extension])


def of_rows(id: int) -> RuleVersion:
    """A version whose table is made of rows; questions of another room are a 404."""
    row = mine(RuleVersion, id)
    if row.kind not in TABLES:
        abort(404)
    return row
