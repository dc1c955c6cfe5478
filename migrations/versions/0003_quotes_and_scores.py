"""The database knows the states of a quote, and a score its version, a scenario its quantities

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

STATES = (
    "'draft', 'submitted', 'opened', 'irregular', 'ranked', 'awarded', 'not_awarded', "
    "'replaced', 'withdrawn', 'not_submitted'"
)


def upgrade() -> None:
    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_quote_known_state'), f'state IN ({STATES})')

    with op.batch_alter_table('score', recreate='never') as batch_op:
        batch_op.add_column(
            sa.Column('version', sa.Integer(), server_default='1', nullable=False)
        )

    op.create_table('scenario_bill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('homes', sa.Integer(), nullable=False),
    sa.Column('quantities', sa.JSON(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_scenario_bill_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_scenario_bill_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['set_by'], ['person.id'], name=op.f('fk_scenario_bill_set_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario_bill')),
    sa.UniqueConstraint('lot_id', 'homes', name=op.f('uq_scenario_bill_lot_id_homes'))
    )
    with op.batch_alter_table('scenario_bill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scenario_bill_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scenario_bill_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scenario_bill_set_by'), ['set_by'], unique=False)


def downgrade() -> None:
    op.drop_table('scenario_bill')

    with op.batch_alter_table('score', recreate='never') as batch_op:
        batch_op.drop_column('version')

    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quote_known_state'), type_='check')
