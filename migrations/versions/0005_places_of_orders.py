"""Orders: a place that came free has a term; the expected price is counted, not kept

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("home_order", sa.Column("place_until", sa.Date(), nullable=True))
    op.drop_column("home_order", "expected")


def downgrade() -> None:
    op.add_column("home_order", sa.Column("expected", sa.BigInteger(), nullable=True))
    op.drop_column("home_order", "place_until")
