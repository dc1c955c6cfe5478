"""Official addresses: their number, place and end, and a list that waits for a yes

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = ('official_id', 'old_ids', 'x', 'y', 'srid', 'until', 'retired_on')


def upgrade() -> None:
    with op.batch_alter_table('address') as batch_op:
        batch_op.add_column(sa.Column('official_id', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('old_ids', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('x', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('y', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('srid', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('until', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('retired_on', sa.Date(), nullable=True))
        batch_op.create_unique_constraint(
            op.f('uq_address_municipality_id_official_id'), ['municipality_id', 'official_id']
        )
        batch_op.drop_constraint(op.f('ck_address_known_built'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_address_known_built'), "built IN ('row', 'half_open', 'detached', 'unknown')"
        )
    op.create_table(
        'official_list',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('neighbourhood_id', sa.Integer(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('put_in_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('left', sa.JSON(), nullable=False),
        sa.Column('outcome', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['municipality_id'], ['municipality.id'],
            name=op.f('fk_official_list_municipality_id_municipality'),
        ),
        sa.ForeignKeyConstraint(
            ['neighbourhood_id'], ['neighbourhood.id'],
            name=op.f('fk_official_list_neighbourhood_id_neighbourhood'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_official_list')),
        sa.UniqueConstraint('neighbourhood_id', name=op.f('uq_official_list_neighbourhood_id')),
    )
    for column in ('municipality_id', 'neighbourhood_id'):
        op.create_index(op.f(f'ix_official_list_{column}'), 'official_list', [column])


def downgrade() -> None:
    op.drop_table('official_list')
    # The version of before knows no home of which nobody said how it stands: a row joins nobody.
    op.execute("UPDATE address SET built = 'detached' WHERE built = 'unknown'")
    with op.batch_alter_table('address') as batch_op:
        batch_op.drop_constraint(op.f('ck_address_known_built'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_address_known_built'), "built IN ('row', 'half_open', 'detached')"
        )
        batch_op.drop_constraint(op.f('uq_address_municipality_id_official_id'), type_='unique')
        for column in COLUMNS:
            batch_op.drop_column(column)
