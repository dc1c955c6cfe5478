"""Tenders: under which limits of public procurement a package was published

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.add_column(sa.Column("limits_version_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_package_limits_version_id_rule_version"),
            "rule_version",
            ["limits_version_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.drop_constraint(
            op.f("fk_package_limits_version_id_rule_version"), type_="foreignkey"
        )
        batch_op.drop_column("limits_version_id")
