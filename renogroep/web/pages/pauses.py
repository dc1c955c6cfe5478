"""What stands still, until when, and how does work go on again?"""

from datetime import datetime, timedelta

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.validators import DataRequired

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.identity.actions import pauses as actions
from renogroep.identity.models import Pause
from renogroep.identity.rules.pauses import PauseKind
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.fields import MomentField, choices, line
from renogroep.infra.scope import here, mine
from renogroep.journeys.presenters.pauses import shown_pauses, subjects
from renogroep.web.pages.blueprint import pages

WORDS = {
    "nl": "We werken eraan. U kunt alles lezen, maar nu niets versturen.",
    "fr": "Nous y travaillons. Vous pouvez tout lire, mais rien envoyer pour le moment.",
    "en": "We are working on it. You can read everything, but send nothing now.",
}


class PauseForm(FlaskForm):
    """What, from when, until when, and what people read."""

    what = SelectField(_l("What stands still?"))
    starts_at = MomentField(_l("From"), validators=[DataRequired(_l("Choose the start"))])
    ends_at = MomentField(_l("Until"), validators=[DataRequired(_l("Choose the end"))])
    words = line(_l("What people read in Dutch"), 300, _l("Write what people read in Dutch"))
    words_fr = line(_l("What people read in French"), 300, _l("Write what people read in French"))
    words_en = line(_l("What people read in English"), 300, _l("Write what people read in English"))


def _form(session: Session) -> PauseForm:
    form = PauseForm()
    form.what.choices = choices(subjects(session))
    if not form.is_submitted():
        now = clock.local(clock.now()).replace(second=0, microsecond=0, tzinfo=None)
        form.starts_at.data, form.ends_at.data = now, now + timedelta(hours=1)
        form.words.data, form.words_fr.data, form.words_en.data = WORDS.values()
    return form


def _moment(typed: datetime) -> datetime:
    return clock.at_local(typed.date(), typed.time())


def _page(form: PauseForm, refusal: Text | None = None) -> str:
    rows = shown_pauses(db.session())
    return render_template("pages/pauses.html", form=form, rows=rows, refusal=refusal)


@pages.route("/pauze", methods=["GET", "POST"])
@requires(May.PAUSE_SET)
def pauses() -> Answer:
    """What stands still now or later, and a form for one more."""
    form = _form(db.session())

    def work(session: Session, by: By) -> Pause:
        kind, _colon, key = form.what.data.partition(":")
        return actions.set_pause(
            session,
            municipality_id=here().municipality_id,
            kind=PauseKind(kind),
            subject_id=int(key) if key else None,
            starts_at=_moment(form.starts_at.data),
            ends_at=_moment(form.ends_at.data),
            words=(form.words.data, form.words_fr.data, form.words_en.data),
            by=by,
        )

    if not form.is_submitted():
        return _page(form)
    return act(
        form,
        work,
        again=lambda refusal: _page(form, refusal),
        to=url_for("pages.pauses"),
        done=_("The pause is set. Everything can be read meanwhile."),
    )


@pages.post("/pauze/<int:id>/einde")
@requires(May.PAUSE_SET)
def pause_end(id: int) -> Answer:
    """Work goes on from now."""

    def work(session: Session, by: By) -> None:
        actions.end_pause(session, mine(Pause, id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(_form(db.session()), refusal),
        to=url_for("pages.pauses"),
        done=_("The pause has ended. Everything works again."),
    )
