"""Pages: make a package, change its texts and details."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By, act, show_version
from renogroep.infra.fields import choices
from renogroep.infra.scope import here, mine
from renogroep.neighbourhoods import queries as places
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.tenders import actions
from renogroep.tenders.forms.packages import CreateForm, DetailsForm, ProcurementForm, TextsForm
from renogroep.tenders.models import Package
from renogroep.tenders.presenters.packages import (
    freeze_days,
    has_criteria,
    has_lots,
    is_draft,
    package_url,
    stored_details,
)
from renogroep.tenders.rules.lifecycle import Mode
from renogroep.tenders.rules.package_details import Settings, Texts
from renogroep.tenders.views.blueprint import Answer, pages


@pages.route("/pakketten/nieuw", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def create() -> Answer:
    """A new draft."""
    form = CreateForm()
    known = places.neighbourhoods(db.session(), *here().staff)
    form.neighbourhood_id.choices = choices((row.id, row.name) for row in known)

    def work(session: Session, by: By) -> int:
        return actions.create(
            session,
            neighbourhood=mine(Neighbourhood, form.neighbourhood_id.data),
            mode=Mode(form.mode.data),
            title=form.title.data,
            from_template=form.start.data == "template",
            by=by,
        ).id

    def page(refusal: Text | None = None) -> str:
        return render_template(
            "tenders/create.html",
            form=form,
            packages_url=url_for("pages.packages"),
            refusal=refusal,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda made: url_for("tenders.checklist", id=made),
        done=_("The package is made. The list shows what is still to do."),
    )


@pages.route("/pakketten/<int:id>/gegevens", methods=["GET", "POST"])
@requires(May.PACKAGE_MANAGE)
def edit(id: int) -> Answer:
    """Texts; for a draft also sizes, dates and what procurement asks."""
    package = mine(Package, id)
    form = _form(package)
    done_at = url_for("tenders.checklist" if is_draft(package) else "pages.package", id=id)

    def work(session: Session, by: By) -> None:
        settings = _settings(form) if isinstance(form, DetailsForm) else None
        actions.change(session, mine(Package, id), _texts(form), settings, by=by)

    def page(refusal: Text | None = None) -> str:
        package = mine(Package, id)
        show_version(form, package)
        return render_template(
            "tenders/edit.html",
            form=form,
            package=package,
            package_url=package_url(package),
            refusal=refusal,
            freeze_days=freeze_days(package),
        )

    if not form.is_submitted():
        return page()
    return act(form, work, again=page, to=done_at, done=_("Your changes are kept."))


def _form(package: Package) -> TextsForm:
    """The questions that fit the state and the mode, filled with what we have."""
    kept: dict[str, Any] = stored_details(package)
    if not is_draft(package):
        return TextsForm(data=kept)
    form = ProcurementForm(data=kept) if has_criteria(package) else DetailsForm(data=kept)
    if not has_lots(package):
        del form.quote_deadline  # it is a fact of each lot
    return form


def _texts(form: TextsForm) -> Texts:
    return Texts(**{name: form[name].data or "" for name in Texts.__dataclass_fields__})


def _settings(form: DetailsForm) -> Settings:
    procurement = isinstance(form, ProcurementForm)
    return Settings(
        basis=form.basis.data,
        min_group=form.min_group.data,
        max_group=form.max_group.data,
        interest_deadline=form.interest_deadline.data,
        quote_deadline=_moment(form.quote_deadline.data) if "quote_deadline" in form else None,
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
