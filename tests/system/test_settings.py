"""What is wrong with the settings is said at the start, and a broken neighbour breaks no answer."""

import pytest
from environs import EnvError
from sqlalchemy.exc import IntegrityError, OperationalError

import config
from renogroep.infra.access import Role
from renogroep.infra.pages import external_url
from renogroep.web import commands, jobs
from renogroep.web.app import create_app


@pytest.mark.parametrize("key", ["", "11", "zz" * 32, "11" * 31])
def test_a_sealing_key_that_seals_nothing_stops_the_start(app, key):
    with pytest.raises(ValueError, match="64 hexadecimal signs"):
        create_app({**app.config, "SEALING_KEY": key})


def test_a_public_server_must_know_its_own_name(monkeypatch, tmp_path):
    monkeypatch.setenv("RENOGROEP_HTTPS", "true")
    monkeypatch.delenv("RENOGROEP_SERVER_NAME", raising=False)
    with pytest.raises(EnvError, match="SERVER_NAME"):
        config.load(tmp_path)
    monkeypatch.setenv("RENOGROEP_SERVER_NAME", "wijk.example")
    assert config.load(tmp_path)["SERVER_NAME"] == "wijk.example"


def test_more_than_one_machine_needs_keys_that_are_given(monkeypatch, tmp_path):
    monkeypatch.setenv("RENOGROEP_DATABASE_URL", "postgresql+psycopg://x/y")
    monkeypatch.delenv("RENOGROEP_SECRET_KEY", raising=False)
    with pytest.raises(EnvError, match="SECRET_KEY"):
        config.load(tmp_path)


def test_what_a_browser_calls_us_is_in_nobody_elses_mail(app):
    with app.test_request_context(base_url="http://evil.example"):
        assert external_url("pages.front") == "http://localhost/"


def test_a_job_store_that_is_away_undoes_no_answer(app, client, given, monkeypatch):
    with given() as make:
        assert make.home

    def away():
        raise ConnectionError

    monkeypatch.setitem(app.extensions, "look_now", away)
    with app.app_context():
        jobs.look_soon(app)


def test_a_database_that_is_away_still_gives_words_and_what_was_typed(app, client_as, monkeypatch):
    lead = client_as(Role.LEAD)
    monkeypatch.setitem(app.config, "SHOW_ERROR_PAGES", True)

    def gone(*_, **__):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalar", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.get", gone)
    answer = lead.post("/wijken/nieuw", data={"name": "Bloemen<wijk>"})
    assert answer.status_code == 500
    assert "Bloemen&lt;wijk&gt;" in answer.text
    assert "Er ging iets mis bij ons" in answer.text


def test_what_the_database_itself_stops_is_said_and_kept(app, client_as, monkeypatch):
    def made_just_now(*_, **__):
        raise IntegrityError("INSERT", {}, Exception("unique"))

    monkeypatch.setattr("renogroep.neighbourhoods.actions.create", made_just_now)
    form = {"name": "Bloemenwijk", "phone": "09 123 45 67", "story": "Samen."}
    colours = {"brand_colour": "#1f5a50", "accent_colour": "#b24a26"}
    page = client_as(Role.LEAD).send("/wijken/nieuw", {**form, **colours}, status=409)
    assert page.values()["name"] == "Bloemenwijk"  # its own form, with what was typed


def test_only_a_demo_is_emptied(app, given):
    with app.app_context():
        assert not commands._real_people_in_it()
    with given() as make:
        make.municipality(email="wonen@testgem.example")
    with app.app_context():
        assert not commands._real_people_in_it()
    with given() as make:
        make.municipality(email="wonen@lindegem.example")
    with app.app_context():
        assert commands._real_people_in_it()


def test_every_answer_carries_the_headers_that_guard_it(app, client, client_as, given):
    with given() as make:
        assert make.home
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert client_as(Role.LEAD).get("/vandaag").headers["Cache-Control"] == "no-store"
