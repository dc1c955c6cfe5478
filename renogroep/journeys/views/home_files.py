"""Pages: the photos of a home, for the advisor of its case and for its household."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.files import sending
from renogroep.infra.files.sending import PhotosForm
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.journeys.forms.photos import ACTS, CasePhotosForm
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.case import read_case
from renogroep.orders.presenters.home_files import shown
from renogroep.orders.queries.home_files import seen_of
from renogroep.owners.actions.home_files import What, add_photos, remove
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import Audience, Purpose


def _case_page(
    case_id: int, form: CasePhotosForm | None = None, refusal: Text | None = None
) -> str:
    case = read_case(case_id)
    return render_template(
        "journeys/case_photos.html",
        case=case,
        form=form or CasePhotosForm(formdata=None),
        refusal_text=refusal,
        photos=shown(seen_of(db.session(), [case.id])),
    )


@pages.route("/dossiers/<int:case_id>/fotos", methods=["GET", "POST"])
@requires(May.CASE_SENSITIVE)
def case_photos(case_id: int) -> Answer:
    """What was seen on a visit, and everything else that was sent of this home."""
    mine(Case, case_id)
    form = CasePhotosForm()

    def work(session: Session, by: By) -> None:
        case, words = mine(Case, case_id), form.caption.data or ""
        what = What(Purpose(form.purpose.data), Audience(form.audience.data), words)
        form.stayed(*add_photos(session, case, form.good, what, by=by))

    return sending.sent(
        form,
        work,
        lambda refusal: _case_page(case_id, form, refusal),
        to=url_for("pages.case_photos", case_id=case_id),
    )


@pages.post("/dossiers/<int:case_id>/fotos/<int:file_id>")
@requires(May.CASE_SENSITIVE)
def case_photo(case_id: int, file_id: int) -> Answer:
    """Show one to more people or fewer, release it for firms that are asked a price, or remove it."""
    mine(HomeFile, file_id)

    def work(session: Session, by: By) -> None:
        row = mine(HomeFile, file_id)
        found(row if row.case_id == case_id else None)
        pressed("answer", ACTS)(session, row, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _case_page(case_id, refusal=refusal),
        to=url_for("pages.case_photos", case_id=case_id),
        done=_("Noted."),
    )


@pages.route("/mijn-woning/fotos/<int:case_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def my_photos(case_id: int) -> Answer:
    """The household sends a photo, and sees what others sent of its home."""
    mine(Case, case_id)
    form = PhotosForm()

    def work(session: Session, by: By) -> None:
        case, words = mine(Case, case_id), form.caption.data or ""
        what = What(Purpose.BEFORE, Audience.HOUSEHOLD, words)
        form.stayed(*add_photos(session, case, form.good, what, by=by))

    return sending.sent(
        form,
        work,
        lambda refusal: _my_page(case_id, form, refusal),
        to=url_for("pages.my_photos", case_id=case_id),
    )


def _my_page(case_id: int, form: PhotosForm | None = None, refusal: Text | None = None) -> str:
    case = mine(Case, case_id)
    return render_template(
        "journeys/my_photos.html",
        case=case,
        form=form or PhotosForm(formdata=None),
        refusal=refusal,
        photos=shown(seen_of(db.session(), [case.id]), current_user.id),
        neighbourhood_theme=case.dwelling.address.street.neighbourhood,
    )


@pages.post("/mijn-woning/fotos/<int:case_id>/<int:file_id>/weg")
@requires(May.MY_HOME)
def my_photo_remove(case_id: int, file_id: int) -> Answer:
    """Who sent a photo may take it back."""
    mine(HomeFile, file_id)

    def work(session: Session, by: By) -> None:
        row = mine(HomeFile, file_id)
        found(row if (row.case_id, row.author_id) == (case_id, by.actor_id) else None)
        remove(session, row, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _my_page(case_id, refusal=refusal),
        to=url_for("pages.my_photos", case_id=case_id),
        done=_("The photo is removed."),
    )
