"""Pages: what do we know of one home and its owner, and what was seen and measured there?"""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity, read_quantity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say
from renogroep.infra.pages import check_version
from renogroep.orders.actions.stopping import release_unfit
from renogroep.owners.actions import facts as owner_facts
from renogroep.subscriptions.actions.screening import apply_screening, screening_table
from renogroep.subscriptions.queries import of_case
from renogroep.subscriptions.rules.lifecycle import ENDED, SubscriptionState
from renogroep.subscriptions.rules.screening import OUTCOME_LABELS, Outcome
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.case_forms import MAX_NOTE, HomeForm, IncomeForm, number_of
from renogroep.web.pages.case_view import (
    give_choices,
    my_case,
    my_case_as_seen,
    show_case,
    sources_of,
)
from renogroep.web.pages.case_words import STAFF_CHANNELS

QUANTITY_PROBLEMS = {
    "not a number": t("“%(value)s” is not a number. Write it like 12,5."),
    "ambiguous": t("“%(value)s” can be read in two ways. Write 1250 or 1,25."),
    "too many decimals": t("“%(value)s” has more than three decimals. Round it."),
    "too long": t("“%(value)s” is too long for a quantity."),
}
TRUTHS = {"yes": True, "no": False}


def channel_of() -> str:
    """How we know it; a phone call when nobody says."""
    sent = request.form.get("channel", "phone")
    return sent if sent in STAFF_CHANNELS else "phone"


@pages.get("/dossiers/<int:case_id>")
@requires(May.CASE_SEE)
def case(case_id: int) -> str:
    """Everything of one case."""
    return show_case(case_id)


@pages.post("/dossiers/<int:case_id>/vaststellingen")
@requires(May.CASE_WORK)
def case_facts(case_id: int) -> Response | tuple[str, int]:
    """Keep what is known of the home, and screen it in the same transaction."""
    typed = request.form.to_dict()
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            table = screening_table(session, one.municipality_id)[0]
            owner_facts.record_facts(
                session,
                one,
                {
                    fact.code: (
                        request.form.get(f"fact-{fact.code}", "unknown"),
                        request.form.get(f"note-{fact.code}", "")[:MAX_NOTE],
                    )
                    for fact in table.facts
                },
                channel=channel_of(),
                by=By(current_user.id),
            )
            said = [
                _screened(session, subscription)
                for subscription in of_case(session, one.id)
                if subscription.state not in ENDED | {SubscriptionState.INTERESTED}
            ]
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, typed=typed), 422
    for words in said or [t("The facts are kept. There is no interest to screen yet.")]:
        flash(say(words))
    return redirect(url_for("pages.case", case_id=case_id) + "#facts")


def _screened(session: Any, subscription: Any) -> Text:
    result = apply_screening(session, subscription, by=By(current_user.id))
    release_unfit(session, subscription, by=By(current_user.id))
    outcome = Text(OUTCOME_LABELS[result.outcome])
    if result.outcome == Outcome.INCOMPLETE:
        return t(
            "%(reference)s: %(outcome)s. Questions left: %(count)s.",
            reference=subscription.reference,
            outcome=outcome,
            count=len(result.to_ask),
        )
    return t("%(reference)s: %(outcome)s.", reference=subscription.reference, outcome=outcome)


@pages.post("/dossiers/<int:case_id>/maten")
@requires(May.CASE_WORK)
def case_measures(case_id: int) -> Response | tuple[str, int]:
    """Keep what was measured; every slip is named beside its field and nothing is kept then."""
    typed = request.form.to_dict()
    try:
        with db.transaction() as session:
            one = my_case(session, case_id)
            codes = [source.code for source in sources_of(of_case(session, one.id))]
            measures, problems = _read_measures(codes)
            if not problems:
                check_version(one.dwelling, request.form.get("version"))
                owner_facts.set_measures(session, one.dwelling, measures, by=By(current_user.id))
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, typed=typed), 422
    if problems:
        return show_case(case_id, typed=typed, problems=problems), 422
    flash(_("The measures are kept."))
    return redirect(url_for("pages.case", case_id=case_id) + "#measures")


def _read_measures(codes: list[str]) -> tuple[dict[str, Quantity | None], dict[str, str]]:
    """What was typed per source, and what cannot be read; an empty field is a measure taken away."""
    measures: dict[str, Quantity | None] = {}
    problems = {}
    for code in codes:
        value = request.form.get(f"measure-{code}", "")
        try:
            quantity = read_quantity(value) if value.strip() else None
        except ValueError as error:
            # "€" alone is empty to the reader of amounts; here something was typed.
            text = QUANTITY_PROBLEMS.get(str(error), QUANTITY_PROBLEMS["not a number"])
            problems[code] = say(Text(text.msgid, {"value": value[:40]}))
            continue
        if quantity is not None and not Quantity(0) <= quantity <= owner_facts.MAX_QUANTITY:
            problems[code] = say(
                t("“%(value)s” cannot be right for one home. Check it.", value=value[:40])
            )
        measures[code] = quantity
    return measures, problems


@pages.post("/dossiers/<int:case_id>/woning")
@requires(May.CASE_WORK)
def case_home(case_id: int) -> Response | tuple[str, int]:
    """Who the owner is to the home, and its year of building."""
    form = HomeForm(prefix="home")
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            give_choices(session, one, form)
            good = form.validate()
            if good:
                check_version(one.dwelling, request.form.get("version"))
                year = form.build_year.data
                owner_facts.set_home(
                    session,
                    one,
                    owner_kind=form.owner_kind.data,
                    build_year=int(year) if year else None,
                    by=By(current_user.id),
                )
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, failed=form), 422
    if not good:
        return show_case(case_id, failed=form), 422
    flash(_("The home is changed."))
    return redirect(url_for("pages.case", case_id=case_id) + "#home")


@pages.post("/dossiers/<int:case_id>/inkomen")
@requires(May.CASE_SENSITIVE)
def case_income(case_id: int) -> Response | tuple[str, int]:
    """What the owner told about premiums and a change in life."""
    form = IncomeForm(prefix="income")
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            give_choices(session, one, form)
            good = form.validate()
            if good:
                owner_facts.set_income(
                    session,
                    one,
                    income_category=number_of(form.category.data) if form.category.data else None,
                    other_dwelling=TRUTHS.get(form.other_dwelling.data),
                    life_event_on=form.life_event_on.data,
                    by=By(current_user.id),
                )
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, failed=form), 422
    if not good:
        return show_case(case_id, failed=form), 422
    flash(_("This is kept."))
    return redirect(url_for("pages.case", case_id=case_id) + "#income")
