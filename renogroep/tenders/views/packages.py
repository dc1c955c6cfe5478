"""Pages: make a package, change its texts and details."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.fields import choices
from renogroep.infra.pages import check_version, found
from renogroep.neighbourhoods import queries as places
from renogroep.tenders import actions, queries
from renogroep.tenders.actions.packages import Settings, Texts
from renogroep.tenders.forms.packages import CreateForm, DetailsForm, ProcurementForm, TextsForm
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import Mode, PackageState
from renogroep.tenders.views.blueprint import Answer, my_package, pages


@pages.route("/pakketten/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def create() -> Answer:
    """A new draft."""
    scope = current_user.neighbourhood_ids
    known = places.neighbourhoods(db.session(), current_user.municipality_id, scope)
    form = CreateForm()
    form.neighbourhood_id.choices = choices((row.id, row.name) for row in known)
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                made = _create(session, form)
        except Refused as refused:
            refusal = refused.text
            known = places.neighbourhoods(db.session(), current_user.municipality_id, scope)
        else:
            flash(_("The package is made. The list shows what is still to do."))
            return redirect(url_for("tenders.checklist", id=made))
    page = render_template("tenders/create.html", form=form, neighbourhoods=known, refusal=refusal)
    return (page, 422) if form.errors or refusal else page


def _create(session: Session, form: CreateForm) -> int:
    place = found(
        places.neighbourhood(
            session,
            form.neighbourhood_id.data,
            current_user.municipality_id,
            current_user.neighbourhood_ids,
        )
    )
    package = actions.create(
        session,
        neighbourhood=place,
        mode=Mode(form.mode.data),
        title=form.title.data,
        from_template=form.start.data == "template",
        by=By(current_user.id),
    )
    return package.id


@pages.route("/pakketten/<int:id>/gegevens", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def edit(id: int) -> Answer:
    """Texts; for a draft also sizes, dates and what procurement asks."""
    package = my_package(id)
    form = _form(package)
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                package = my_package(id)
                check_version(package, form.version.data)
                actions.change_texts(session, package, _texts(form), by=By(current_user.id))
                if isinstance(form, DetailsForm):
                    actions.change_settings(
                        session, package, _settings(form), by=By(current_user.id)
                    )
        except Refused as refused:
            refusal = refused.text
            package = my_package(id)
        else:
            flash(_("Your changes are kept."))
            return redirect(_after(package, id))
    page = render_template(
        "tenders/edit.html",
        form=form,
        package=package,
        refusal=refusal,
        freeze_days=queries.freeze_days(db.session(), package.municipality_id),
    )
    return (page, 422) if form.errors or refusal else page


def _after(package: Package, id: int) -> str:
    draft = package.state == PackageState.DRAFT
    return url_for("tenders.checklist" if draft else "pages.package", id=id)


def _form(package: Package) -> TextsForm:
    """The questions that fit the state and the mode, filled with what we have."""
    if package.state != PackageState.DRAFT:
        return TextsForm(obj=package)
    moment = package.quote_deadline
    given: dict[str, Any] = {
        "quote_deadline": clock.local(moment).replace(tzinfo=None) if moment else None
    }
    if package.mode == Mode.GROUP_QUOTES:
        return DetailsForm(obj=_Filled(package, given))
    given["own_submission"] = "own" if package.own_submission else "import"
    return ProcurementForm(obj=_Filled(package, given))


class _Filled:
    """The package, with some values as the form wants them."""

    def __init__(self, package: Package, given: dict[str, Any]) -> None:
        self._package, self._given = package, given

    def __getattr__(self, name: str) -> Any:
        if name in self._given:
            return self._given[name]
        return getattr(self._package, name)


def _texts(form: TextsForm) -> Texts:
    return Texts(**{name: form[name].data or "" for name in Texts.__dataclass_fields__})


def _settings(form: DetailsForm) -> Settings:
    procurement = isinstance(form, ProcurementForm)
    return Settings(
        basis=form.basis.data,
        min_group=form.min_group.data,
        max_group=form.max_group.data,
        interest_deadline=form.interest_deadline.data,
        quote_deadline=_moment(form.quote_deadline.data),
        order_deadline=form.order_deadline.data,
        freeze_on=form.freeze_on.data,
        legal_form=form.legal_form.data if procurement else "",
        max_value=form.max_value.data if procurement else None,
        ends_on=form.ends_on.data if procurement else None,
        own_submission=form.own_submission.data == "own" if procurement else True,
    )


def _moment(typed: datetime | None) -> datetime | None:
    """What was typed is the municipality's wall clock."""
    return None if typed is None else clock.at_local(typed.date(), typed.time())
