"""What does an administrator get done from a shell, on an empty database?"""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from renogroep.base import clock
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import current_version
from renogroep.identity.models import Municipality, Person
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import session, transaction
from renogroep.web.commands import main

ANSWERS = {
    "municipality": "Lindegem",
    "slug": "lindegem",
    "phone": "09 000 00 00",
    "email": "wonen@lindegem.example",
    "admin-name": "Nele Wouters",
    "admin-email": "nele@lindegem.example",
}
SET_UP = ["setup", *[part for name, value in ANSWERS.items() for part in (f"--{name}", value)]]


@pytest.fixture
def run(app):
    """``run("setup", ...)`` as in a shell; gives what was printed."""

    def command(*arguments, code=0, **given):
        # FlaskGroup takes the application of a running context over its own.
        with app.app_context():
            answer = CliRunner().invoke(main, arguments, **given)
        assert answer.exit_code == code, answer.output + repr(answer.exception)
        return answer.output

    return command


def test_a_new_municipality_can_decide_by_todays_rules(app, run):
    run(*SET_UP)
    with app.app_context():
        home = session().scalars(select(Municipality)).one()
        kinds = {kind for (kind,) in session().execute(select(RuleVersion.kind).distinct())}
        assert {"premium", "vat", "loan", "screening", "can_will"} <= kinds
        for kind in kinds:
            assert current_version(session(), home.id, kind, clock.today()) is not None, kind


def test_the_printed_link_signs_the_first_administrator_in(app, run):
    link = run(*SET_UP).strip().splitlines()[-1]
    client = app.test_client()
    assert client.post(link).location == "/wachtwoord"
    assert client.get("/aannemers").status_code == 200
    again = run("sign-in-link", "nele@lindegem.example").strip()
    assert app.test_client().post(again).status_code == 302


def test_a_link_for_nobody_says_so(run):
    assert "There is no account for niemand@example.org." in run(
        "sign-in-link", "niemand@example.org", code=1
    )


def test_a_changed_history_is_found(app, run):
    run(*SET_UP)
    assert "The audit trail holds." in run("check-audit")
    with app.app_context(), transaction() as current:
        first = current.scalars(select(AuditEvent).order_by(AuditEvent.id)).first()
        current.execute(
            AuditEvent.__table__.update().where(AuditEvent.id == first.id).values(did="nothing")
        )
    found = run("check-audit", code=1)
    assert "event 1: was changed after it was written" in found


def test_a_backup_comes_back_only_when_asked(app, run, tmp_path):
    run(*SET_UP)
    file = tmp_path / "backup.json.gz"
    assert "rows written" in run("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0, "others can read it"
    with app.app_context(), transaction() as current:
        current.scalars(select(Person)).one().name = "Somebody else"
    run("restore", str(file), code=1)
    run("restore", str(file), "--yes")
    with app.app_context():
        assert session().scalars(select(Person.name)).one() == "Nele Wouters"


def answers(**given):
    return [part for name, value in {**ANSWERS, **given}.items() for part in (f"--{name}", value)]


def test_another_slug_adds_a_municipality(app, run):
    run(*SET_UP)
    six = "\n".join(
        ("Wilgem", "wilgem", "09 111 11 11", "wonen@wilgem.example", "Jan", "jan@wilgem.example")
    )
    link = run("setup", input=six + "\n").strip().splitlines()[-1]
    assert app.test_client().post(link).location == "/wachtwoord"
    with app.app_context():
        homes = session().scalars(select(Municipality).order_by(Municipality.id)).all()
        assert [home.slug for home in homes] == ["lindegem", "wilgem"]
        for home in homes:
            assert current_version(session(), home.id, "premium", clock.today()) is not None
    run("migrate")
    run("check-audit")


def test_a_slug_that_is_there_is_said(run):
    run(*SET_UP)
    assert "There is a municipality “lindegem” already." in run(*SET_UP, code=1)


def test_the_same_administrator_is_asked_for_a_second_municipality(app, run):
    first = run(*SET_UP).strip().splitlines()[-1]
    second = run("setup", *answers(slug="wilgem", municipality="Wilgem")).strip().splitlines()[-1]
    client = app.test_client()
    assert client.get(second).location == "/wissel"
    client.post(first)
    client.post(
        "/wachtwoord", data={"password": "een lange zin met woorden"}
    )  # a link of one municipality says yes to no other
    page = client.page("/wissel")
    assert page.says("Wilgem vraagt u om ook voor hen te werken")
    (form,) = [one for one in page.select("form") if one.select("[value=yes]")]
    client.send(form["action"], {"answer": "yes"})
    listed = [one.get_text(strip=True) for one in client.page("/wissel").select("main h2")]
    assert sorted(listed) == ["Lindegem", "Wilgem"]


def test_a_municipality_gets_a_name_of_its_own(app, run):
    run(*SET_UP)
    run(
        "setup",
        *answers(municipality="Wilgem", slug="wilgem", **{"admin-email": "jan@wilgem.example"}),
    )
    assert run("host", "wilgem", "Wijk.Wilgem.example:443").strip() == "Wilgem: wijk.wilgem.example"
    assert "is not a name of a site" in run("host", "wilgem", "geen naam", code=1)
    assert "There is no municipality “elders”." in run("host", "elders", "a.example", code=1)
    link = run("sign-in-link", "jan@wilgem.example").strip()
    assert link.startswith("http://wijk.wilgem.example/l/")
    assert run("sign-in-link", "nele@lindegem.example").startswith("http://localhost/l/")
