"""A chain that is hashed again, or cut, is found: here, and on another machine without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from renogroep.base.chain import head_text
from renogroep.identity.actions import people
from renogroep.identity.models import Municipality
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent, AuditHead, Did, digest, keys, seal_trail
from renogroep.infra.db import db, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.signing import AuditKeys, fits_any, given_or_kept
from renogroep.web.app import create_app
from renogroep.web.commands import main

TOP = Path(__file__).parents[2]
CASE = json.loads((TOP / "tests/fixtures/ground/audit_head.json").read_text())


@pytest.fixture
def shell(app, tmp_path):
    """``shell("anchor")`` with a folder of its own; gives what was printed."""
    before = app.config["FOLDER"]
    app.config["FOLDER"] = tmp_path

    def command(*arguments, code=0):
        with app.app_context():
            answer = CliRunner().invoke(main, [str(one) for one in arguments])
        assert answer.exit_code == code, answer.output + repr(answer.exception)
        return answer.output

    yield command
    app.config["FOLDER"] = before


@pytest.fixture
def trail(app):
    """Thirty events in each of two municipalities."""
    with app.app_context(), transaction() as session:
        for slug in ("a", "b"):
            home = people.create_municipality(
                session, name=slug.upper(), slug=slug, phone="1", email=f"{slug}@b.be"
            )
            more(session, home, 29)
        return home.id


def more(session, home, count):
    for number in range(count):
        people.create_person(
            session,
            municipality_id=home.id,
            name=f"Persoon {number}",
            contact=Contact("email", f"{home.slug}{number}@b.be"),
            language="nl",
            by=TICK,
        )


def hash_again(session, municipality_id):
    """Somebody with the whole database and no key: an event is changed, all hashes made anew."""
    previous = "0" * 64
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.municipality_id == municipality_id)
        .order_by(AuditEvent.number)
    ).all()
    session.expunge_all()
    for row in rows:
        row.previous_hash = previous
        row.did = "person.erased" if row.number == 3 else row.did
        previous = digest(row)
        session.execute(
            update(AuditEvent.__table__)
            .where(AuditEvent.__table__.c.id == row.id)
            .values(did=row.did, previous_hash=row.previous_hash, hash=previous)
        )
    session.execute(
        update(AuditHead.__table__)
        .where(AuditHead.__table__.c.municipality_id == municipality_id)
        .values(hash=previous)
    )


def cut_back(session, municipality_id, head):
    """The last twenty events are gone, and the end is one that was signed once."""
    events = AuditEvent.__table__
    session.execute(
        delete(events).where(
            events.c.municipality_id == municipality_id, events.c.number > head["number"]
        )
    )
    session.execute(
        update(AuditHead.__table__)
        .where(AuditHead.__table__.c.municipality_id == municipality_id)
        .values(**head)
    )


def head_of(session, municipality_id):
    head = session.get_one(AuditHead, municipality_id)
    return {name: getattr(head, name) for name in ("number", "hash", "signature", "key_id")}


def verify(export, anchors, key, code=0):
    """On another machine: no flask, no sqlalchemy, no setting of ours."""
    lines = (
        "import sys\n"
        "class Blocked:\n"
        "    def find_spec(self, name, *more):\n"
        "        if name.split('.')[0] in {'flask', 'sqlalchemy', 'flask_babel', 'huey'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
        "from renogroep.infra.verify import main\n"
        "main(sys.argv[1:])\n"
    )
    more = [part for file in anchors for part in ("--anchors", str(file))]
    command = [sys.executable, "-c", lines, str(export), *more, "--verify-key", key]
    ran = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, cwd=TOP, env={"PYTHONPATH": str(TOP)}
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def files_of(shell, app, tmp_path):
    """The export, the anchors and the public key, as somebody else was given them."""
    shell("export-audit", tmp_path / "trail.zip")
    key = shell("audit-key").split()[1]
    return tmp_path / "trail.zip", sorted((tmp_path / "anchors").glob("*.txt")), key


def test_the_signature_of_the_design():
    text = head_text(1, 412, "ab" * 32)
    assert text == CASE["text"].encode()
    key = AuditKeys.read(f"a1:{CASE['key_seed']}")
    assert key.sign(text) == ("a1", CASE["signature"])
    assert key.public() == {"a1": CASE["verify_key"]}
    assert key.fits("a1", text, CASE["signature"])
    assert not key.fits("a2", text, CASE["signature"])
    assert not key.fits("a1", text + b" ", CASE["signature"])
    assert not key.fits("a1", text, "zz")
    assert fits_any([CASE["verify_key"]])(None, text, CASE["signature"])


def test_what_was_not_touched_holds_everywhere(app, shell, trail, tmp_path):
    assert "There is no anchor yet." in shell("check-audit")
    assert "nobody outside keeps a copy" in shell("anchor")
    assert "2 anchors fit." in shell("check-audit")
    export, anchors, key = files_of(shell, app, tmp_path)
    assert "holds; 2 anchors fit" in verify(export, anchors, key)
    shell("backup", tmp_path / "all.zip")
    assert "holds" in verify(tmp_path / "all.zip", anchors, key)
    assert "2 anchors fit." in shell("check-audit", "--verify-key", key, "--anchors", anchors[0])
    other = AuditKeys.read(f"x:{'44' * 32}").public()["x"]
    assert "is not signed by our key" in shell("check-audit", "--verify-key", other, code=1)
    assert "is not signed by this key" in verify(export, anchors, other, code=1)
    shell("check-audit", "--verify-key", "zz", code=1)


def test_a_chain_that_is_hashed_again_is_found_by_its_signature(app, shell, trail, tmp_path):
    with app.app_context(), transaction() as session:
        hash_again(session, trail)
    assert "is not signed by our key" in shell("check-audit", code=1)
    with app.app_context(), transaction() as session:  # and nothing is signed on top of it
        more(session, session.get_one(Municipality, trail), 1)
    assert "is not signed by our key" in shell("check-audit", code=1)


def test_a_chain_that_is_hashed_again_is_found_by_an_anchor_too(app, shell, trail, tmp_path):
    shell("anchor")
    with app.app_context(), transaction() as session:
        hash_again(session, trail)
    said = shell("check-audit", code=1)
    assert "was another event at" in said
    export, anchors, key = files_of(shell, app, tmp_path)
    said = verify(export, anchors, key, code=1)
    assert "is not signed by this key" in said
    assert "was another event at" in said


def test_a_cut_back_to_an_old_signed_end_is_found_by_the_anchor(app, shell, trail, tmp_path):
    with app.app_context(), transaction() as session:
        before = head_of(session, trail)
        more_of = session.get_one(Municipality, trail)
        for number in range(20):
            people.create_organisation(
                session,
                municipality_id=more_of.id,
                kind="partner",
                name=f"Firma {number}",
                by=TICK,
            )
        assert head_of(session, trail)["number"] == before["number"] + 20
    shell("anchor")
    with app.app_context(), transaction() as session:
        cut_back(session, trail, before)
    assert "is cut off now" in shell("check-audit", code=1)
    export, anchors, key = files_of(shell, app, tmp_path)
    assert "is cut off now" in verify(export, anchors, key, code=1)
    # The control, and what the documentation says: without an anchor this cut is not found.
    for file in anchors:
        file.unlink()
    assert "The audit trail holds." in shell("check-audit")


@pytest.mark.parametrize("gone", [0, 1, 2, 3, 4])
def test_an_anchor_file_with_a_line_removed_is_found(app, shell, trail, tmp_path, gone):
    for _ in range(3):
        shell("anchor")
    file = next((tmp_path / "anchors").glob("*.txt"))
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:gone] + lines[gone + 1 :]))
    assert "a line before it is missing or was changed" in shell("check-audit", code=1)
    export, anchors, key = files_of(shell, app, tmp_path)
    assert "a line before it is missing" in verify(export, anchors, key, code=1)


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"municipality": "1"}', "x"])
def test_a_line_that_is_no_anchor_is_said(app, shell, trail, tmp_path, line):
    shell("anchor")
    file = next((tmp_path / "anchors").glob("*.txt"))
    file.write_text(f"{line}\n{file.read_text()}")
    shell("check-audit", code=1 if line else 0)


def test_an_export_that_is_none_says_so(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK")
    (tmp_path / "2026.txt").write_text("")
    said = verify(tmp_path / "x.zip", [tmp_path / "2026.txt"], CASE["verify_key"], code=2)
    assert "cannot be checked" in said


def test_a_trail_of_before_is_signed_once_and_says_from_where(app, shell, trail):
    with app.app_context(), transaction() as session:
        session.execute(
            update(AuditHead.__table__)
            .where(AuditHead.__table__.c.municipality_id == trail)
            .values(signature=None, key_id=None)
        )
        session.expire_all()
        more(session, session.get_one(Municipality, trail), 0)
    assert "is not signed (renogroep migrate" in shell("check-audit", code=1)
    with app.app_context(), transaction() as session:
        home = session.get_one(Municipality, trail)
        assert seal_trail(session, home)
        assert not seal_trail(session, home)
        event = session.scalars(select(AuditEvent).where(AuditEvent.did == Did.SEALED)).one()
        assert event.facts == {"events": 30}
    assert "The audit trail holds." in shell("check-audit")


def test_anchors_go_to_two_people_outside(app, shell, trail, monkeypatch):
    monkeypatch.setitem(app.config, "ANCHOR_TO", ["een@elders.example", "twee@elders.example"])
    shell("anchor")
    with app.app_context():
        mails = db.session.scalars(select(OutboxMessage)).all()
        assert {mail.address for mail in mails} == {"een@elders.example", "twee@elders.example"}
        assert all(mail.body.count('"signature"') == 2 for mail in mails)


def test_sqlite_makes_its_key_once_and_postgresql_wants_one(tmp_path):
    settings = {"FOLDER": tmp_path, "DATABASE_URL": "sqlite:///x.db", "AUDIT_KEYS": ""}
    first = given_or_kept(settings)
    assert given_or_kept(settings) == first
    assert (tmp_path / "audit_keys.txt").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["audit_keys.txt"]
    with pytest.raises(ValueError, match="RENOGROEP_AUDIT_KEYS"):
        given_or_kept({**settings, "DATABASE_URL": "postgresql+psycopg://x/y"})


@pytest.mark.parametrize("text", ["x", "a1:zz", f"{'11' * 32}", f"a:{'11' * 32},a:{'22' * 32}"])
def test_a_key_that_signs_nothing_stops_the_start(app, text):
    with pytest.raises(ValueError, match="AUDIT_KEYS") as refused:
        create_app({**app.config, "AUDIT_KEYS": text})
    assert "11" not in str(refused.value)


def test_an_older_key_still_verifies_and_the_new_one_signs(app, trail):
    before = app.config["AUDIT_KEYS"]
    app.config["AUDIT_KEYS"] = f"t2:{'55' * 32},{before}"
    try:
        with app.app_context(), transaction() as session:
            assert session.get_one(AuditHead, trail).key_id == "t1"
            more(session, session.get_one(Municipality, trail), 0)
            people.create_organisation(
                session, municipality_id=trail, kind="partner", name="F", by=TICK
            )
            assert session.get_one(AuditHead, trail).key_id == "t2"
            assert keys().first == "t2"
    finally:
        app.config["AUDIT_KEYS"] = before
