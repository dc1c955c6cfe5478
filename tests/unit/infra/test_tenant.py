"""Every statement says of which municipality, whoever forgot it, and silence is an error."""

from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, delete, func, insert, select, text, union_all, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from renogroep.identity.models import Membership, Municipality, Organisation, Person
from renogroep.infra import tenant
from renogroep.infra.db import ACROSS, Model
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.tenant import NoTenant, NotFenced, TenantChanged, acting_for

OURS, THEIRS = 1, 2
TABLES = ("municipality", "organisation", "person", "contact_point", "membership", "upkeep")


@pytest.fixture(autouse=True)
def nobody_said_one(all_rows):
    with tenant.afresh():
        yield


@pytest.fixture
def engine():
    """Two municipalities with the same rows: person 1 and organisation 1 are ours, 2 theirs."""
    engine = create_engine("sqlite://")
    Model.metadata.create_all(engine, tables=[Model.metadata.tables[name] for name in TABLES])
    with Session(engine) as session:  # no fence yet
        for key in (OURS, THEIRS):
            session.add(Municipality(id=key, name=f"M{key}", slug=f"m{key}", phone="1", email="e"))
            session.add(
                Organisation(id=key, municipality_id=key, kind="partner", name="O", sort_key="o")
            )
            session.add(Person(id=key, municipality_id=key, name="P", sort_key="p"))
            session.add(
                Membership(
                    id=key, municipality_id=key, person_id=key, organisation_id=key, role="lead"
                )
            )
        session.commit()
    tenant.fence(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine) as session:
        yield session


@contextmanager
def across(engine):
    with engine.connect().execution_options(**{ACROSS: True}) as connection, connection.begin():
        yield connection


def seen(session, statement):
    with acting_for(OURS):
        ours = session.scalars(statement).all()
    session.close()
    session.info.clear()
    with acting_for(THEIRS):
        return ours, session.scalars(statement).all()


OTHER = aliased(Person)
SELECTS = {
    "a class": select(Person.id),
    "an alias": select(OTHER.id),
    "a count": select(func.count()).select_from(Person).where(Person.id == OURS),
    "a join": select(Membership.id).join(Membership.person),
    "a part": select(Municipality.id).where(Municipality.id.in_(select(Person.municipality_id))),
    "exists": select(Municipality.id).where(
        select(Person.id).where(Person.municipality_id == Municipality.id).exists()
    ),
    "a value": select(select(func.max(Person.id)).scalar_subquery()),
    "a table of its own": select(select(Person.id).subquery().c.id),
    "the table": select(Person.__table__.c.id),
    "counted parts": select(func.count()).select_from(
        union_all(
            select(select(Person.id).subquery()),
            select(select(Person.id).where(Person.id < 0).subquery()),
        ).subquery()
    ),
    "one after another": union_all(
        select(Person.id), select(Person.id).where(Person.name == "Nobody")
    ),
}


COUNTED = {"a count": [0], "counted parts": [1]}


@pytest.mark.parametrize("name", SELECTS)
def test_a_select_finds_rows_of_one_municipality_alone(session, name):
    ours, theirs = seen(session, SELECTS[name])
    assert ours == [OURS]
    assert theirs == COUNTED.get(name, [THEIRS])


def test_a_row_of_another_municipality_is_not_there(session):
    with acting_for(OURS):
        assert session.get(Person, OURS).name == "P"
        assert session.get(Person, THEIRS) is None


def test_tables_of_the_installation_are_not_asked_about(session):
    assert session.get(Municipality, THEIRS).name == "M2"
    with acting_for(OURS):
        assert session.scalars(select(Municipality.id)).all() == [OURS, THEIRS]


@pytest.mark.parametrize("load", [joinedload, selectinload])
def test_what_is_loaded_along_is_of_the_same_municipality(engine, session, load):
    with across(engine) as connection:  # as no program of ours would leave it
        connection.execute(update(Membership).values(person_id=OURS))
    with acting_for(OURS):
        person = session.scalars(select(Person).options(load(Person.memberships))).unique().one()
        assert [row.id for row in person.memberships] == [OURS]


def test_what_is_loaded_later_too(engine, session):
    with across(engine) as connection:
        connection.execute(update(Membership).values(person_id=OURS, organisation_id=THEIRS))
    with acting_for(OURS):
        person = session.get(Person, OURS)
        assert [row.id for row in person.memberships] == [OURS]
        assert person.memberships[0].organisation is None


def test_an_expired_row_is_read_again(session):
    with acting_for(OURS):
        person = session.get(Person, OURS)
        session.commit()
        assert person.name == "P"
        session.refresh(person)


def names(engine):
    with across(engine) as connection:
        return list(connection.scalars(select(Person.name).order_by(Person.id)))


CHANGES = {
    "update": update(Person).values(name="New"),
    "without synchronising": update(Person)
    .values(name="New")
    .execution_options(synchronize_session=False),
    "of the table": update(Person.__table__).values(name="New"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_update_changes_our_rows_alone(engine, session, change):
    with acting_for(OURS):
        session.execute(change)
        session.commit()
    assert names(engine) == ["New", "P"]


def test_a_bare_connection_counts(engine):
    with acting_for(OURS), engine.begin() as connection:
        connection.execute(update(Person).values(name="New"))
        assert connection.scalars(select(Person.id)).all() == [OURS]
        assert connection.scalars(select(Person.__table__.c.id)).all() == [OURS]
    assert names(engine) == ["New", "P"]


def test_a_delete_takes_our_rows_alone(engine, session):
    with acting_for(OURS):
        session.execute(delete(Membership))
        session.commit()
    with across(engine) as connection:
        assert connection.scalars(select(Membership.id)).all() == [THEIRS]


def test_a_flush_changes_and_deletes_our_rows_alone(engine, session):
    with acting_for(OURS):
        session.get(Membership, OURS).role = "desk"
        session.flush()
        session.delete(session.get(Membership, OURS))
        session.flush()
    stranger = Session(engine)
    stranger.info[ACROSS] = True
    stranger.connection(execution_options={ACROSS: True})
    row = stranger.get(Membership, THEIRS)
    stranger.connection().execution_options(**{ACROSS: False})
    row.role = "desk"
    with acting_for(OURS), pytest.raises(StaleDataError):
        stranger.flush()


def test_a_new_row_is_put_in(engine, session):
    with acting_for(OURS):
        session.add(Person(municipality_id=OURS, name="New", sort_key="new"))
        session.commit()
    assert names(engine) == ["P", "P", "New"]


SILENT = {
    "select": select(Person),
    "part": select(Municipality).where(Municipality.id.in_(select(Person.municipality_id))),
    "table": select(Person.__table__),
    "update": update(Person).values(name="New"),
    "delete": delete(Membership),
    "insert from select": insert(Municipality).from_select(["id"], select(Person.id)),
}


@pytest.mark.parametrize("statement", SILENT.values(), ids=SILENT)
def test_nothing_said_is_an_error(engine, session, statement):
    with pytest.raises(NoTenant):
        session.execute(statement)
    with pytest.raises(NoTenant), engine.connect() as connection:
        connection.execute(statement)


def test_a_flush_without_a_municipality_is_an_error(engine, session):
    with acting_for(OURS):
        person = session.get(Person, OURS)
    person.name = "New"
    with pytest.raises(NoTenant):
        session.flush()


def test_the_parameter_itself_asks_too(engine):
    bare = create_engine("sqlite://")  # without the listener, which says it better
    with pytest.raises(StatementError) as raised, bare.connect() as connection:
        connection.execute(select(OutboxMessage.id).options(tenant.FENCE))
    assert isinstance(raised.value.orig, NoTenant)


def test_one_session_is_for_one_municipality(session):
    with acting_for(OURS):
        kept = session.get(Person, OURS)
    with acting_for(THEIRS), pytest.raises(TenantChanged):
        session.get(Person, THEIRS)
    with acting_for(THEIRS), pytest.raises(TenantChanged):
        session.execute(update(Person).values(name="New"))
    assert kept.name == "P"
    session.expunge_all()
    with acting_for(THEIRS):
        assert session.get(Person, THEIRS) is not None


def test_text_is_refused(engine, session):
    with acting_for(OURS):
        with pytest.raises(NotFenced):
            session.execute(text("SELECT * FROM person"))
        with pytest.raises(NotFenced):
            session.scalars(select(Person).from_statement(text("SELECT * FROM person")))
    with pytest.raises(NotFenced), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with across(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 2


def test_what_has_no_place_for_it_is_refused(engine):
    person, member = Person.__table__, Membership.__table__
    odd = select(person.c.id).join_from(person, member)
    unsaid = insert(Organisation).from_select(["id"], select(Person.id))
    said = select(Person.id + 9, Person.municipality_id).where(Person.municipality_id == OURS)
    with acting_for(OURS), engine.connect() as connection:
        for statement in (odd, select(odd.subquery().c.id), unsaid):
            with pytest.raises(NotFenced):
                connection.execute(statement)
        with pytest.raises(StatementError):  # let through: the database misses columns
            connection.execute(insert(Organisation).from_select(["id", "municipality_id"], said))


def test_a_session_that_says_so_reads_across(session):
    session.info[ACROSS] = True
    session.connection(execution_options={ACROSS: True})
    with acting_for(OURS):
        assert session.scalars(select(Person.id)).all() == [OURS, THEIRS]


def test_it_is_compiled_once_for_all(engine):
    sizes = []
    for key in (OURS, THEIRS, OURS):
        with acting_for(key), Session(engine) as session:
            assert session.scalars(select(Person.id)).all() == [key]
            session.execute(update(Person).values(name="New"))
        sizes.append(len(engine._compiled_cache))
    assert len(set(sizes)) == 1


def test_blocks_go_back_to_what_was_said_before():
    with acting_for(OURS):
        with acting_for(THEIRS):
            assert tenant.current() == THEIRS
        assert tenant.current() == OURS
    assert tenant.current() is None
