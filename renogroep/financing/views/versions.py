"""Pages: which rules hold, where they come from, and who switches a version on."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.financing import actions
from renogroep.financing.forms.switching import SendBackForm
from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters.versions import rules_page, shown_version
from renogroep.financing.views.blueprint import pages
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import here, mine


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
    return version_page(id)


def version_page(id: int, refusal: Text | None = None, form: Any = None) -> str:
    """The page of one version, also after something on it was refused."""
    values = shown_version(db.session(), mine(RuleVersion, id), refusal, form)
    return render_template("financing/rule.html", **values)


@pages.post("/regels/<int:id>/voorstellen")
@requires(May.RULES_MANAGE)
def propose(id: int) -> Answer:
    """Its author is done: somebody else may look at it."""
    done = _("Proposed. A colleague who may approve rules now finds it on Today.")
    return _switch(id, actions.propose, lambda _label: done)


@pages.post("/regels/<int:id>/terug")
@requires(May.RULES_APPROVE)
def send_back(id: int) -> Answer:
    """Not right yet: its author reads why."""
    form = SendBackForm()

    def work(session: Session, by: By) -> None:
        reason = (form.reason.data or "").strip()
        actions.send_back(session, mine(RuleVersion, id), reason=reason, by=by)

    return act(
        form,
        work,
        again=lambda refusal: version_page(id, refusal, form),
        to=url_for("financing.rules"),
        done=_("Sent back to the person who made it."),
    )


@pages.post("/regels/<int:id>/uit")
@requires(May.RULES_APPROVE)
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
        again=lambda refusal: version_page(id, refusal),
        to=url_for("financing.rules"),
        done=done,
    )
