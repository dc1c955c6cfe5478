"""Pages: what is still missing, what residents will see, and the moment of publication."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import LANGUAGES
from renogroep.tenders import actions, queries
from renogroep.tenders.models import Package
from renogroep.tenders.rules.checklist import CheckItem
from renogroep.tenders.rules.lifecycle import PackageState
from renogroep.tenders.views.blueprint import Answer, my_package, pages

_CRITERIA = {"criteria", "scenarios"}
_OF_A_LOT = {"lots", "bill", "bands", "gates"}


@dataclass(frozen=True, slots=True)
class Line:
    """A check with the page on which it is put right."""

    item: CheckItem
    url: str


def _lines(package: Package) -> list[Line]:
    return [Line(item, _where(package, item)) for item in queries.checklist(db.session(), package)]


def _where(package: Package, item: CheckItem) -> str:
    if item.code == "phone":
        return url_for("neighbourhoods.edit", id=package.neighbourhood_id)
    if item.code in _CRITERIA:
        return url_for("tenders.criteria", id=package.id)
    if item.code in _OF_A_LOT and not package.lots:
        return url_for("tenders.lot_new", id=package.id)
    if item.code in _OF_A_LOT:
        return _lot_page(package, item)
    return url_for("tenders.edit", id=package.id)


def _lot_page(package: Package, item: CheckItem) -> str:
    """The page of the first lot with a problem; group sizes belong to the package itself."""
    number = item.problems[0].params.get("lot") if item.problems else package.lots[0].number
    lot = next((lot for lot in package.lots if lot.number == number), None)
    if lot is None:
        return url_for("tenders.edit", id=package.id)
    page = "tenders.bill" if item.code == "bill" else "tenders.lot_edit"
    return url_for(page, id=package.id, lot_id=lot.id)


@pages.get("/pakketten/<int:id>/controle")
@requires(May.PACKAGE_MANAGE)
def checklist(id: int) -> str:
    """Every check, done or not, with the way to put it right."""
    return _checklist_page(my_package(id))


def _checklist_page(package: Package, refusal: Text | None = None) -> str:
    lines = _lines(package)
    return render_template(
        "tenders/checklist.html",
        package=package,
        lines=lines,
        left=sum(1 for line in lines if not line.item.done),
        draft=package.state == PackageState.DRAFT,
        version=queries.draft_version(package),
        refusal=refusal,
    )


@pages.get("/pakketten/<int:id>/voorbeeld")
@requires(May.PACKAGE_MANAGE)
def preview(id: int) -> str:
    """The package as residents will read it, in the language that is asked."""
    package = my_package(id)
    asked = request.args.get("taal", "nl")
    language = asked if asked in LANGUAGES else "nl"
    texts = {
        "title": queries.in_language(package, "title", language),
        "summary": queries.in_language(package, "summary", language),
        "lots": [queries.in_language(lot, "title", language) for lot in package.lots],
    }
    with force_locale(language):
        return render_template(
            "tenders/preview.html",
            package=package,
            texts=texts,
            asked=language,
            choices=LANGUAGES,
            neighbourhood_theme=package.neighbourhood,
        )


@pages.post("/pakketten/<int:id>/publiceren")
@requires(May.PACKAGE_MANAGE)
def publish(id: int) -> Answer:
    """Open the package; the list comes back when a check is not done."""
    try:
        with db.transaction() as session:
            package = my_package(id)
            actions.publish(
                session,
                package,
                version=request.form.get("version", ""),
                by=By(current_user.id),
            )
    except Refused as refused:
        return _checklist_page(my_package(id), refused.text), 422
    flash(_("The package is published. Residents can show interest now."))
    return redirect(url_for("pages.package", id=id))
