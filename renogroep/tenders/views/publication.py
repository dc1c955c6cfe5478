"""Pages: what is still missing, what residents will see, and the moment of publication."""

from flask import render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By, act
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.scope import mine
from renogroep.tenders import actions
from renogroep.tenders.models import Package
from renogroep.tenders.presenters.packages import package_url
from renogroep.tenders.presenters.publication import checklist_of, texts_in
from renogroep.tenders.views.blueprint import Answer, pages


@pages.get("/pakketten/<int:id>/controle")
@requires(May.PACKAGE_MANAGE)
def checklist(id: int) -> str:
    """Every check, done or not, with the way to put it right."""
    return _checklist_page(id)


def _checklist_page(id: int, refusal: Text | None = None) -> str:
    package = mine(Package, id)
    return render_template(
        "tenders/checklist.html",
        package=package,
        package_url=package_url(package),
        list=checklist_of(package),
        refusal=refusal,
    )


@pages.get("/pakketten/<int:id>/voorbeeld")
@requires(May.PACKAGE_MANAGE)
def preview(id: int) -> str:
    """The package as residents will read it, in the language that is asked."""
    package = mine(Package, id)
    asked = request.args.get("taal", "nl")
    language = asked if asked in LANGUAGES else "nl"
    with force_locale(language):
        return render_template(
            "tenders/preview.html",
            package=package,
            package_url=package_url(package),
            texts=texts_in(package, language),
            asked=language,
            choices=LANGUAGES,
            neighbourhood_theme=package.neighbourhood,
        )


@pages.post("/pakketten/<int:id>/publiceren")
@requires(May.PACKAGE_MANAGE)
def publish(id: int) -> Answer:
    """Open the package; the list comes back when a check is not done."""

    def work(session: Session, by: By) -> None:
        mark = request.form.get("version", "")
        actions.publish(session, mine(Package, id), mark=mark, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _checklist_page(id, refusal),
        to=url_for("pages.package", id=id),
        done=_("The package is published. Residents can show interest now."),
    )
