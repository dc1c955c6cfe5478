"""Pages: the bill of quantities of a lot."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By, act, show_mark, show_version
from renogroep.infra.downloads import CSV, XLSX, download
from renogroep.infra.files.checks import safe_download_name
from renogroep.tenders import actions
from renogroep.tenders.forms.bill import BillUploadForm, PostForm
from renogroep.tenders.models import Lot
from renogroep.tenders.presenters.bill import as_csv, as_xlsx, bill_page, next_number
from renogroep.tenders.presenters.packages import package_url
from renogroep.tenders.views.blueprint import Answer, lot_of, pages, post_of


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def bill(id: int, lot_id: int) -> Answer:
    """All posts with what is wrong, and a file to replace them with."""
    form = BillUploadForm()
    lot_of(id, lot_id)

    def work(session: Session, by: By) -> int:
        lot = lot_of(id, lot_id)
        actions.replace_bill(session, lot, form.posts, mark=form.checksum.data, by=by)
        return len(form.posts)

    def page(refusal: Text | None = None) -> str:
        return _page(lot_of(id, lot_id), form, refusal)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("tenders.bill", id=id, lot_id=lot_id),
        done=lambda count: _("The bill now has %(count)s posts.", count=count),
    )


def _page(lot: Lot, form: BillUploadForm, refusal: Text | None = None) -> str:
    page = bill_page(lot)
    show_mark(form, form.checksum, page.checksum)
    return render_template(
        "tenders/bill.html",
        lot=lot,
        package=lot.package,
        package_url=package_url(lot.package),
        page=page,
        form=form,
        refusal=refusal,
    )


@pages.get("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat.csv")
@requires(May.PACKAGE_MANAGE)
def bill_csv(id: int, lot_id: int) -> Response:
    """The bill as a plain file that can be changed and uploaded again."""
    lot = lot_of(id, lot_id)
    return download(as_csv(lot), _name(lot, "csv"), CSV)


@pages.get("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat.xlsx")
@requires(May.PACKAGE_MANAGE)
def bill_xlsx(id: int, lot_id: int) -> Response:
    """The same for Excel and LibreOffice, in which post numbers stay what they are."""
    lot = lot_of(id, lot_id)
    return download(as_xlsx(lot), _name(lot, "xlsx"), XLSX)


def _name(lot: Lot, kind: str) -> str:
    return safe_download_name(f"meetstaat perceel {lot.number}", kind)


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def post_new(id: int, lot_id: int) -> Answer:
    """One more post."""
    form = PostForm(data={"number": next_number(lot_of(id, lot_id))})

    def work(session: Session, by: By) -> None:
        actions.add_post(session, lot_of(id, lot_id), form.post(), by=by)

    def page(refusal: Text | None = None) -> str:
        lot = lot_of(id, lot_id)
        return render_template("tenders/post.html", form=form, lot=lot, row=None, refusal=refusal)

    if not form.is_submitted():
        return page()
    return act(form, work, again=page, to=url_for("tenders.bill", id=id, lot_id=lot_id))


@pages.route(
    "/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/<int:post_id>", methods=["GET", "POST"]
)
@requires(May.PACKAGE_MANAGE)
def post(id: int, lot_id: int, post_id: int) -> Answer:
    """Change one post."""
    form = PostForm(obj=post_of(id, lot_id, post_id))

    def work(session: Session, by: By) -> None:
        actions.change_post(session, post_of(id, lot_id, post_id), form.post(), by=by)

    def page(refusal: Text | None = None) -> str:
        row = post_of(id, lot_id, post_id)
        show_version(form, row)
        return render_template(
            "tenders/post.html", form=form, lot=row.lot, row=row, refusal=refusal
        )

    if not form.is_submitted():
        return page()
    return act(form, work, again=page, to=url_for("tenders.bill", id=id, lot_id=lot_id))


@pages.post("/pakketten/<int:id>/percelen/<int:lot_id>/meetstaat/<int:post_id>/verwijderen")
@requires(May.PACKAGE_MANAGE)
def post_remove(id: int, lot_id: int, post_id: int) -> Answer:
    """Take a post out."""

    def work(session: Session, by: By) -> None:
        actions.remove_post(session, post_of(id, lot_id, post_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(lot_of(id, lot_id), BillUploadForm(None), refusal),
        to=url_for("tenders.bill", id=id, lot_id=lot_id),
        done=_("The post is removed."),
    )
