"""The database knows the states of a quote, and a score knows its version

Revision ID: 0002_quotes
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002_quotes'
down_revision = '0002_owners'
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


def downgrade() -> None:
    with op.batch_alter_table('score', recreate='never') as batch_op:
        batch_op.drop_column('version')

    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_quote_known_state'), type_='check')
