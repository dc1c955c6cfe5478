"""Keys that are known by their id: rotation at any moment, and another key under a known id."""

import threading

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db, transaction
from renogroep.infra.key_checks import OtherKey, SealingKey
from renogroep.infra.sealing import check_of, sealed_with
from renogroep.quotes.actions import drafting, rotating, submitting
from renogroep.quotes.actions.sealed import open_payload, open_typed
from renogroep.quotes.models import Quote
from renogroep.web.app import create_app
from renogroep.web.commands import main
from tests.support.make_jobs import job, typed
from tests.support.make_quotes import worked_example
from tests.support.races import Runner

OLD, NEW = "11" * 32, "22" * 32


@pytest.fixture
def ring(app):
    """``ring("2026b:...,k1:...")``: from now on these keys."""
    yield lambda text: app.config.update(SEALING_KEYS=text)
    app.config.pop("SEALING_KEYS", None)


@pytest.fixture
def quoted(given):
    """Three sealed quotes, and a draft on another job."""
    with given() as make:
        example = worked_example(make, stage="quoting")
        one = job(make)
        draft = save(make.session, one)
        one.version = draft.version
        one.lot_id = example.lot.id
        one.people = [make.member(role).id for role in (Role.LEAD, Role.OPENING_OFFICER)]
        return one


def save(session, one):
    by = By(one.person_id, seen=0)
    return drafting.save_draft(session, one.request_id, one.firm_id, typed(), revision=1, by=by)


def hand_in(session, one):
    by = By(one.person_id, seen=one.version)
    return submitting.submit(session, one.request_id, one.firm_id, submission_key="k" * 20, by=by)


def rotate(app, code=0):
    with app.app_context():
        answer = CliRunner().invoke(main, ["rotate-keys"])
    assert answer.exit_code == code, answer.output + repr(answer.exception)
    return answer.output


def keys_of(app):
    with app.app_context():
        rows = db.session.scalars(select(Quote).order_by(Quote.id)).all()
        return [sealed_with(row.sealed) for row in rows]


def test_everything_is_sealed_under_the_new_key_and_reads_the_same(app, quoted, ring):
    ring(f"2026b:{NEW},k1:{OLD}")
    assert keys_of(app) == ["k1"] * 4
    assert "4 sealed anew under 2026b." in (said := rotate(app))
    assert "Nothing asks for these keys any more: k1." in said
    assert keys_of(app) == ["2026b"] * 4
    ring(f"2026b:{NEW}")
    app.config["SEALING_KEY"] = ""
    try:
        with app.app_context():
            for row in db.session.scalars(select(Quote)):
                assert open_typed(row) if row.slot == "draft" else open_payload(row)
            known = {row.id: row for row in db.session.scalars(select(SealingKey))}
        assert known["2026b"].check == check_of(bytes.fromhex(NEW))
        assert known["2026b"].retired is None
        assert known["k1"].retired is not None
    finally:
        app.config["SEALING_KEY"] = OLD
    assert "0 sealed anew" in rotate(app)


def test_a_firm_with_its_page_open_hands_in_across_a_rotation(app, quoted, ring):
    ring(f"2026b:{NEW},k1:{OLD}")
    rotate(app)
    with app.test_request_context(), transaction() as session:
        assert hand_in(session, quoted).state == "submitted"


def killed(quote_id):
    with transaction() as session:
        assert rotating.reseal_quote(session, quote_id).done
        raise KeyboardInterrupt


def test_stopped_half_way_and_run_again(app, quoted, ring):
    ring(f"2026b:{NEW},k1:{OLD}")
    with app.app_context():
        first, *rest = rotating.to_reseal(db.session)
        with transaction() as session:
            assert rotating.reseal_quote(session, first).done
        with pytest.raises(KeyboardInterrupt):
            killed(rest[0])
    assert keys_of(app) == ["2026b", "k1", "k1", "k1"]
    assert "3 sealed anew" in rotate(app)
    assert keys_of(app) == ["2026b"] * 4


def test_a_draft_that_is_handed_in_meanwhile_is_no_trouble(app, quoted, ring):
    ring(f"2026b:{NEW},k1:{OLD}")
    with app.test_request_context():
        waiting = rotating.to_reseal(db.session)
        with transaction() as session:
            hand_in(session, quoted)
        for quote_id in waiting:
            with transaction() as session:
                rotating.reseal_quote(session, quote_id)
    assert keys_of(app) == ["2026b"] * 4
    assert "0 sealed anew" in rotate(app)


def test_handing_in_and_rotating_at_the_same_moment(app, quoted, ring):
    ring(f"2026b:{NEW},k1:{OLD}")
    start, wrong = threading.Barrier(2), []

    def both(work):
        try:
            with app.test_request_context():
                start.wait(20)
                work()
        except Exception as error:
            wrong.append(error)

    def submit():
        with transaction() as session:
            hand_in(session, quoted)

    def reseal():
        for quote_id in rotating.to_reseal(db.session):
            with transaction() as session:
                rotating.reseal_quote(session, quote_id)

    threads = [Runner(target=both, args=(work,)) for work in (submit, reseal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    assert wrong == []
    rotate(app)
    assert keys_of(app) == ["2026b"] * 4
    with app.app_context():
        for row in db.session.scalars(select(Quote)):
            open_payload(row)


def test_what_does_not_open_is_left_as_it_is_and_said(app, quoted, ring):
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Quote).order_by(Quote.id)).first()
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        before, key = row.sealed, row.id
    ring(f"2026b:{NEW},k1:{OLD}")
    said = rotate(app, code=1)
    assert f"quote {key}: damaged" in said
    assert "any more" not in said  # its key is still asked for
    with app.app_context():
        assert db.session.get(Quote, key).sealed == before


def test_another_key_under_a_known_id_is_refused_at_the_start(app, quoted):
    with pytest.raises(OtherKey, match="sealing key k1 ") as refused:
        create_app({**app.config, "SEALING_KEY": NEW})
    assert NEW not in str(refused.value)
    assert OLD not in str(refused.value)
    create_app({**app.config, "SEALING_KEYS": f"2026b:{NEW}"})  # the control: an id of its own


def test_a_key_that_is_away_starts_and_is_red_for_admin_and_lead(app, quoted, client_as, ring):
    ring(f"k2:{NEW}")
    app.config["SEALING_KEY"] = ""
    try:
        create_app({**app.config})
        for role, told in ((Role.ADMIN, True), (Role.LEAD, True), (Role.ADVISOR, False)):
            page = client_as(role).get("/vandaag")
            assert page.status_code == 200
            assert ("sleutel die deze server niet heeft: k1" in page.text) == told, role
    finally:
        app.config["SEALING_KEY"] = OLD
    ring("")
    assert "sleutel die" not in client_as(Role.LEAD).get("/vandaag").text
