"""Pages: which rules hold, where they come from, and switching a version on."""

from collections.abc import Callable

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.financing import actions
from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters.versions import rule_page, rules_page
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import here, mine

pages = Blueprint("financing", __name__)


@pages.get("/regels")
@requires(May.RULES_MANAGE)
def rules() -> str:
    """All versions per kind, and whether the worked examples come out."""
    page = rules_page(db.session(), here().municipality_id, clock.today())
    return render_template("financing/rules.html", page=page)


@pages.get("/regels/<int:id>")
@requires(May.RULES_MANAGE)
def rule(id: int) -> str:
    """One version, readable."""
    return _rule_page(id)


def _rule_page(id: int, refusal: Text | None = None) -> str:
    row = mine(RuleVersion, id)
    page = rule_page(db.session(), row, clock.today())
    return render_template("financing/rule.html", row=row, page=page, refusal=refusal)


@pages.post("/regels/<int:id>/aanzetten")
@requires(May.RULES_MANAGE)
def activate(id: int) -> Answer:
    """Switch a version on, when the worked examples come out."""
    return _switch(
        id, actions.activate, lambda label: _("“%(label)s” is switched on.", label=label)
    )


@pages.post("/regels/<int:id>/uit")
@requires(May.RULES_MANAGE)
def retire(id: int) -> Answer:
    """Switch a version off; decisions that used it keep it."""
    return _switch(id, actions.retire, lambda label: _("“%(label)s” is switched off.", label=label))


def _switch(id: int, action: Callable[..., None], done: Callable[[str], str]) -> Answer:
    def work(session: Session, by: By) -> str:
        row = mine(RuleVersion, id)
        action(session, row, by=by)
        return row.label

    return act(
        None,
        work,
        again=lambda refusal: _rule_page(id, refusal),
        to=url_for("financing.rules"),
        done=done,
    )
