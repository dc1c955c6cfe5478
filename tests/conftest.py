"""What every test may ask for: an application on a fresh database, rows, people, the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings

from renogroep.base import clock
from renogroep.infra import tenant
from renogroep.infra.access import Role
from renogroep.infra.db import db, transaction
from tests.support import databases, ledger, routes, servers
from tests.support.html import InspectingClient
from tests.support.make import NOW, Make
from tests.support.signing_in import signed_in

settings.register_profile("fast", deadline=None, max_examples=10)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("fast")

# Which databases a room of tests runs on; of PostgreSQL the second is one with the municipality in
# front of every key, in two pieces, as an energy house of many municipalities has it.
BOTH = ("sqlite", "postgresql")
USUAL = {"actions": (*BOTH, "rekeyed"), "views": BOTH, "system": BOTH}


MACHINES = (
    "test_behind_nginx.py",
    "test_deploy_files.py",
    "test_four_servers.py",
)  # need Debian's servers


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test-machines` asks for the tests that need more than Python and a browser."""
    parser.addoption("--machines", action="store_true", help="only the tests with Debian's servers")
    parser.addoption("--nightly", action="store_true", help="every test of pages on PostgreSQL too")
    parser.addoption(
        "--choose-routes", action="store_true", help="choose again which of them run there by day"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Those tests are never skipped: they are asked for, or they are no part of the run."""
    if collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
        return None
    return (collection_path.name in MACHINES) != config.getoption("--machines") or None


def pytest_configure(config: pytest.Config) -> None:
    """A folder per run for the PostgreSQL server, the ledger of refusals and audit words, and of routes."""
    config.pluginmanager.register(servers.Servers(config))
    config.pluginmanager.register(ledger.Ledger(config))
    config.pluginmanager.register(routes.Routes(config))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of actions, views and the system run on both databases; a module may say so too."""
    if "app" in metafunc.fixturenames:
        room = Path(metafunc.definition.path).relative_to(Path(__file__).parent).parts[0]
        usual = USUAL.get(room, ("sqlite",))
        kinds = getattr(metafunc.module, "DATABASES", usual)
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Which xdist worker this is; "master" without xdist."""
    config = getattr(request.config, "workerinput", None)
    return config["workerid"] if config else "master"


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """A PostgreSQL server."""
    return databases.postgres_server(request.config.stash[servers.FOLDER] / "pg")


@pytest.fixture(scope="session")
def apps(request: pytest.FixtureRequest, worker_id: str) -> Callable[[str], SimpleNamespace]:
    """One application per kind of database, made when first asked for."""
    made: dict[str, SimpleNamespace] = {}

    def get(kind: str) -> SimpleNamespace:
        if kind not in made:
            folder = request.config.stash[servers.FOLDER] / f"{kind}-{worker_id}"
            folder.mkdir()
            made[kind] = _application(kind, folder, request, worker_id)
        return made[kind]

    return get


def test_settings(folder: Path, url: str) -> dict[str, Any]:
    """Settings for an application under test."""
    return {
        "TESTING": True,
        "FOLDER": folder,
        "SECRET_KEY": "only for tests, 32 bytes at least",
        "SEALING_KEY": "11" * 32,
        "AUDIT_KEYS": f"t1:{'33' * 32}",
        "DATABASE_URL": url,
        "JOBS_URL": f"sqlite:///{folder / 'jobs.db'}",
        "MAIL_FROM": "renogroep <renogroep@testgem.example>",
        "MAIL_HOST_ID": "testgem.example",
        "MAIL_FOLDER": folder / "mail",
        "SMTP_HOST": "",
        "SERVER_NAME": "localhost",
        "RATE_LIMITS": [],
        "SECOND_FACTOR": "off",
    }


test_settings.__test__ = False  # type: ignore[attr-defined]


def _application(
    kind: str, folder: Path, request: pytest.FixtureRequest, worker: str
) -> SimpleNamespace:
    from renogroep.web.app import create_app
    from renogroep.web.commands import migrate_to_head

    template = None
    if kind == "sqlite":
        template = databases.sqlite_template(folder)
        url = f"sqlite:///{folder / 'test.db'}"
    else:
        name = f"t_{worker}" if kind == "postgresql" else f"{kind}_{worker}"
        url = databases.new_postgres_database(request.getfixturevalue("postgres"), name)
        migrate_to_head(url)
        if kind == "rekeyed":
            databases.rekeyed(url)
    app = create_app({**test_settings(folder, url), "WTF_CSRF_ENABLED": False})
    app.test_client_class = InspectingClient
    return SimpleNamespace(app=app, template=template, kind=kind, folder=folder)


@pytest.fixture(autouse=True)
def all_rows() -> Iterator[None]:
    """A test makes and reads rows of all; a page, a job and a command say of whom they are."""
    with tenant.upkeep():
        yield


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database; the tests' room says which."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def app(apps: Callable[[str], SimpleNamespace], database: str) -> Iterator[Flask]:
    """The application on an empty database, at NOW on the clock."""
    one = apps(database)
    with one.app.app_context():
        databases.fresh(one)
    with clock.frozen_at(NOW):
        yield one.app


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The data folder of the application, for tests that keep files in it: empty, of this test."""
    before = app.config["FOLDER"]
    app.config["FOLDER"] = tmp_path / "data"
    app.config["FOLDER"].mkdir(mode=0o700)
    yield app.config["FOLDER"]
    app.config["FOLDER"] = before


@pytest.fixture
def session(app: Flask, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A writing transaction for tests of actions; nothing is kept afterwards.

    A module with ``OF_ONE = True`` acts for one municipality, the first that is made.
    """
    of_one = getattr(request.module, "OF_ONE", False)
    said = partial(tenant.acting_for, 1) if of_one else tenant.upkeep
    with app.app_context(), app.test_request_context(), said():
        db.session.connection(execution_options={"writing": True})
        yield db.session
        db.session.rollback()


@pytest.fixture
def make(session: Any) -> Make:
    """Factories on the session of an action test."""
    return Make(session)


@pytest.fixture
def given(app: Flask) -> Callable[[], Any]:
    """For tests of pages: ``with given() as make: ...`` commits what it made."""

    @contextmanager
    def block() -> Iterator[Make]:
        with app.test_request_context(), transaction() as current:
            yield Make(current)

    return block


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    """Somebody who is not signed in."""
    client = app.test_client()
    assert isinstance(client, InspectingClient)
    return client


@pytest.fixture
def client_of(app: Flask) -> Callable[[int], InspectingClient]:
    """The browser of one person, signed in: ``client_of(person_id)``; 0 is nobody yet."""

    def sign_in(person_id: int) -> InspectingClient:
        client = app.test_client()
        if person_id:
            signed_in(app, client, person_id)
            client.comes_back = partial(signed_in, app, client, person_id)
            client.came_at = clock.now()
        assert isinstance(client, InspectingClient)
        return client

    return sign_in


@pytest.fixture
def client_as(
    given: Callable[[], Any], client_of: Callable[[int], InspectingClient]
) -> Callable[[Role], InspectingClient]:
    """The browser of somebody with one role."""

    def as_role(role: Role) -> InspectingClient:
        with given() as make:
            person_id = make.member(role).id
        return client_of(person_id)

    return as_role
