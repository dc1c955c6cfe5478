"""What is wrong with the settings is said at the start, and a broken neighbour breaks no answer."""

import pytest
from environs import EnvError
from sqlalchemy.exc import IntegrityError, OperationalError

import config
from renogroep.infra.access import Role
from renogroep.infra.pages import external_url
from renogroep.web import commands, jobs, limits, serving
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


@pytest.mark.parametrize("key", ["", "x" * 31])
def test_a_secret_that_can_be_guessed_stops_the_start(app, key):
    with pytest.raises(ValueError, match="shorter than 32 bytes"):
        create_app({**app.config, "SECRET_KEY": key})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "wijk.testgem.example"])  # noqa: S104
def test_a_server_that_others_reach_must_know_its_name(app, host):
    app = create_app({**app.config, "SERVER_NAME": None})
    with pytest.raises(SystemExit, match="RENOGROEP_SERVER_NAME"):
        serving.run(app, host=host, port=1, workers=1, ready=lambda: None)


@pytest.mark.parametrize(
    ("names", "host", "status"),
    [
        ("", "localhost", 200),
        ("", "127.0.0.1:8000", 200),
        ("", "[::1]:8000", 200),
        ("", "evil.example", 400),
        ("", "localhost.evil.example", 400),
        ("wijk.example", "wijk.example", 200),
        ("wijk.example", "WIJK.Example:8443", 200),
        ("wijk.example", "wijk.example.", 200),
        ("wijk.example", "evil.example", 400),
        ("wijk.example", "wijk.example.evil.example", 400),
        ("wijk.example", "localhost", 400),
        ("wijk.example", "wijk.example, evil.example", 400),
        ("wijk.example", "", 400),
        ("wijk.example", "ev/il", 400),
        ("wijk.example,dorp.example", "dorp.example", 200),
    ],
)
def test_only_our_own_names_are_answered(apps_named, given, names, host, status):
    with given() as make:
        assert make.home
    client = apps_named(names).test_client()
    for page in ("/", "/gezond", "/gezond/leeft"):
        answer = client.get(page, headers={"Host": host})
        assert answer.status_code == status, page
        assert "evil" not in answer.text


@pytest.fixture
def apps_named(app):
    def named(names):
        listed = [name for name in names.split(",") if name]
        first = listed[0] if listed else None
        return create_app({**app.config, "SERVER_NAME": first, "SERVER_NAMES": listed})

    return named


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({"RATE_LIMITS": ["600 per minute"], "PROCESSES": 1}, "600 per 1 minute"),
        ({"RATE_LIMITS": ["600 per minute"], "PROCESSES": 4}, "150 per 1 minute"),
        ({"RATE_LIMITS": ["3 per hour"], "PROCESSES": 4}, "1 per 1 hour"),
        (
            {
                "RATE_LIMITS": ["600 per minute"],
                "PROCESSES": 4,
                "LIMITER_STORAGE": "redis://x",
            },
            "600 per minute",
        ),
    ],
)
def test_a_limit_counts_once_over_all_processes(settings, limit):
    assert limits.per_process(settings) == [limit]


def test_whoever_watches_us_meets_no_redirect_no_limit_and_no_session(app, given):
    with given() as make:
        assert make.home
    strict = create_app({**app.config, "HTTPS": True, "RATE_LIMITS": ["2 per minute"]})
    client = strict.test_client()
    for _ in range(3):
        for page in ("/gezond", "/gezond/leeft", "/gezond/klaar"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
    assert client.get("/").status_code == 302
    for _ in range(2):
        client.get("/", base_url="https://localhost")
    assert client.get("/", base_url="https://localhost").status_code == 429


def test_without_a_database_we_live_and_are_not_ready(app, client, monkeypatch):
    def gone(*_, **__):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    assert client.get("/gezond/leeft").status_code == 200
    assert client.get("/gezond/klaar").status_code == 503


def test_the_language_travels_over_https_only(app):
    secure = create_app({**app.config, "HTTPS": True}).test_client()
    answer = secure.get("/taal/fr", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_robots_and_finders_of_leaks_read_where_to_go(client, given):
    with given() as make:
        make.municipality(email="wonen@testgem.example")
    assert "Disallow: /l/" in client.get("/robots.txt").text
    said = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:wonen@testgem.example" in said
    assert "Expires: 202" in said
