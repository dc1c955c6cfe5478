"""Pages: what do we know of one home and its owner, and what was seen and measured there?"""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.i18n import say
from renogroep.infra.scope import mine
from renogroep.journeys.actions import reroute
from renogroep.journeys.actions.screen_home import Screened, screen_home
from renogroep.journeys.forms.case import (
    MAX_NOTE,
    HomeForm,
    IncomeForm,
    MeasuresForm,
    number_of,
)
from renogroep.journeys.presenters import case_file
from renogroep.journeys.presenters.case_words import STAFF_CHANNELS
from renogroep.journeys.views.blueprint import pages
from renogroep.owners.actions import facts as owner_facts
from renogroep.owners.actions.reading import note_read
from renogroep.owners.models import Case
from renogroep.subscriptions.queries import of_case

TRUTHS = {"yes": True, "no": False}


def channel_of() -> Channel:
    """How we know it; a phone call when nobody says."""
    sent = request.form.get("channel", "")
    return next((one for one in STAFF_CHANNELS if one == sent), Channel.PHONE)


def read_case(case_id: int) -> Case:
    """The case; who looks at it leaves a trace, in a transaction of its own."""
    with db.transaction() as session:
        case = mine(Case, case_id)
        note_read(session, case, sensitive=case_file.sees_sensitive(case), by=by_reader())
    return mine(Case, case_id)


def seen_version(row: Any, name: str = "version") -> str:
    """What was typed stays with the version from which it was typed, until it is told to be old."""
    fresh = str(row.version)
    return fresh if g.get("stale") else request.form.get(name, fresh)


def show_case(
    case_id: int,
    refusal: Text | None = None,
    *,
    failed: Any = None,
    part: str | None = None,
    typed: bool = False,
    problems: dict[str, str] | None = None,
) -> str:
    """The page of a case, as it stands or with what was just typed."""
    case = read_case(case_id)
    measuring = request.endpoint == "pages.case_measures"
    return render_template(
        "journeys/case.html",
        **case_file.case_page(db.session(), case, failed, part or request.args.get("deel")),
        case_version=case.version if measuring else seen_version(case),
        home_version=seen_version(case.dwelling, "version" if measuring else "home_version"),
        refusal_text=refusal,
        typed=request.form if typed else {},
        problems=problems or {},
    )


def to_case(case_id: int, part: str = "") -> str:
    """Back to the page of the case, at one part of it, which is open."""
    return url_for("pages.case", case_id=case_id, deel=part or None, _anchor=part or None)


@pages.get("/dossiers/<int:case_id>")
@requires(May.CASE_SEE)
def case(case_id: int) -> str:
    """Everything of one case."""
    return show_case(case_id)


@pages.post("/dossiers/<int:case_id>/vaststellingen")
@requires(May.CASE_WORK)
def case_facts(case_id: int) -> Answer:
    """Keep what is known of the home, and screen it in the same transaction."""

    def work(session: Session, by: By) -> list[Screened]:
        one = mine(Case, case_id)
        facts = {
            code: (
                request.form.get(f"fact-{code}", "unknown"),
                request.form.get(f"note-{code}", "")[:MAX_NOTE],
            )
            for code in case_file.fact_codes(session, one)
        }
        return screen_home(session, one, facts, by=by.through(channel_of()))

    def to(screened: Sequence[Screened]) -> str:
        for words in case_file.screened_words(screened):
            flash(say(words))
        return to_case(case_id, "facts")

    return act(
        None,
        work,
        again=lambda refusal: show_case(case_id, refusal, part="facts", typed=True),
        to=to,
    )


@pages.post("/dossiers/<int:case_id>/maten")
@requires(May.CASE_WORK)
def case_measures(case_id: int) -> Answer:
    """Keep what was measured; every slip is named beside its field and nothing is kept then."""
    interests = of_case(db.session(), mine(Case, case_id).id)
    form = MeasuresForm(source.code for source in case_file.sources_of(interests))

    def work(session: Session, by: By) -> None:
        home = mine(Case, case_id).dwelling
        owner_facts.set_measures(session, home, form.measures, by=by)

    return act(
        form,
        work,
        again=lambda refusal: show_case(
            case_id, refusal, part="measures", typed=True, problems=form.problems
        ),
        to=to_case(case_id, "measures"),
        done=_("The measures are kept."),
    )


@pages.post("/dossiers/<int:case_id>/woning")
@requires(May.CASE_WORK)
def case_home(case_id: int) -> Answer:
    """Who the owner is to the home, its year of building, and what it is used for."""
    form = HomeForm(prefix="home")

    def work(session: Session, by: By) -> None:
        year = form.build_year.data
        reroute.change_home(
            session,
            mine(Case, case_id),
            owner_kind=form.owner_kind.data,
            build_year=int(year) if year else None,
            use=form.use.data or "",
            letting=form.letting.data or "",
            home_seen=number_of(request.form.get("home_version")),
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: show_case(case_id, refusal, failed=form),
        to=to_case(case_id, "home"),
        done=_("The home is changed."),
    )


@pages.post("/dossiers/<int:case_id>/inkomen")
@requires(May.CASE_SENSITIVE)
def case_income(case_id: int) -> Answer:
    """What the owner told about premiums and a change in life."""
    form = IncomeForm(prefix="income")

    def work(session: Session, by: By) -> None:
        reroute.change_income(
            session,
            mine(Case, case_id),
            income_category=number_of(form.category.data) if form.category.data else None,
            other_dwelling=TRUTHS.get(form.other_dwelling.data),
            life_event_on=form.life_event_on.data,
            by=by,
        )

    return act(
        form,
        work,
        again=lambda refusal: show_case(case_id, refusal, failed=form),
        to=to_case(case_id, "income"),
        done=_("This is kept."),
    )
