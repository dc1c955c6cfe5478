"""Identity: a municipality may have a front door under a name of its own

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("host", sa.String(253), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_municipality_host"), ["host"])


def downgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_municipality_host"), type_="unique")
        batch_op.drop_column("host")
