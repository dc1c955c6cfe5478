"""Pages: the worked cases that prove a version, with a proposal per cell that nobody would notice."""

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.financing.actions import cases as actions
from renogroep.financing.forms.cases import CasesForm, cases_form
from renogroep.financing.models import RuleCase, RuleVersion
from renogroep.financing.presenters import cases as presenter
from renogroep.financing.queries import cases as queries
from renogroep.financing.views.blueprint import pages
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.downloads import CSV, XLSX, download
from renogroep.infra.scope import mine

FILES = {"rekenvoorbeelden.csv": ("csv", CSV), "rekenvoorbeelden.xlsx": ("xlsx", XLSX)}


@pages.route("/regels/<int:id>/rekenvoorbeelden", methods=["GET", "POST"])
@requires(May.RULES_MANAGE)
def cases(id: int) -> Answer:
    """What proves this version, and what does not yet."""
    row = _gated(id)
    form = cases_form(row.kind, queries.proposed_cases(db.session(), row))

    def work(session: Session, by: By) -> int:
        row = _gated(id)
        return actions.add_cases(session, row.municipality_id, form.cases, by=by)

    if not form.is_submitted():
        return _page(id, form)
    return act(
        form,
        work,
        again=lambda refusal: _page(id, form, refusal),
        to=url_for("financing.cases", id=id),
        done=lambda count: ngettext(
            "%(num)s worked case is kept.", "%(num)s worked cases are kept.", count
        ),
    )


def _page(id: int, form: CasesForm, refusal: Text | None = None) -> str:
    row = _gated(id)
    page = presenter.cases_page(db.session(), row, form)
    return render_template(
        "financing/cases.html", row=row, page=page, form=form, refusal=refusal, files=list(FILES)
    )


@pages.post("/regels/<int:id>/rekenvoorbeelden/<int:case_id>/weg")
@requires(May.RULES_MANAGE)
def case_gone(id: int, case_id: int) -> Answer:
    """A worked case of our own counts no more."""

    def work(session: Session, by: By) -> None:
        _gated(id)
        actions.drop_case(session, mine(RuleCase, case_id), by=by)

    def page(refusal: Text | None) -> str:
        row = _gated(id)
        form = cases_form(row.kind, queries.proposed_cases(db.session(), row))
        return _page(id, form, refusal)

    return act(
        None,
        work,
        again=page,
        to=url_for("financing.cases", id=id),
        done=_("The worked case counts no more."),
    )


@pages.get("/regels/<int:id>/rekenvoorbeelden/<name>")
@requires(May.RULES_MANAGE)
def cases_file(id: int, name: str) -> Response:
    """The proposed cases, to fill in in a spreadsheet."""
    row = _gated(id)
    if name not in FILES:
        abort(404)
    extension, kind = FILES[name]
    content = presenter.proposals_file(db.session(), row, extension)
    return download(content, f"{row.kind}-{row.id}-{name}", kind)


def _gated(id: int) -> RuleVersion:
    row = mine(RuleVersion, id)
    if not queries.is_gated(row):
        abort(404)
    return row
