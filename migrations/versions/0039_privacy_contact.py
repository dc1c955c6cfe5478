"""Identity: whom somebody asks about privacy in a municipality

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("privacy_contact", sa.String(300), nullable=False, server_default="")
        )
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.alter_column("privacy_contact", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("privacy_contact")
