"""Pages: add, change and remove a lot of a draft."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import check_version
from renogroep.tenders import actions
from renogroep.tenders.actions.drafts import check_draft
from renogroep.tenders.actions.lots import LotDetails
from renogroep.tenders.forms.lots import LotForm
from renogroep.tenders.views.blueprint import Answer, my_lot, my_package, pages


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
    )


@pages.route("/pakketten/<int:id>/percelen/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def lot_new(id: int) -> Answer:
    """One more lot; then its bill."""
    package = my_package(id)
    form = LotForm()
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                package = my_package(id)
                check_draft(session, package)  # held, so that the version below is the last one
                check_version(package, form.version.data)
                lot = actions.add_lot(session, package, _details(form), by=By(current_user.id))
                made = lot.id
        except Refused as refused:
            refusal = refused.text
            package = my_package(id)
        else:
            flash(_("The lot is made. Now add its posts."))
            return redirect(url_for("tenders.bill", id=id, lot_id=made))
    page = render_template(
        "tenders/lot.html", form=form, package=package, lot=None, refusal=refusal
    )
    return (page, 422) if form.errors or refusal else page


@pages.route("/pakketten/<int:id>/percelen/<int:lot_id>", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def lot_edit(id: int, lot_id: int) -> Answer:
    """Name, kind of works, numbers of homes and price bands."""
    lot = my_lot(id, lot_id)
    starts = ", ".join(str(band.from_homes) for band in lot.bands)
    form = LotForm(obj=lot, data={"bands": starts})
    if not form.is_submitted():
        form.bands.data = starts
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                lot = my_lot(id, lot_id)
                check_version(lot, form.version.data)
                actions.change_lot(session, lot, _details(form), by=By(current_user.id))
        except Refused as refused:
            refusal = refused.text
            lot = my_lot(id, lot_id)
        else:
            flash(_("Your changes are kept."))
            return redirect(url_for("tenders.checklist", id=id))
    page = render_template(
        "tenders/lot.html", form=form, package=lot.package, lot=lot, refusal=refusal
    )
    return (page, 422) if form.errors or refusal else page


@pages.post("/pakketten/<int:id>/percelen/<int:lot_id>/verwijderen")
@requires(May.PACKAGE_MANAGE)
def lot_remove(id: int, lot_id: int) -> Response | Answer:
    """Take the lot with its bill out of the draft."""
    try:
        with db.transaction() as session:
            actions.remove_lot(session, my_lot(id, lot_id), by=By(current_user.id))
    except Refused as refused:
        lot = my_lot(id, lot_id)
        return render_template(
            "tenders/lot.html",
            form=LotForm(obj=lot),
            package=lot.package,
            lot=lot,
            refusal=refused.text,
        ), 422
    flash(_("The lot is removed."))
    return redirect(url_for("tenders.checklist", id=id))
