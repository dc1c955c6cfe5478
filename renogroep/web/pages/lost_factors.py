"""Pages: somebody lost phone and recovery codes; an administrator asks, somebody else confirms."""

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import second_factor
from renogroep.identity.models import Person
from renogroep.identity.presenters.second_factor import lost_page
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import external_url, found
from renogroep.infra.scope import here
from renogroep.web.pages.blueprint import pages


@pages.post("/mensen/<int:id>/tweede-controle-verloren")
@requires(May.PEOPLE_MANAGE)
def factor_lost(id: int) -> Answer:
    """An administrator asks to take it away; somebody else confirms."""

    def work(session: Session, by: By) -> str:
        person = _with_account(session, id)
        second_factor.ask_reset(session, person, url=external_url("pages.lost_factors"), by=by)
        return person.name

    return act(
        None,
        work,
        again=_lost,
        to=url_for("pages.lost_factors"),
        done=lambda name: _(
            "Another administrator or a team lead gets a mail to confirm this for %(name)s.",
            name=name,
        ),
    )


def _with_account(session: Session, person_id: int) -> Person:
    """Somebody of this municipality who signs in; else a 404."""
    found(queries.account_of(session, person_id, here().municipality_id))
    return session.get_one(Person, person_id)


@pages.get("/tweede-controle/verloren")
@requires(May.SECOND_CONFIRM)
def lost_factors() -> str:
    """Who lost phone and codes, and who asked?"""
    return _lost()


def _lost(refusal: Text | None = None) -> str:
    shown = lost_page(db.session(), here().municipality_id)
    return render_template("pages/lost_factors.html", refusal=refusal, **shown)


@pages.post("/tweede-controle/verloren/<int:id>")
@requires(May.SECOND_CONFIRM)
def lost_factor_confirm(id: int) -> Answer:
    """Somebody else agrees: at the next sign-in it is set up anew."""

    def work(session: Session, by: By) -> str:
        person = _with_account(session, id)
        second_factor.confirm_reset(session, person, by=by)
        return person.name

    return act(
        None,
        work,
        again=_lost,
        to=url_for("pages.lost_factors"),
        done=lambda name: _("%(name)s sets it up anew at the next sign-in.", name=name),
    )
