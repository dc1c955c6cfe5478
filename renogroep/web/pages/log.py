"""What happened here, and who looked at what? Whoever reads this is recorded too."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp

from renogroep.base.names import sort_key
from renogroep.financing.rules import events as financing
from renogroep.groups.rules import events as groups
from renogroep.identity.models import Municipality
from renogroep.identity.rules import events as identity
from renogroep.infra import audit
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By
from renogroep.infra.fields import DayField, choices, clean
from renogroep.infra.i18n import say
from renogroep.infra.scope import here
from renogroep.journeys.queries import log_search
from renogroep.journeys.queries.log_search import PAGE
from renogroep.journeys.rules.log_search import Wanted
from renogroep.neighbourhoods.rules import events as neighbourhoods
from renogroep.orders.rules import events as orders
from renogroep.owners.rules import events as owners
from renogroep.quotes.rules import events as quotes
from renogroep.quotes.views.lots import leaving
from renogroep.reports.rules import events as reports
from renogroep.subscriptions.rules import events as subscriptions
from renogroep.tenders.rules import events as tenders
from renogroep.web.pages.blueprint import pages

EVENTS = (
    financing,
    groups,
    identity,
    neighbourhoods,
    orders,
    owners,
    quotes,
    reports,
    subscriptions,
    tenders,
    audit,
)
LABELS: dict[str, str] = {
    str(did): label for module in EVENTS for did, label in module.DID_LABELS.items()
}
_NUMBER = Regexp(r"[0-9]{1,9}$", message=_l("Type a number, like 12"))


class LogForm(FlaskForm):
    """What somebody looks for; sent as an address, so it changes nothing."""

    class Meta:
        csrf = False

    case = StringField(_l("Number of the case"), filters=[clean], validators=[Optional(), _NUMBER])
    person = StringField(
        _l("Person: name or number"), filters=[clean], validators=[Length(max=120)]
    )
    package = SelectField(_l("Package"), default="")
    kind = SelectField(_l("Kind"), default="")
    day = DayField(_l("Day"), validators=[Optional()])
    looked = BooleanField(_l("Only who looked"))
    before = StringField(filters=[clean], validators=[Optional(), _NUMBER])


@pages.get("/logboek")
@requires(May.AUDIT_SEE)
def log() -> Answer:
    """Search the trail by case, person, package, kind and day."""
    form = LogForm(formdata=request.args)

    def work(session: Session, by: By) -> Answer:
        municipality_id = here().municipality_id
        packages = log_search.packages_of(session, municipality_id)
        form.package.choices = choices([("", _l("all")), *((str(k), t) for k, t in packages)])
        form.kind.choices = choices([("", _l("all")), *_kinds()])
        if not form.validate():
            return render_template("pages/log.html", form=form, rows=[], more=None, who=None), 422
        people = form.person.data
        wanted = Wanted(
            case_id=_number(form.case.data),
            people=log_search.people_called(session, municipality_id, people) if people else None,
            package_id=_number(form.package.data),
            kind=form.kind.data or "",
            day=form.day.data,
            looked=form.looked.data,
            before=_number(form.before.data),
        )
        events = log_search.search(session, municipality_id, wanted)
        names = log_search.names_of(session, events)
        audit.record(
            session,
            audit.Did.READ,
            actor_id=by.actor_id,
            subject=session.get_one(Municipality, municipality_id),
            **wanted.facts(),
        )
        return render_template(
            "pages/log.html",
            form=form,
            rows=[_row(event, names) for event in events[:PAGE]],
            more=_next(events),
            who=_who_looked(wanted),
        )

    return leaving(work)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _kinds() -> list[tuple[str, str]]:
    """What can happen, in the words of the reader, by those words."""
    said = [(kind, say(label)) for kind, label in LABELS.items()]
    return sorted(said, key=lambda one: (sort_key(one[1]), one[0]))


def _row(event: audit.AuditEvent, names: Mapping[int, str]) -> tuple[Any, ...]:
    """An event, who did it, what that is called, and its details."""
    what = say(LABELS[event.did]) if event.did in LABELS else event.did
    return event, names.get(event.actor_id or 0), what, _said(event)


def _said(event: audit.AuditEvent) -> str:
    return json.dumps(event.facts, ensure_ascii=False, sort_keys=True) if event.facts else ""


def _next(events: Sequence[audit.AuditEvent]) -> str | None:
    """The same search, further back."""
    if len(events) <= PAGE:
        return None
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if name != "before"
    }
    return url_for("pages.log", **asked, before=events[PAGE - 1].number)


def _who_looked(wanted: Wanted) -> str | None:
    """From the events of one case to whoever looked in it."""
    if wanted.case_id is None or wanted.looked:
        return None
    return url_for("pages.log", case=wanted.case_id, looked="y")
