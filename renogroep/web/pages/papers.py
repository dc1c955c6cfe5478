"""Which papers does our firm have, and which company are we?"""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.validators import DataRequired

from renogroep.base.text import Text
from renogroep.identity.actions import companies
from renogroep.identity.actions import papers as actions
from renogroep.identity.company_models import CompanyPaper
from renogroep.identity.models import Organisation
from renogroep.identity.presenters.papers import our_papers
from renogroep.identity.rules.papers import KIND_LABELS, Paper, PaperKind
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.fields import DayField, VersionForm, choices, line
from renogroep.infra.i18n import say
from renogroep.infra.scope import here, mine
from renogroep.web.pages.blueprint import pages


class PaperForm(VersionForm):
    """One paper."""

    kind = SelectField(_l("Which paper is it?"))
    valid_until = DayField(
        _l("Valid until"), validators=[DataRequired(_l("Choose the last day on which it is valid"))]
    )
    note = line(_l("Note"), 200)

    def field_of(self, code: str) -> Any:
        """A refused day stands beside the day."""
        return self.valid_until if code in {"paper.over", "paper.far"} else None

    @property
    def paper(self) -> Paper:
        """As the actions take it."""
        day = self.valid_until.data
        return Paper(PaperKind(self.kind.data), day, self.note.data or "")


class AccountForm(VersionForm):
    """Where a firm is paid."""

    iban = line(_l("Account number (IBAN)"), 42)

    def field_of(self, code: str) -> Any:
        """A refused number stands beside the field."""
        return self.iban if code.startswith("iban.") else None


def _form(row: CompanyPaper | None = None) -> PaperForm:
    form = PaperForm(obj=row)
    form.kind.choices = choices((kind, say(label)) for kind, label in KIND_LABELS.items())
    return form


def _firm() -> Organisation:
    return mine(Organisation, here().firm_id)


def _page(refusal: Text | None = None) -> str:
    shown = our_papers(db.session(), _firm())
    return render_template("pages/our_papers.html", **shown, refusal=refusal)


@pages.get("/onze-papieren")
@requires(May.FIRM_MANAGE)
def our_papers_page() -> str:
    """The papers of our company, or the question whether it is ours."""
    return _page()


@pages.post("/onze-papieren/ons-bedrijf")
@requires(May.FIRM_MANAGE)
def our_company() -> Answer:
    """Somebody of the firm says that this number is theirs."""
    return act(
        None,
        lambda session, by: companies.confirm_company(session, _firm(), by=by),
        again=_page,
        to=url_for("pages.our_papers_page"),
        done=_("Confirmed. The municipality now sees the papers of your company."),
    )


@pages.route("/onze-papieren/rekening", methods=["GET", "POST"])
@requires(May.FIRM_MANAGE)
def our_account() -> Answer:
    """The account on which we are paid."""
    form = AccountForm(obj=_firm())

    def page(refusal: Text | None = None) -> str:
        show_version(form, _firm())
        return render_template("pages/our_account.html", form=form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        companies.set_account(session, _firm(), form.iban.data or "", by=by)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("pages.our_papers_page"),
        done=_("The account is kept. New contracts say it."),
    )


@pages.route("/onze-papieren/nieuw", methods=["GET", "POST"])
@requires(May.FIRM_MANAGE)
def paper_new() -> Answer:
    """One more paper."""
    form = _form()

    def page(refusal: Text | None = None) -> str:
        return render_template("pages/paper.html", form=form, row=None, refusal=refusal)

    def work(session: Session, by: By) -> None:
        actions.add_paper(session, _firm(), form.paper, by=by)

    if not form.is_submitted():
        return page()
    return act(
        form, work, again=page, to=url_for("pages.our_papers_page"), done=_("The paper is kept.")
    )


@pages.route("/onze-papieren/<int:id>", methods=["GET", "POST"])
@requires(May.FIRM_MANAGE)
def paper(id: int) -> Answer:
    """Other words or another day on a paper."""
    form = _form(mine(CompanyPaper, id))

    def page(refusal: Text | None = None) -> str:
        row = mine(CompanyPaper, id)
        show_version(form, row)
        return render_template("pages/paper.html", form=form, row=row, refusal=refusal)

    def work(session: Session, by: By) -> None:
        actions.change_paper(session, _firm(), mine(CompanyPaper, id), form.paper, by=by)

    if not form.is_submitted():
        return page()
    return act(
        form, work, again=page, to=url_for("pages.our_papers_page"), done=_("The paper is kept.")
    )


@pages.post("/onze-papieren/<int:id>/weg")
@requires(May.FIRM_MANAGE)
def paper_remove(id: int) -> Answer:
    """Take a paper away."""

    def work(session: Session, by: By) -> None:
        actions.remove_paper(session, _firm(), mine(CompanyPaper, id), by=by)

    return act(
        None,
        work,
        again=_page,
        to=url_for("pages.our_papers_page"),
        done=_("The paper is taken away."),
    )
