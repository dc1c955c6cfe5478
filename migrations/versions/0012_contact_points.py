"""Several ways to reach one person, in a table of their own instead of four columns

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

PREFERRED = 'preferred AND ended_at IS NULL'
COLUMNS = {'email': 'email', 'phone': 'phone', 'letter': 'postal_address'}
KIND_OF_WAY = {'email': 'email', 'mobile': 'phone', 'letter': 'letter'}
WAY_OF_KIND = {kind: way for way, kind in KIND_OF_WAY.items()}
AT_ONCE = 1000

POINT = sa.table(
    'contact_point',
    *(
        sa.column(name)
        for name in (
            'id', 'municipality_id', 'person_id', 'kind', 'value', 'value_key', 'note',
            'preferred', 'ended_at',
        )
    ),
)
PERSON = sa.table(
    'person',
    *(
        sa.column(name)
        for name in ('id', 'municipality_id', 'contact_way', 'email', 'phone', 'postal_address')
    ),
)


def _points(person):
    """What one row knew: the chosen way is preferred, or else the first that is filled in."""
    filled = {
        kind: getattr(person, column)
        for kind, column in COLUMNS.items()
        if (getattr(person, column) or '').strip()
    }
    chosen = KIND_OF_WAY.get(person.contact_way)
    first = chosen if chosen in filled else next(iter(filled), None)
    return [
        {
            'municipality_id': person.municipality_id,
            'person_id': person.id,
            'kind': kind,
            'value': value,
            'value_key': ' '.join(value.casefold().split())[:300],
            'note': '',
            'preferred': kind == first,
        }
        for kind, value in filled.items()
    ]


def upgrade() -> None:
    op.create_table(
        'contact_point',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('value', sa.String(length=300), nullable=False),
        sa.Column('value_key', sa.String(length=300), nullable=False),
        sa.Column('note', sa.String(length=80), nullable=False),
        sa.Column('preferred', sa.Boolean(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('email', 'phone', 'letter')", name=op.f('ck_contact_point_known_kind')),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_contact_point_municipality_id_municipality')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_point_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_point')),
    )
    op.create_index(op.f('ix_contact_point_municipality_id'), 'contact_point', ['municipality_id'])
    op.create_index(op.f('ix_contact_point_person_id'), 'contact_point', ['person_id'])
    op.create_index('ix_contact_point_value_key', 'contact_point', ['municipality_id', 'kind', 'value_key'])
    op.create_index(
        'uq_contact_point_preferred', 'contact_point', ['person_id'], unique=True,
        sqlite_where=sa.text(PREFERRED), postgresql_where=sa.text(PREFERRED),
    )
    connection = op.get_bind()
    people = connection.execute(sa.select(PERSON).order_by(PERSON.c.id)).all()
    points = [point for person in people for point in _points(person)]
    for start in range(0, len(points), AT_ONCE):
        connection.execute(sa.insert(POINT), points[start : start + AT_ONCE])
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_email'))
        batch_op.drop_index(batch_op.f('ix_person_phone'))
        batch_op.drop_constraint(op.f('ck_person_known_contact_way'), type_='check')
        for column in ('contact_way', *COLUMNS.values()):
            batch_op.drop_column(column)


def downgrade() -> None:
    """Of each kind the preferred live one, else the oldest; there is no room for more."""
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('contact_way', sa.String(length=40), nullable=False, server_default='email')
        )
        batch_op.add_column(sa.Column('email', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('phone', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('postal_address', sa.String(length=300), nullable=True))
    connection = op.get_bind()
    live = (
        sa.select(POINT)
        .where(POINT.c.ended_at.is_(None))
        .order_by(POINT.c.person_id, POINT.c.preferred, POINT.c.id.desc())
    )
    known: dict[int, dict[str, str]] = {}
    for point in connection.execute(live):  # the last one of a kind stays
        row = known.setdefault(point.person_id, {})
        row[COLUMNS[point.kind]] = point.value
        if point.preferred:
            row['contact_way'] = WAY_OF_KIND[point.kind]
    for key, row in known.items():
        connection.execute(sa.update(PERSON).where(PERSON.c.id == key).values(row))
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.alter_column('contact_way', server_default=None)
        batch_op.create_check_constraint(
            op.f('ck_person_known_contact_way'), "contact_way IN ('email', 'mobile', 'letter')"
        )
        batch_op.create_index(batch_op.f('ix_person_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone'), ['phone'], unique=False)
    op.drop_table('contact_point')
