"""Pages: which homes come together, and what exactly do contractors price?"""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.groups import queries
from renogroep.groups.actions import bundling, requests
from renogroep.groups.forms import BundleForm, MoveForm, OpenForm
from renogroep.groups.presenters.asking import asking_page, outside_hours, proposed_deadline
from renogroep.groups.presenters.groups import GroupsPage, groups_page, why_for_lead
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_mark
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.tenders.models import Lot, Package

pages = Blueprint("groups", __name__)


@pages.get("/pakketten/<int:package_id>/groepen")
@requires(May.GROUP_MANAGE)
def index(package_id: int) -> str:
    """The groups as they stand, who is in none, and what changed."""
    return _groups_page(package_id)


def _groups_page(package_id: int, refusal: Text | None = None, failed: Any = None) -> str:
    package = mine(Package, package_id)
    page = groups_page(db.session(), package)
    return render_template(
        "groups/index.html",
        package=package,
        package_url=url_for("pages.package", id=package.id),
        page=page,
        why=why_for_lead,
        bundle_form=_bundle_form(package, page, failed),
        move_form=_move_form(page, failed),
        form=failed,
        refusal_text=refusal,
    )


def _bundle_form(package: Package, page: GroupsPage, failed: Any) -> BundleForm:
    form, run = failed, page.run
    if not isinstance(form, BundleForm):
        form = BundleForm(
            None,
            basis=run.basis if run else package.basis,
            min_size=run.min_size if run else package.min_group,
            max_size=run.max_size if run else package.max_group,
        )
    form.basis.choices = page.bases
    show_mark(form, form.version, page.mark)
    return form


def _move_form(page: GroupsPage, failed: Any) -> MoveForm:
    form = failed if isinstance(failed, MoveForm) else MoveForm(None)
    form.subscription_id.choices = page.home_choices
    form.to_group_id.choices = page.group_choices
    show_mark(form, form.version, page.mark)
    return form


@pages.post("/pakketten/<int:package_id>/groepen")
@requires(May.GROUP_MANAGE)
def bundle(package_id: int) -> Answer:
    """Make the groups again; the ones from before are kept to compare with."""
    form = BundleForm()

    def work(session: Session, by: By) -> None:
        bundling.bundle(
            session,
            mine(Package, package_id),
            basis=form.basis.data,
            min_size=form.min_size.data,
            max_size=form.max_size.data,
            mark=form.version.data or "",
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: _groups_page(package_id, refusal, form),
        to=url_for("groups.index", package_id=package_id),
        done=_("The groups are made."),
    )


@pages.post("/pakketten/<int:package_id>/groepen/verplaatsen")
@requires(May.GROUP_MANAGE)
def move(package_id: int) -> Answer:
    """Put one home in another group by hand, with the reason."""
    form = MoveForm()

    def work(session: Session, by: By) -> None:
        bundling.move_member(
            session,
            found(queries.latest_run(session, mine(Package, package_id).id)),
            subscription_id=form.subscription_id.data,
            to_group_id=form.to_group_id.data or None,
            reason=form.reason.data,
            mark=form.version.data or "",
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: _groups_page(package_id, refusal, form),
        to=url_for("groups.index", package_id=package_id),
        done=_("The home is moved."),
    )


@pages.route("/percelen/<int:lot_id>/opvragen", methods=["GET", "POST"], endpoint="open")
@requires(May.GROUP_MANAGE)
def ask_quotes(lot_id: int) -> Answer:
    """What will be asked, and until when; the bill freezes here."""
    form = OpenForm(data=proposed_deadline(mine(Lot, lot_id)))

    def work(session: Session, by: By) -> None:
        deadline = clock.at_local(form.day.data, form.hour.data)
        requests.open_requests(session, mine(Lot, lot_id), deadline=deadline, by=by)

    def page(refusal: Text | None = None) -> str:
        lot = mine(Lot, lot_id)
        shown = asking_page(db.session(), lot)
        return render_template(
            "groups/open.html",
            lot=lot,
            page=shown,
            outside_hours=outside_hours(form.day.data, form.hour.data),
            form=form,
            refusal_text=refusal or shown.why_not,
        )

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("groups.open", lot_id=lot_id),
        done=_("The request is open. Invite contractors now."),
    )
