"""Contact moments, hand-overs, merges, and since when danger is there

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def _keys(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}_{target}'))
        for column, target in targets.items()
    ]


def _table(name: str, *columns: sa.Column, **targets: str) -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        *columns,
        *_keys(name, municipality_id='municipality', **targets),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
    )
    for column in ('municipality_id', *targets):
        op.create_index(op.f(f'ix_{name}_{column}'), name, [column])


def _key(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.add_column(sa.Column('danger_on', sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column('danger_confirmed', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute('UPDATE case_file SET danger_confirmed = danger')
    moment = sa.DateTime(timezone=True)
    _table(
        'contact_moment',
        _key('case_id'),
        _key('person_id'),
        _key('author_id', nullable=True),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('direction', sa.String(length=40), nullable=False),
        sa.Column('outcome', sa.String(length=40), nullable=False),
        sa.Column('words', sa.String(length=2000), nullable=False),
        sa.Column('next_on', sa.Date(), nullable=True),
        sa.Column('next_time', sa.String(length=5), nullable=True),
        sa.Column('promised', sa.Boolean(), nullable=False),
        sa.Column('at', moment, nullable=False),
        sa.Column('submission_key', sa.String(length=64), nullable=True),
        sa.UniqueConstraint('submission_key', name=op.f('uq_contact_moment_submission_key')),
        case_id='case_file',
        person_id='person',
        author_id='person',
    )
    _table(
        'hand_over',
        _key('from_id', nullable=True),
        _key('to_id', nullable=True),
        sa.Column('note', sa.String(length=500), nullable=False),
        sa.Column('at', moment, nullable=False),
        from_id='person',
        to_id='person',
    )
    _table(
        'hand_over_case',
        _key('hand_over_id'),
        _key('case_id'),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('answered_at', moment, nullable=True),
        hand_over_id='hand_over',
        case_id='case_file',
    )
    asked = sa.text("state = 'asked'")
    op.create_index(
        'uq_hand_over_case_asked',
        'hand_over_case',
        ['case_id'],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
    )
    _table(
        'merge_record',
        _key('old_id'),
        _key('person_id'),
        sa.Column('case_ids', sa.JSON(), nullable=False),
        _key('author_id', nullable=True),
        sa.Column('at', moment, nullable=False),
        person_id='person',
        author_id='person',
    )


def downgrade() -> None:
    for table in ('merge_record', 'hand_over_case', 'hand_over', 'contact_moment'):
        op.drop_table(table)
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.drop_column('danger_confirmed')
        batch_op.drop_column('danger_on')
