"""Orders: which device signed, and did another owner sign on that one too

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("home_order", sa.Column("signed_device", sa.String(64), nullable=True))
    op.add_column(
        "co_owner",
        sa.Column("same_device", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("co_owner", "same_device")
    op.drop_column("home_order", "signed_device")
