"""The road of a POST: a page with what was typed for every way in which it can go wrong."""

import pytest
from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.identity.models import Organisation
from renogroep.infra import acts, db
from renogroep.infra.pages import found

DATABASES = ("sqlite",)


class NameForm(FlaskForm):
    name = StringField(validators=[InputRequired("Type a name")])
    version = HiddenField()


@pytest.fixture
def post(app, given):
    """Send a form down the road: gives the answer and the page that was shown again."""
    with given() as make:
        key = make.firm().id

    def send(work, *, name="Nieuw", version="1", done="Kept.", to="/x"):
        data = {"name": name, "version": version}
        with app.test_request_context("/", method="POST", data=data):
            form, shown = NameForm(), []

            def again(refusal):
                acts.show_version(form, db.session().get_one(Organisation, key))
                shown.append((refusal, form.name.data, form.version.data))
                return "page"

            def run(session, by):
                return work(session.get_one(Organisation, key), by)

            answer = acts.act(form, run, again=again, done=done, to=to)
            return answer, shown, list(g.get("_flashes", []))

    return send


def renamed(row, by):
    acts.check_seen(row, by)
    row.name = "Nieuw"
    return row


def test_what_was_done_is_kept_and_said_once(post):
    answer, shown, _ = post(renamed, to=lambda row: f"/gemeente/{row.id}")
    assert (answer.status_code, answer.location) == (303, "/gemeente/1")
    assert shown == []


def test_a_field_that_is_wrong_changes_nothing(post):
    answer, shown, _ = post(renamed, name="")
    assert answer == ("page", 422)
    assert shown == [(None, "", "1")]


def test_a_refusal_is_said_on_the_page_with_what_was_typed(post):
    def work(row, by):
        row.name = "Nieuw"
        raise Refused("x.no", "No.")

    answer, shown, _ = post(work)
    assert answer == ("page", 422)
    assert [(str(text), typed) for text, typed, _ in shown] == [("No.", "Nieuw")]


@pytest.mark.parametrize("version", ["0", "7", "", "x", "9" * 5000])
def test_an_old_page_changes_nothing_and_gets_the_last_version(post, version):
    answer, shown, _ = post(renamed, version=version)
    assert answer == ("page", 409)
    assert shown == [(acts.STALE, "Nieuw", "1")]


@pytest.mark.parametrize(
    "error", [StaleDataError("old"), IntegrityError("x", {}, Exception("unique"))]
)
def test_what_the_database_stops_is_said_as_somebody_was_first(post, error):
    def work(row, by):
        raise error

    assert post(work)[0] == ("page", 409)


class Deadlock(Exception):
    sqlstate = "40P01"


def test_a_deadlock_is_tried_again_once(post):
    tries = []

    def work(row, by):
        tries.append(row.name)
        if len(tries) == 1:
            raise OperationalError("x", {}, Deadlock())
        return row

    assert post(work)[0].status_code == 303
    assert len(tries) == 2


def test_a_second_deadlock_is_said_with_what_was_typed(post):
    def work(row, by):
        raise OperationalError("x", {}, Deadlock())

    answer, shown, _ = post(work)
    assert answer == ("page", 503)
    assert shown == [(acts.BUSY, "Nieuw", "1")]


def test_another_fault_of_the_database_is_not_called_a_crowd(post):
    def work(row, by):
        raise OperationalError("x", {}, Exception("disk full"))

    with pytest.raises(OperationalError):
        post(work)


def test_somebody_elses_row_is_a_404(post):
    with pytest.raises(HTTPException) as stopped:
        post(lambda row, by: found(None))
    assert stopped.value.code == 404


def test_who_acts_is_told_with_the_version_they_saw(post):
    seen = []
    post(lambda row, by: seen.append(by))
    assert seen == [acts.By(None, Channel.ONLINE, 1)]
    assert acts.By(3).through(Channel.PHONE) == acts.By(3, Channel.PHONE)
    assert acts.By(3).person_id == 3
    with pytest.raises(LookupError):
        acts.TICK.person_id  # noqa: B018


def test_nobody_looked_at_a_version_when_a_date_passed():
    acts.check_seen(type("Row", (), {"version": 4}), acts.TICK)
