"""Pages: which homes come together, and what exactly do contractors price?"""

from datetime import datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.calendar import is_working_day
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.groups import queries
from renogroep.groups.actions import bundling, requests
from renogroep.groups.forms import BundleForm, MoveForm, OpenForm
from renogroep.groups.models import BundlingRun
from renogroep.groups.rules.bundling import BASIS_LABELS
from renogroep.groups.rules.fairness import GroupFigures, fairness
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import say, say_stored
from renogroep.infra.pages import found
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.bill import NATURE_LABELS, SCOPE_LABELS
from renogroep.tenders.rules.lifecycle import LOT_LABELS, LotState, Mode

pages = Blueprint("groups", __name__)

NO_GROUP = 0
OFFICE_HOURS = (time(9), time(17))


@pages.app_context_processor
def _for_my_home() -> dict[str, Any]:
    """What the page of a household asks about its group (templates/groups/_my_home.html)."""
    return {
        "group_membership": lambda row: queries.membership(db.session(), row),
        "group_left_out": lambda row: queries.left_out_reason(db.session(), row),
    }


def _package(session: Session, package_id: int) -> Package:
    return found(
        queries.package(
            session, package_id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


def _lot(session: Session, lot_id: int) -> Lot:
    return found(
        queries.lot(session, lot_id, current_user.municipality_id, current_user.neighbourhood_ids)
    )


@pages.get("/pakketten/<int:package_id>/groepen")
@requires(May.GROUP_MANAGE)
def index(package_id: int) -> str:
    """The groups as they stand, who is in none, and what changed."""
    return _groups_page(package_id)


def _groups_page(package_id: int, *, refusal: Text | None = None, failed: Any = None) -> str:
    session = db.session()
    package = _package(session, package_id)
    homes = {h.subscription_id: h for h in queries.screened_homes(session, package.id)}
    run = queries.latest_run(session, package.id)
    before = queries.run_before(session, package.id)
    left_out = run.left_out if run else []
    grouped = {m.subscription_id for g in run.groups for m in g.members} if run else set()
    seen = grouped | {row["subscription_id"] for row in left_out}
    changed = []
    if run is not None and before is not None:
        changed = queries.changes(queries.group_sizes(before), queries.group_sizes(run))
    return render_template(
        "groups/index.html",
        package=package,
        procurement=package.mode == Mode.PROCUREMENT,
        version=queries.groups_version(run),
        frozen=bool(queries.requests_of(session, package.id)),
        run=run,
        homes=homes,
        left_out=left_out,
        new=[home for key, home in homes.items() if key not in seen],
        changed=changed,
        fair=_fairness(run, homes),
        why=why_for_lead,
        basis_labels=BASIS_LABELS,
        lot_labels=LOT_LABELS,
        bundle_form=_bundle_form(package, run, failed),
        move_form=_move_form(run, homes, failed),
        form=failed,
        refusal_text=refusal,
    )


def why_for_lead(reasons: list[dict[str, Any]]) -> str:
    """Why a home is in its group. What a household chose to say about itself stays with it."""
    said = []
    for reason in reasons:
        if "choice" in reason["params"]:
            said.append(_("All homes in this group made the same choice."))
        else:
            said.append(say_stored(reason))
    return " ".join(said)


def _fairness(run: BundlingRun | None, homes: dict[int, Any]) -> Any:
    if run is None:
        return None
    sizes = {
        group.number: GroupFigures(size)
        for group in run.groups
        if (size := sum(m.subscription_id in homes for m in group.members))
    }
    return fairness(sizes, sum(row["subscription_id"] in homes for row in run.left_out))


def _bundle_form(package: Package, run: BundlingRun | None, failed: Any) -> BundleForm:
    form = failed
    if not isinstance(form, BundleForm):
        form = BundleForm(
            None,
            basis=run.basis if run else package.basis,
            min_size=run.min_size if run else package.min_group,
            max_size=run.max_size if run else package.max_group,
        )
    form.basis.choices = [(code.value, say(label)) for code, label in BASIS_LABELS.items()]
    return form


def _move_form(run: BundlingRun | None, homes: dict[int, Any], failed: Any) -> MoveForm:
    form = failed if isinstance(failed, MoveForm) else MoveForm(None)
    form.subscription_id.choices = [
        (key, f"{home.address} ({home.reference})") for key, home in homes.items()
    ]
    groups = [(group.id, say_stored(group.name)) for group in run.groups] if run else []
    form.to_group_id.choices = [*groups, (NO_GROUP, _("In no group"))]
    return form


@pages.post("/pakketten/<int:package_id>/groepen")
@requires(May.GROUP_MANAGE)
def bundle(package_id: int) -> Response | tuple[str, int]:
    """Make the groups again; the ones from before are kept to compare with."""
    form = BundleForm()
    try:
        with db.transaction() as session:
            package = _package(session, package_id)
            _bundle_form(package, None, form)
            good = form.validate()
            if good:
                bundling.bundle(
                    session,
                    package,
                    basis=form.basis.data,
                    min_size=form.min_size.data,
                    max_size=form.max_size.data,
                    version=form.version.data or "",
                    by=By(current_user.id),
                )
    except Refused as refused:
        return _groups_page(package_id, refusal=refused.text, failed=form), 422
    if not good:
        return _groups_page(package_id, failed=form), 422
    flash(_("The groups are made."))
    return redirect(url_for("groups.index", package_id=package_id))


@pages.post("/pakketten/<int:package_id>/groepen/verplaatsen")
@requires(May.GROUP_MANAGE)
def move(package_id: int) -> Response | tuple[str, int]:
    """Put one home in another group by hand, with the reason."""
    form = MoveForm()
    try:
        with db.transaction() as session:
            package = _package(session, package_id)
            run = found(queries.latest_run(session, package.id))
            homes = {h.subscription_id: h for h in queries.screened_homes(session, package.id)}
            _move_form(run, homes, form)
            good = form.validate()
            if good:
                bundling.move_member(
                    session,
                    run,
                    subscription_id=form.subscription_id.data,
                    to_group_id=form.to_group_id.data or None,
                    reason=form.reason.data,
                    version=form.version.data or "",
                    by=By(current_user.id),
                )
    except Refused as refused:
        return _groups_page(package_id, refusal=refused.text, failed=form), 422
    if not good:
        return _groups_page(package_id, failed=form), 422
    flash(_("The home is moved."))
    return redirect(url_for("groups.index", package_id=package_id))


@pages.route("/percelen/<int:lot_id>/opvragen", methods=["GET", "POST"], endpoint="open")
@requires(May.GROUP_MANAGE)
def ask_quotes(lot_id: int) -> str | Response | tuple[str, int]:
    """What will be asked, and until when; the bill freezes here."""
    form = OpenForm()
    if not form.is_submitted():
        return _open_page(lot_id, _proposed(_lot(db.session(), lot_id)))
    if not form.validate():
        return _open_page(lot_id, form), 422
    try:
        with db.transaction() as session:
            requests.open_requests(
                session,
                _lot(session, lot_id),
                deadline=clock.at_local(form.day.data, form.hour.data),
                by=By(current_user.id),
            )
    except Refused as refused:
        return _open_page(lot_id, form, refused.text), 422
    flash(_("The request is open. Invite contractors now."))
    return redirect(url_for("groups.open", lot_id=lot_id))


def _proposed(lot: Lot) -> OpenForm:
    deadline = lot.package.quote_deadline
    if deadline is None or deadline <= clock.now():
        return OpenForm(None)
    there = clock.local(deadline)
    return OpenForm(None, day=there.date(), hour=there.time())


def _open_page(lot_id: int, form: OpenForm, refusal: Text | None = None) -> str:
    session = db.session()
    lot = _lot(session, lot_id)
    asked = queries.requests_of_lot(session, lot.id)
    planned: list[requests.PlannedRequest] = []
    if not asked:
        try:
            planned = requests.planned_requests(session, lot)
        except Refused as refused:
            refusal = refusal or refused.text
    return render_template(
        "groups/open.html",
        lot=lot,
        asked=asked,
        planned=planned,
        collecting=lot.state == LotState.COLLECTING,
        procurement=lot.package.mode == Mode.PROCUREMENT,
        nature_labels=NATURE_LABELS,
        scope_labels=SCOPE_LABELS,
        lot_labels=LOT_LABELS,
        outside_hours=_outside_hours(form),
        form=form,
        refusal_text=refusal,
    )


def _outside_hours(form: OpenForm) -> bool:
    """A deadline at night or on a day off is allowed, but nobody is there to help."""
    day, hour = form.day.data, form.hour.data
    if day is None or hour is None:
        return False
    moment = datetime.combine(day, hour)
    in_hours = OFFICE_HOURS[0] <= moment.time() <= OFFICE_HOURS[1]
    return not (in_hours and is_working_day(day, belgian(day)))
