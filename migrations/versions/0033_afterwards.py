"""Orders: what a household chose after too few homes took part

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody chose before."""
    op.add_column("home_order", sa.Column("afterwards", sa.String(40), nullable=True))


def downgrade() -> None:
    """The choice is lost; the task of the advisor stays."""
    op.drop_column("home_order", "afterwards")
