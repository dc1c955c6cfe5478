"""Pages: a version of the rules tried on the open cards, and switched on by a second person."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.presenters.versions import shown_version
from renogroep.financing.views.blueprint import pages as rules
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.journeys.actions.approve_rules import approve
from renogroep.journeys.presenters.tried_rules import try_page


@rules.get("/regels/<int:id>/proberen")
@requires(May.RULES_MANAGE)
def try_rule(id: int) -> str:
    """How many cards change, and by how much."""
    row = mine(RuleVersion, id)
    return render_template("journeys/rule_try.html", row=row, page=try_page(db.session(), row))


@rules.post("/regels/<int:id>/aanzetten")
@requires(May.RULES_APPROVE)
def activate(id: int) -> Answer:
    """Switch a version on that somebody else proposed."""

    def work(session: Session, by: By) -> str:
        row = mine(RuleVersion, id)
        approve(session, row, by=by)
        return row.label

    return act(
        None,
        work,
        again=lambda refusal: render_template(
            "financing/rule.html", **shown_version(db.session(), mine(RuleVersion, id), refusal)
        ),
        to=url_for("financing.rules"),
        done=lambda label: _("“%(label)s” is switched on.", label=label),
    )
