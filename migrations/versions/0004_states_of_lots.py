"""The database knows the states of a lot

Revision ID: 0004
Revises: 0003
"""

from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

STATES = (
    "'collecting', 'quoting', 'opened', 'checked', 'decided', 'standstill', 'choosing', "
    "'ordering', 'executing', 'closed', 'failed'"
)


def upgrade() -> None:
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_lot_known_state'), f'state IN ({STATES})')


def downgrade() -> None:
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_lot_known_state'), type_='check')
