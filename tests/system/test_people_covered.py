"""No table that knows something of a person is forgotten by export, erase or merge."""

import pytest
from sqlalchemy import event, select, update

from renogroep.identity.actions import signing_in
from renogroep.identity.actions.accounts import forget_account
from renogroep.identity.models import WebSession
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions import people
from renogroep.owners.models import CallRequest
from tests.support.make import NOW, TODAY, Make
from tests.support.personal import TABLES, household, kept_of, personal_tables, rows_of, target

# What stays of an erased person, by table. Anything else that stays is a leak.
KEPT = {
    # the minimum of a contractor was counted with where this home ended
    "assignment": "declined_at place yes_at yes_by",
    "group_member": "run_code",
    "request_home": "quantities run_code",
    # figures about the work of the office and about the building, without words
    "case_file": "channel opened_at owner_kind",
    # the address of the home and the codes of its interests; names and numbers go
    "case_words": "kind text",
    "dwelling_measure": "measured_at quantity source",
    "screening_fact": "answer at channel fact",
    "subscription": """
        channel ended_at interested_at loss_reason reference screened_at subscribed_at
    """,
    # a contract keeps its numbers and days
    "co_owner": "channel same_device signed_at",
    "home_order": """
        advisor_agreed_at borne_by_contractor ceiling contractor_agreed_at created_at ended_at
        final firm_iban handed_over_at loss_reason ordered_at planned_on premium provisional_at reference
        run_code run_size signed_at signed_channel terms_version vat_percent withdraw_until
    """,
    "order_condition": "decided_at kind state",
    "order_line": "number position quantity",
    # an empty row needs a language
    "person": "language",
}
# Rows that go out with the row they hang on, and say nothing by themselves once that one is erased.
RIDES_ALONG = {"subscription_lot", "order_line", "case_gram", "case_words", "case_stage"}
# How somebody gets in: a hash, and the address that the export gives with the person.
DOORS = {"answer_code", "signed_link"}


@pytest.fixture
def person(make: Make):
    return household(make)


def test_nothing_is_left_but_what_the_list_says(session, person):
    before = {table: rows_of(session, table, person.id) for table in personal_tables()}
    assert all(before.values())
    people.erase_person(session, person, by=TICK)
    session.expire_all()
    kept = {
        name
        for table, rows in before.items()
        for name in kept_of(rows, rows_of(session, table, person.id), table)
    }
    assert sorted(kept) == sorted(
        f"{table}.{column}" for table, columns in KEPT.items() for column in columns.split()
    )


def test_no_table_holds_a_name_or_a_way_to_reach_somebody(session, make, person):
    reached = {point.kind: point.value for point in person.contact_points}
    words = [person.name, *reached.values()]
    assert len(words) == 4
    _speak_of(make, person, reached["email"], reached["phone"])
    people.erase_person(session, person, by=TICK)
    session.expire_all()
    left = [
        (table.name, word)
        for table in TABLES.values()
        for row in session.execute(select(table)).mappings()
        for word in words
        if word in " ".join(str(value) for value in row.values())
    ]
    assert left == []


def _speak_of(make, person, email, phone):
    """A neighbour was told of this person, and somebody called from its phone."""
    make._add(
        OutboxMessage(
            municipality_id=person.municipality_id,
            key="told:1",
            way="mail",
            person_id=make.person("Een Buur").id,
            address="buur@example.org",
            language="nl",
            subject=f"Over {person.name}",
            body=f"{person.name} ({email}, {phone}) doet mee.",
            created_at=NOW,
        )
    )
    make._add(
        CallRequest(
            municipality_id=person.municipality_id,
            phone=phone,
            about="",
            language="nl",
            created_at=NOW,
            due_on=TODAY,
        )
    )
    signing_in.begin(make.session, email=email, address="10.0.0.1", known=())


def test_an_export_reads_every_table(session, person):
    asked = []
    listen = session.get_bind()

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement.replace('"', ""))

    event.listen(listen, "before_cursor_execute", note)
    try:
        people.export_person(session, person, by=TICK)
    finally:
        event.remove(listen, "before_cursor_execute", note)
    read = " ".join(asked)
    unread = [
        t.name
        for t in personal_tables()
        if f"FROM {t.name}" not in read and f"JOIN {t.name}" not in read
    ]
    assert set(unread) - RIDES_ALONG - DOORS == set()


def keep_no_account(session, person):
    """Somebody with an account is never put together with somebody else."""
    session.execute(update(WebSession).values(account_id=None))
    forget_account(session, person.id)


def test_a_merge_leaves_nothing_with_the_old_row(session, make, person):
    other = make.person("Nieuwe Rij")
    keep_no_account(session, person)
    people.merge_people(session, person, other, by=TICK)
    session.expire_all()
    left = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if target(column) == "person"
        and session.execute(select(column).where(column == person.id)).first()
    ]
    assert left == []


def test_every_room_offers_all_three():
    for name, room in people.ROOMS:
        for verb in ("export_person", "erase_person", "repoint_person"):
            assert callable(getattr(room, verb)), f"{name}.{verb}"


def test_the_test_sees_tables_at_all():
    assert {"subscription", "home_order", "consent"} <= {table.name for table in personal_tables()}
