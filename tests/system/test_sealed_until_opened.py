"""Before the opening a price is nowhere: no page, file, mail, log, audit row or database byte.

A price that occurs nowhere else is quoted; then everything that anybody can reach is searched for it,
in every way in which it can be written.
"""

import itertools
import logging
import re
import zipfile
from io import BytesIO
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select, text
from werkzeug.routing import IntegerConverter

from renogroep.infra.access import GRANTS, PUBLIC, Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import Model, db, transaction
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.sealing import Unreadable
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import open_typed
from renogroep.quotes.models import Quote
from renogroep.web.jobs import deliver
from tests.support.filled import Filled
from tests.support.html import InspectingClient, Page, form_values
from tests.support.make_jobs import fields, invited, job, open_request, quotes_of, typed

QUOTED, DRAFTED = "7391.37", "8462.53"  # handed in, and typed in a newer draft
WORD = "zwaluwnestkast"  # in a remark
NEEDLES = tuple(
    form.encode()
    for price in (QUOTED, DRAFTED)
    for form in (
        price,
        price.replace(".", ","),
        f"{price[0]}.{price[1:].replace('.', ',')}",
        f"{price[0]},{price[1:]}",
        price.replace(".", ""),  # cents; and 1/10,000 euro begins with it
    )
) + (WORD.encode(),)
SPACES = str.maketrans("", "", "\u00a0\u202f\u2009 ")
HASHES = re.compile(rb"[0-9a-f]{64}")  # random digits are no prices


class PlainClient(InspectingClient):
    """Only reads: whether a page is sound is judged elsewhere."""

    open = FlaskClient.open


def leaks(content: bytes) -> list[bytes]:
    """The needles that stand in these bytes, also inside an archive or a PDF."""
    found = content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found += b"\n".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        found += "\n".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages).encode()
    found = HASHES.sub(b"", found)
    found += found.decode("utf-8", "replace").translate(SPACES).encode()
    return [needle for needle in NEEDLES if needle in found]


def send(client, url, data):
    """Fill in the first form of a page and send it; the tests elsewhere judge the answers."""
    page = Page(client.get(url).text, "html.parser")
    return client.post(url, data=form_values(page.select_one("main form[method=post]")) | data)


@pytest.fixture
def quoted(app, given, client_of, monkeypatch, caplog):
    """Two jobs, in both modes; a firm handed in a quote on each, and works on a newer draft."""
    monkeypatch.setattr(app, "test_client_class", PlainClient)
    app.config["SHOW_ERROR_PAGES"] = True
    caplog.set_level(logging.DEBUG)
    with given() as make:
        people = {role: make.member(role).id for role in Role if role is not Role.CONTRACTOR}
        lots = [make.package(mode).lots[0] for mode in ("group_quotes", "procurement")]
        jobs = [job(make, lot=lot) for lot in lots]
        rivals = [invited(make, lot)[1].id for lot in lots]
    for one in jobs:
        firm = client_of(one.person_id)
        quote(firm, one, "7391.37", "7391,37")
        hand_in(firm, one)
        draft(firm, one)
    yield SimpleNamespace(people=people, jobs=jobs, rivals=rivals, client_of=client_of)
    del app.config["SHOW_ERROR_PAGES"]


def quote(firm, one, *prices):
    values = fields(typed({"01.01": prices})) | {"01.02-remark": WORD, "do": "check"}
    assert send(firm, f"{one.url}/invullen", values).location.endswith("/indienen")


def hand_in(firm, one):
    answer = send(firm, f"{one.url}/indienen", {"agreed": "y", "knows_over": "y"})
    assert answer.location.endswith("/bewijs")


def draft(firm, one):
    """Everything that can go wrong with a price goes wrong once, and then a good file comes in."""
    send(firm, f"{one.url}/invullen", fields(typed({"01.01": ("8462,53", "x" + QUOTED)})))
    book = Filled(firm.get(f"{one.url}/meetstaat.xlsx").data)
    for prices in (("-8462,53", "8462.53 euro"), ("8462.53", "8462,53")):
        for column, price in zip("GH", prices, strict=True):
            book.put("01.01", column, price)
        upload(firm, one, book.data())
    upload(firm, one, book.data()[:-400])
    firm.post(f"{one.url}/invullen", data={"01.01-price_1": DRAFTED, "version": "77"})
    firm.post(f"{one.url}/indienen", data={"01.01-price_1": DRAFTED})


def upload(firm, one, data):
    file = {"file": (BytesIO(data), "meetstaat.xlsx")}
    return send(firm, f"{one.url}/invullen/bestand", file)


def addresses(app, role):
    """Every GET address: with every number that could stand in it where the role may look.

    Where a role may not look, one address shows that the door is shut.
    """
    with app.app_context():
        tables = {table.name: table for table in Model.metadata.sorted_tables}
        columns = (tables["package"].c.reference, tables["neighbourhood"].c.slug)
        words = [str(word) for column in columns for word in db.session.scalars(select(column))]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        permission = app.view_functions[rule.endpoint].permission
        inside = role is None if permission == PUBLIC else role in GRANTS[permission]
        numbers = range(1, 7 if len(rule.arguments) == 1 else 4) if inside else [1]
        choices = [
            numbers if isinstance(kind, IntegerConverter) else words
            for kind in rule._converters.values()
        ]
        for values in itertools.product(*choices):
            named = dict(zip(rule._converters, values, strict=True))
            yield rule.build(named, append_unknown=False)[1]


def found_by(client, app, role):
    """Address -> needles that this browser could read there, and how many pages it could open."""
    seen, opened = {}, 0
    for url in addresses(app, role):
        answer = client.get(url)
        opened += answer.status_code == 200
        said = leaks(answer.data) + leaks(str(answer.headers).encode())
        if said:
            seen[url] = said
    return seen, opened


@pytest.mark.parametrize("role", [*(role for role in Role if role is not Role.CONTRACTOR), None])
def test_nobody_reads_a_price_on_any_page_or_export(app, quoted, role):
    client = quoted.client_of(quoted.people[role]) if role else app.test_client()
    seen, opened = found_by(client, app, role)
    assert seen == {}
    assert opened > 0


def test_another_contractor_of_the_same_job_reads_nothing(app, quoted):
    for rival in quoted.rivals:
        seen, opened = found_by(quoted.client_of(rival), app, Role.CONTRACTOR)
        assert seen == {}
        assert opened >= 4


def test_the_firm_itself_reads_its_own_prices(app, quoted):
    """The control: the same search does find a price where it may stand."""
    for one in quoted.jobs:
        seen, _opened = found_by(quoted.client_of(one.person_id), app, Role.CONTRACTOR)
        assert {f"{one.url}/invullen", f"{one.url}/prijsbestand.json"} <= set(seen)
        assert f"{one.url}/meetstaat.xlsx" in seen
        assert f"{one.url}/bewijs" not in seen
        assert f"{one.url}/bewijs.pdf" not in seen
        others = {other.url for other in quoted.jobs if other is not one}
        assert not any(url.startswith(tuple(others)) for url in seen)


def test_no_mail_and_no_audit_row_has_a_price(app, quoted):
    with app.app_context():
        mails = db.session.scalars(select(OutboxMessage)).all()
        events = db.session.scalars(select(AuditEvent)).all()
        said = [f"{m.subject}\n{m.body}\n{m.key}\n{m.last_error}" for m in mails]
        said += [f"{e.did} {e.facts}" for e in events]
    assert len(mails) == len(quoted.jobs)
    assert {"quote.submitted", "quote.draft_saved"} <= {event.did for event in events}
    assert leaks("\n".join(said).encode()) == []


def logged(caplog):
    """Every line and every traceback since the test began, its preparation too."""
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    return "\n".join(logging.Formatter("%(message)s").format(record) for record in records)


def test_no_log_line_has_a_price_not_even_after_a_crash(quoted, caplog, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(drafting, "save_draft", crash)
    one = quoted.jobs[0]
    firm = quoted.client_of(one.person_id)
    answer = send(firm, f"{one.url}/invullen", fields(typed({"01.01": (QUOTED, DRAFTED)})))
    assert answer.status_code == 500
    assert "the disk is full" in logged(caplog)
    assert leaks(logged(caplog).encode()) == []


def everything_stored(app):
    """Table -> its rows as bytes: texts, numbers and blobs as they are."""
    with app.app_context():
        for table in Model.metadata.sorted_tables:
            rows = db.session.execute(select(table)).all()
            cells = [value for row in rows for value in row]
            blobs = b"\n".join(value for value in cells if isinstance(value, bytes))
            yield table.name, repr(rows).encode() + b"\n" + blobs


def test_no_table_holds_a_price(app, quoted):
    stored = dict(everything_stored(app))
    assert {name: leaks(content) for name, content in stored.items() if leaks(content)} == {}
    assert len(stored["quote"]) > 4 * 4096  # the payloads were really among it


def files_of(app):
    """Every file that the application keeps: database, its log, jobs, mails."""
    with app.app_context():
        deliver()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint"))
        db.engine.dispose()
    folder = app.config["FOLDER"]
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "template.db"]


def test_no_file_on_the_server_holds_a_price(app, quoted, database):
    files = files_of(app)
    assert {path.name: leaks(path.read_bytes()) for path in files if leaks(path.read_bytes())} == {}
    assert any(path.suffix == ".eml" for path in files)
    if database == "sqlite":
        assert "test.db" in {path.name for path in files}


def test_control_a_price_in_a_column_would_be_found(app, quoted, database):
    """Somebody who writes a price beside the payload is caught by the searches above."""
    with app.app_context(), transaction() as session:
        session.scalars(select(Quote)).first().remark = f"totaal {QUOTED}"
    assert leaks(dict(everything_stored(app))["quote"])
    if database == "sqlite":
        found = [path.name for path in files_of(app) if leaks(path.read_bytes())]
        assert any(name.startswith("test.db") for name in found)


@pytest.mark.parametrize(
    "way", ["7391,37", "7.391,37", "€ 7.391,37", "7 391,37", "7391.37", "73913700", "739137", WORD]
)
def test_control_every_way_to_write_it_is_recognised(way):
    assert leaks(f"<td>{way}</td>".encode())
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/sharedStrings.xml", way)
    assert leaks(archive.getvalue())


def test_no_cookie_carries_a_price(app, quoted):
    for one in quoted.jobs:
        firm = quoted.client_of(one.person_id)
        send(firm, f"{one.url}/invullen", fields(typed({"01.01": (DRAFTED, QUOTED)})))
        with firm.session_transaction() as cookie:
            assert leaks(repr(dict(cookie)).encode()) == []


def test_the_payload_opens_with_the_key_only(app, quoted):
    one = quoted.jobs[0]
    with app.app_context():
        kept = quotes_of(db.session, one.request_id)
        assert {quote.slot for quote in kept} == {"draft", "submitted"}
        app.config["SEALING_KEY"] = "22" * 32
        try:
            for quote in kept:
                with pytest.raises(Unreadable):
                    open_typed(quote)
        finally:
            app.config["SEALING_KEY"] = "11" * 32


def test_equal_quotes_are_not_equal_payloads(app, given, client_of):
    with given() as make:
        request = open_request(make)
        people = [invited(make, request.lot)[1].id for _ in range(2)]
        url, key = f"/opdrachten/{request.id}", request.id
    for person in people:
        client = client_of(person)
        values = client.page(f"{url}/invullen").values() | fields(typed()) | {"do": "check"}
        client.send(f"{url}/invullen", values)
    with app.app_context():
        one, other = quotes_of(db.session, key)
        assert one.sealed != other.sealed
        assert len(one.sealed) == len(other.sealed)
