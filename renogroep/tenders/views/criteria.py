"""Page: on what quotes are judged, in procurement."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import check_version, found
from renogroep.tenders import actions, queries
from renogroep.tenders.forms.criteria import CriteriaForm, stored
from renogroep.tenders.models import Package
from renogroep.tenders.rules.criteria import (
    check_criteria,
    check_scenarios,
    formula_text,
)
from renogroep.tenders.rules.lifecycle import Mode, PackageState
from renogroep.tenders.views.blueprint import Answer, my_package, pages


def _procurement(id: int) -> Package:
    """In group quotes every household chooses: there are no award criteria."""
    package = my_package(id)
    return found(package if package.mode == Mode.PROCUREMENT else None)


@pages.route("/pakketten/<int:id>/criteria", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def criteria(id: int) -> Answer:
    """Weights, the price formula and the announced scenarios; read only once published."""
    package = _procurement(id)
    form = CriteriaForm(data=stored(package))
    refusal, problems = None, list[Text]()
    if form.validate_on_submit():
        problems = _problems(package, form)
        if not problems:
            try:
                with db.transaction() as session:
                    package = _procurement(id)
                    check_version(package, form.version.data)
                    actions.set_criteria(
                        session,
                        package,
                        form.criteria(),
                        form.announced(),
                        by=By(current_user.id),
                    )
            except Refused as refused:
                refusal = refused.text
                package = _procurement(id)
            else:
                flash(_("Your changes are kept."))
                return redirect(url_for("tenders.checklist", id=id))
    draft = package.state == PackageState.DRAFT
    announced = queries.criteria_of(package)
    page = render_template(
        "tenders/criteria.html",
        form=form,
        package=package,
        draft=draft,
        criteria=announced,
        formulas={c.code: formula_text(c) for c in announced if c.formula},
        scenarios=queries.scenarios_of(package),
        refusal=refusal,
        problems=[(message, None) for message in problems],
    )
    return (page, 422) if form.errors or problems or refusal else page


def _problems(package: Package, form: CriteriaForm) -> list[Text]:
    lowest = max((lot.min_to_execute for lot in package.lots), default=1)
    highest = min((lot.max_homes for lot in package.lots), default=None)
    return [
        *check_criteria(form.criteria()),
        *check_scenarios(form.announced(), minimum=lowest, maximum=highest),
    ]
