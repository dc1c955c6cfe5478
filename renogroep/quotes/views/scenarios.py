"""Page: on which quantities is each announced scenario compared?"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.base.units import Quantity, read_quantity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import number
from renogroep.infra.pages import found
from renogroep.quotes.actions import scenarios as actions
from renogroep.quotes.queries import scenarios
from renogroep.quotes.rules.compared_price import scenario_quantity
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot
from renogroep.tenders.models import Lot, Post
from renogroep.tenders.queries import scenarios_of
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]
Typed = dict[tuple[int, str], str]


@pages.route("/percelen/<int:lot_id>/scenarios", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def scenario_bills(lot_id: int) -> Answer:
    """One field per post and smaller scenario; left open, the presumed quantity counts."""
    lot = my_lot(lot_id)
    found(lot if lot.package.mode == Mode.PROCUREMENT else None)
    if request.method == "GET":
        return _page(lot)
    read, errors = _read(lot)
    if errors:
        return _page(lot, errors=errors), 422
    try:
        with db.transaction() as session:
            lot = my_lot(lot_id)
            for homes, quantities in read.items():
                actions.set_quantities(
                    session,
                    lot,
                    homes,
                    quantities,
                    version=request.form.get(f"version-{homes}", "")[:10],
                    by=By(current_user.id),
                )
    except Refused as refused:
        return _page(my_lot(lot_id), refusal=refused.text), 422
    flash(_("The quantities of the scenarios are kept."))
    return redirect(url_for("quotes.scenario_bills", lot_id=lot_id))


def _read(lot: Lot) -> tuple[dict[int, dict[str, Quantity]], Typed]:
    """What was typed, or what is wrong with it per field."""
    read: dict[int, dict[str, Quantity]] = {}
    errors: Typed = {}
    for scenario in scenarios.smaller_scenarios(lot.package):
        read[scenario.homes] = {}
        for post in scenarios.home_posts(lot):
            text = _sent(scenario.homes, post)
            try:
                if text:
                    read[scenario.homes][post.number] = read_quantity(text)
                    if text.startswith("-"):
                        raise ValueError("negative")
            except ValueError:
                errors[(scenario.homes, post.number)] = _(
                    "Type a quantity of 0 or more, like 466,5"
                )
    return read, errors


def _sent(homes: int, post: Post) -> str:
    return request.form.get(f"q-{homes}-{post.number}", "")[:40].strip()


def _page(lot: Lot, *, errors: Typed | None = None, refusal: Text | None = None) -> str:
    rows = scenarios.bills(db.session(), lot.id)
    posts = scenarios.home_posts(lot)
    smaller = scenarios.smaller_scenarios(lot.package)
    typed: Typed = {}
    for scenario in smaller:
        row = rows.get(scenario.homes)
        kept = scenarios.quantities_of(row) if row else {}
        for post in posts:
            key = (scenario.homes, post.number)
            shown = number(kept[post.number]) if post.number in kept else ""
            typed[key] = _sent(*(scenario.homes, post)) if request.method == "POST" else shown
    return render_template(
        "quotes/scenarios.html",
        lot=lot,
        package=lot.package,
        posts=posts,
        smaller=smaller,
        typed=typed,
        errors=errors or {},
        versions={homes: row.version for homes, row in rows.items()},
        refusal=refusal,
        may_change=lot.state == LotState.COLLECTING,
    )


@pages.app_template_global("scenario_table")
def scenario_table(lot: Lot) -> dict[str, Any]:
    """For ``quotes/_scenarios.html``: posts x scenarios, as they are compared."""
    given = scenarios.announced_quantities(db.session(), lot.id)
    columns = sorted(scenarios_of(lot.package), key=lambda s: s.homes)
    return {
        "scenarios": columns,
        "rows": [
            (
                post,
                [
                    scenario_quantity(post.number, post.presumed, s.homes, given.get(s.homes, {}))
                    for s in columns
                ],
            )
            for post in scenarios.home_posts(lot)
        ],
    }
