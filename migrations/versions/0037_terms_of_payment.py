"""Tenders: terms of payment of a lot; identity and orders: the account of a firm

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pay_days", sa.Integer(), nullable=False, server_default="30"))
        batch_op.add_column(
            sa.Column("advance_percent", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_check_constraint(
            op.f("ck_lot_pay_days_in_range"), "pay_days BETWEEN 1 AND 120"
        )
        batch_op.create_check_constraint(
            op.f("ck_lot_advance_in_range"), "advance_percent BETWEEN 0 AND 15"
        )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        for column in ("pay_days", "advance_percent"):
            batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("iban", sa.String(42), nullable=False, server_default=""))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("iban", server_default=None)
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("firm_iban", sa.String(42), nullable=False, server_default=""))
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.alter_column("firm_iban", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.drop_column("firm_iban")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("iban")
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_lot_advance_in_range"), type_="check")
        batch_op.drop_constraint(op.f("ck_lot_pay_days_in_range"), type_="check")
        batch_op.drop_column("advance_percent")
        batch_op.drop_column("pay_days")
