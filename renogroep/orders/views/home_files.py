"""Pages: one photo or paper of a home, and the photos that a contractor makes at a survey."""

from flask import Response, abort, render_template, request, send_file, url_for
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By
from renogroep.infra.downloads import PDF, download
from renogroep.infra.files import sending, store
from renogroep.infra.files.checks import safe_download_name
from renogroep.infra.files.sending import PhotosForm
from renogroep.infra.scope import mine, mine_through
from renogroep.orders.models import Order
from renogroep.orders.presenters.home_files import DOORS, download_name, shown
from renogroep.orders.queries.home_files import seen_of
from renogroep.orders.rules.events import Did as OrderDid
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked
from renogroep.owners.actions.home_files import What, add_photos
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.home_files import Audience, FileKind, Purpose


@pages.get("/bestand/<int:file_id>")
@requires(May.FILE_OPEN)
def home_file(file_id: int) -> Response:
    """A photo of ours in the page, anything else as a download; who does not live there leaves a trace."""
    row, door = mine_through(HomeFile, file_id, DOORS)
    place, photo, name = store.path_of(row.sha256), row.kind is FileKind.JPEG, download_name(row)
    if not place.exists():
        abort(404)
    if door is not May.MY_HOME:
        case_id = row.case_id
        looked(Did.FILE_SEEN, lambda session: session.get_one(Case, case_id), file=file_id)
    if photo:
        return send_file(place, "image/jpeg")
    return download(place.read_bytes(), safe_download_name(**name), PDF)


@pages.get("/bestand/<int:file_id>/klein")
@requires(May.FILE_OPEN)
def home_file_small(file_id: int) -> Response:
    """The miniature, for a list that left its trace already."""
    row, _door = mine_through(HomeFile, file_id, DOORS)
    place = store.path_of(row.small_sha256 or "none")
    if not place.exists():
        abort(404)
    return send_file(place, "image/jpeg")


@pages.route("/opdrachten/opmetingen/<int:order_id>/fotos", methods=["GET", "POST"])
@requires(May.WORKLIST_SEE)
def survey_photos(order_id: int) -> Answer:
    """What the contractor saw at the survey; advisor and household see it too."""
    case_id = mine(Order, order_id).subscription.case_id
    form = PhotosForm()
    if request.method == "GET":
        looked(OrderDid.SURVEY_SEEN, lambda session: session.get_one(Order, order_id))

    def again(refusal: Text | None = None) -> str:
        return render_template(
            "orders/survey_photos.html",
            form=form,
            refusal=refusal,
            order=mine(Order, order_id),
            photos=shown(seen_of(db.session(), [case_id])),
        )

    def work(session: Session, by: By) -> None:
        case = mine(Order, order_id).subscription.case
        what = What(Purpose.SURVEY, Audience.FIRM, form.caption.data or "")
        form.stayed(*add_photos(session, case, form.good, what, by=by))

    return sending.sent(form, work, again, to=url_for("orders.survey_photos", order_id=order_id))
