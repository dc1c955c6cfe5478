"""Owners: what a home is used for, and how a landlord rents it out

Nobody was asked before, so both stay empty.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.add_column(sa.Column("use", sa.String(40), nullable=True))
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letting", sa.String(40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_column("letting")
    with op.batch_alter_table("dwelling", schema=None) as batch_op:
        batch_op.drop_column("use")
