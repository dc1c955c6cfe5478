"""Decisions and orders keep the version of the periods that they used

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

TABLES = ('decision', 'home_order')


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('periods_version_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f'fk_{table}_periods_version_id_rule_version'),
                'rule_version', ['periods_version_id'], ['id'],
            )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(
                op.f(f'fk_{table}_periods_version_id_rule_version'), type_='foreignkey'
            )
            batch_op.drop_column('periods_version_id')
