"""Pages: add, change and remove a lot of a draft."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By, act, show_version
from renogroep.infra.scope import mine
from renogroep.tenders import actions
from renogroep.tenders.forms.lots import LotForm
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.presenters.packages import is_draft, package_url, stored_lot
from renogroep.tenders.rules.lot_details import LotDetails
from renogroep.tenders.views.blueprint import Answer, lot_of, pages


def _details(form: LotForm) -> LotDetails:
    return LotDetails(
        title=form.title.data,
        title_fr=form.title_fr.data or "",
        title_en=form.title_en.data or "",
        measure=form.measure.data,
        min_to_quote=form.min_to_quote.data,
        min_to_execute=form.min_to_execute.data,
        max_homes=form.max_homes.data,
        band_starts=form.band_starts(),
        pay_days=form.pay_days.data,
        advance_percent=form.advance_percent.data,
    )


def _page(
    form: LotForm, package: Package, lot: Lot | None = None, refusal: Text | None = None
) -> str:
    show_version(form, lot or package)
    return render_template(
        "tenders/lot.html",
        form=form,
        package=package,
        package_url=package_url(package),
        lot=lot,
        draft=is_draft(package),
        refusal=refusal,
    )


@pages.route("/pakketten/<int:id>/percelen/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def lot_new(id: int) -> Answer:
    """One more lot; then its bill."""
    form = LotForm()

    def work(session: Session, by: By) -> int:
        return actions.add_lot(session, mine(Package, id), _details(form), by=by).id

    def page(refusal: Text | None = None) -> str:
        return _page(form, mine(Package, id), refusal=refusal)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda made: url_for("tenders.bill", id=id, lot_id=made),
        done=_("The lot is made. Now add its posts."),
    )


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def lot_edit(id: int, lot_id: int) -> Answer:
    """Name, kind of works, numbers of homes and price bands."""
    form = LotForm(data=stored_lot(lot_of(id, lot_id)))

    def work(session: Session, by: By) -> None:
        actions.change_lot(session, lot_of(id, lot_id), _details(form), by=by)

    def page(refusal: Text | None = None) -> str:
        lot = lot_of(id, lot_id)
        return _page(form, lot.package, lot, refusal)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("tenders.checklist", id=id),
        done=_("Your changes are kept."),
    )


@pages.post("/pakketten/<int:id>/percelen/<int:lot_id>/verwijderen")
@requires(May.PACKAGE_MANAGE)
def lot_remove(id: int, lot_id: int) -> Answer:
    """Take the lot with its bill out of the draft."""

    def work(session: Session, by: By) -> None:
        actions.remove_lot(session, lot_of(id, lot_id), by=by)

    def page(refusal: Text | None) -> str:
        lot = lot_of(id, lot_id)
        form = LotForm(None, data=stored_lot(lot))
        return _page(form, lot.package, lot, refusal)

    return act(
        None,
        work,
        again=page,
        to=url_for("tenders.checklist", id=id),
        done=_("The lot is removed."),
    )
