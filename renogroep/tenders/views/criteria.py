"""Page: on what quotes are judged, in procurement."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By, act, show_version
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.tenders import actions, queries
from renogroep.tenders.forms.criteria import CriteriaForm, stored
from renogroep.tenders.models import Package
from renogroep.tenders.presenters.packages import criteria_page, has_criteria, package_url
from renogroep.tenders.views.blueprint import Answer, pages


def _procurement(id: int) -> Package:
    package = mine(Package, id)
    return found(package if has_criteria(package) else None)


@pages.route("/pakketten/<int:id>/criteria", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def criteria(id: int) -> Answer:
    """Weights, the price formula and the announced scenarios; read only once published."""
    form = CriteriaForm(data=stored(_procurement(id)))

    def work(session: Session, by: By) -> None:
        package = _procurement(id)
        actions.set_criteria(session, package, form.criteria(), form.announced(), by=by)

    def page(refusal: Text | None = None) -> str:
        package = _procurement(id)
        show_version(form, package)
        shown = criteria_page(package)
        problems = list[Text]()
        if refusal and shown.draft:  # everything that is wrong, where the refusal names the first
            problems = queries.criteria_problems(package, form.criteria(), form.announced())
        return render_template(
            "tenders/criteria.html",
            form=form,
            package=package,
            package_url=package_url(package),
            page=shown,
            refusal=None if problems else refusal,
            problems=[(message, None) for message in problems],
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("tenders.checklist", id=id),
        done=_("Your changes are kept."),
    )
