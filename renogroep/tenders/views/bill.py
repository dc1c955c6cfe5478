"""Pages: the bill of quantities of a lot."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response as AnyResponse

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db, sheets
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.files import check_upload, safe_download_name
from renogroep.infra.pages import check_version, found
from renogroep.tenders import actions, queries
from renogroep.tenders.forms.bill import NO_SOURCE_LABEL, BillUploadForm, PostForm
from renogroep.tenders.models import Lot, Post
from renogroep.tenders.rules.bill import (
    NATURE_LABELS,
    NO_SOURCE,
    QUANTITY_SOURCES,
    SCOPE_LABELS,
    bill_checksum,
    check_bill,
)
from renogroep.tenders.rules.bill import Post as PostValue
from renogroep.tenders.rules.bill_reading import (
    COLUMNS,
    SCOPE_WORDS,
    TEXT_COLUMNS,
    BillCell,
    CellProblem,
    read_bill,
)
from renogroep.tenders.rules.lifecycle import PackageState
from renogroep.tenders.views.blueprint import Answer, my_lot, pages

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def bill(id: int, lot_id: int) -> Answer:
    """All posts with what is wrong, and a file to replace them with."""
    form = BillUploadForm()
    refusal, problems = None, list[CellProblem]()
    if form.validate_on_submit():
        try:
            posts, problems = _read(form)
            if not problems:
                with db.transaction() as session:
                    lot = my_lot(id, lot_id)
                    if form.checksum.data != bill_checksum(queries.posts_of(lot)):
                        raise StaleDataError("the page showed another bill")
                    actions.replace_bill(session, lot, posts, by=By(current_user.id))
                flash(_("The bill now has %(count)s posts.", count=len(posts)))
                return redirect(url_for("tenders.bill", id=id, lot_id=lot_id))
        except Refused as refused:
            refusal = refused.text
    page = _page(my_lot(id, lot_id), form, refusal, problems)
    return (page, 422) if form.errors or refusal or problems else page


def _read(form: BillUploadForm) -> tuple[list[PostValue], list[CellProblem]]:
    upload = form.file.data
    if not upload or not upload.filename:
        raise Refused("bill.no_file", "No file was chosen. Choose a CSV or Excel file.")
    data = upload.read()
    kind = check_upload(data, name=upload.filename, allowed={"csv", "xlsx"})
    if kind == "xlsx":
        sheet = sheets.read_xlsx(data, name=upload.filename)
    else:
        sheet = sheets.read_csv(data)
    return read_bill(
        [
            (row, [BillCell(c.ref, c.value, c.error, c.formula_without_value) for c in cells])
            for row, cells in sheet.rows
        ]
    )


def _page(
    lot: Lot,
    form: BillUploadForm,
    refusal: Text | None = None,
    upload_problems: list[CellProblem] | None = None,
) -> str:
    posts = queries.posts_of(lot)
    found_here: dict[str, list[Text]] = {}
    for problem in check_bill(posts) if posts else []:
        found_here.setdefault(problem.number, []).append(problem.message)
    return render_template(
        "tenders/bill.html",
        lot=lot,
        package=lot.package,
        draft=lot.package.state == PackageState.DRAFT,
        form=form,
        checksum=bill_checksum(posts),
        refusal=refusal,
        upload_problems=upload_problems or [],
        problems=found_here,
        natures=NATURE_LABELS,
        scopes=SCOPE_LABELS,
        sources={code: source.label for code, source in QUANTITY_SOURCES.items()}
        | {NO_SOURCE: NO_SOURCE_LABEL},
    )


@pages.get("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat.csv")
@requires(May.PACKAGE_MANAGE)
def bill_csv(id: int, lot_id: int) -> AnyResponse:
    """The bill as a plain file that can be changed and uploaded again."""
    lot = my_lot(id, lot_id)
    return _file(lot, "csv", sheets.write_csv(COLUMNS, _rows(lot)), "text/csv")


@pages.get("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat.xlsx")
@requires(May.PACKAGE_MANAGE)
def bill_xlsx(id: int, lot_id: int) -> AnyResponse:
    """The same for Excel and LibreOffice, in which post numbers stay what they are."""
    lot = my_lot(id, lot_id)
    content = sheets.write_table(
        COLUMNS, _rows(lot), title=f"Perceel {lot.number}", text_columns=TEXT_COLUMNS
    )
    return _file(lot, "xlsx", content, XLSX)


def _rows(lot: Lot) -> list[tuple[Any, ...]]:
    return [
        (
            p.number,
            p.description,
            str(p.nature),
            str(p.unit),
            SCOPE_WORDS[p.scope],
            p.source,
            p.presumed,
        )
        for p in queries.posts_of(lot)
    ]


def _file(lot: Lot, kind: str, content: bytes, mimetype: str) -> AnyResponse:
    name = safe_download_name(f"meetstaat perceel {lot.number}", kind)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(content, mimetype=mimetype, headers=headers)


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def post_new(id: int, lot_id: int) -> Answer:
    """One more post."""
    return _post_page(
        my_lot(id, lot_id), None, PostForm(data={"number": _next(my_lot(id, lot_id))})
    )


@pages.route(
    "/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/<int:post_id>", methods=["GET", "POST"]
)
@requires(May.PACKAGE_MANAGE)
def post(id: int, lot_id: int, post_id: int) -> Answer:
    """Change one post."""
    lot = my_lot(id, lot_id)
    row = found(queries.post_by_id(db.session(), post_id, lot.id))
    return _post_page(lot, row, PostForm(obj=row))


def _next(lot: Lot) -> str:
    """A number after the last one: 01.04 -> 01.05."""
    if not lot.posts:
        return f"{lot.number:02d}.01"
    *head, last = lot.posts[-1].number.split(".")
    return ".".join([*head, f"{int(last) + 1:02d}"]) if last.isdigit() else ""


def _post_page(lot: Lot, row: Post | None, form: PostForm) -> Answer:
    refusal, problems = None, list[Text]()
    id, lot_id, post_id = lot.package_id, lot.id, row.id if row else None
    if form.validate_on_submit():
        value = form.post()
        problems = [p.message for p in check_bill([value]) if p.number == value.number]
        if not problems:
            try:
                _keep(id, lot_id, post_id, value, form)
            except Refused as refused:
                refusal = refused.text
                lot = my_lot(id, lot_id)
                row = queries.post_by_id(db.session(), post_id, lot_id) if post_id else None
            else:
                return redirect(url_for("tenders.bill", id=id, lot_id=lot_id))
    page = render_template(
        "tenders/post.html",
        form=form,
        lot=lot,
        row=row,
        refusal=refusal,
        problems=[(message, None) for message in problems],
    )
    return (page, 422) if form.errors or problems or refusal else page


def _keep(id: int, lot_id: int, post_id: int | None, value: PostValue, form: Any) -> None:
    with db.transaction() as session:
        lot = my_lot(id, lot_id)
        if post_id is None:
            actions.add_post(session, lot, value, by=By(current_user.id))
            return
        row = found(queries.post_by_id(session, post_id, lot.id))
        check_version(row, form.version.data)
        actions.change_post(session, row, value, by=By(current_user.id))


@pages.post("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/<int:post_id>/verwijderen")
@requires(May.PACKAGE_MANAGE)
def post_remove(id: int, lot_id: int, post_id: int) -> Answer:
    """Take a post out."""
    try:
        with db.transaction() as session:
            lot = my_lot(id, lot_id)
            row = found(queries.post_by_id(session, post_id, lot.id))
            actions.remove_post(session, row, by=By(current_user.id))
    except Refused as refused:
        return _page(my_lot(id, lot_id), BillUploadForm(), refused.text), 422
    flash(_("The post is removed."))
    return redirect(url_for("tenders.bill", id=id, lot_id=lot_id))
