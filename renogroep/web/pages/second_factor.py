"""Pages: how does my second check stand, and what if I have another phone?"""

from flask import render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import second_factor
from renogroep.identity.presenters.second_factor import state_page
from renogroep.identity.views.second_factor import codes_page, next_page, set_up
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import found
from renogroep.web.pages.blueprint import pages


@pages.get("/tweede-controle")
@requires(May.STAFF_HOME)
def second_factor_page() -> str:
    """Is it set up, how many recovery codes are left, and what if something is lost?"""
    return _state()


def _state(refusal: Text | None = None) -> str:
    account = found(queries.own_account(db.session(), current_user.id))
    shown = state_page(db.session(), account)
    return render_template("pages/second_factor.html", go_on=next_page(), refusal=refusal, **shown)


@pages.route("/tweede-controle/instellen", methods=["GET", "POST"])
@requires(May.STAFF_HOME)
def second_other_phone() -> Answer:
    """Another phone instead of the one of before."""
    return set_up(found(current_user if current_user.account_id else None))


@pages.post("/tweede-controle/codes")
@requires(May.STAFF_HOME)
def recovery_codes() -> Answer:
    """Ten new recovery codes."""
    codes: list[str] = []

    def work(session: Session, by: By) -> None:
        own = found(queries.own_account(session, by.person_id))
        found(own.totp_secret)
        codes.extend(second_factor.new_codes(session, own, by=by))

    answer = act(None, work, again=_state, to=next_page())
    return codes_page(codes) if codes else answer
