"""Owners: a loan that an advisor proposed; orders: until when a household may pay by itself

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('proposed', 'chosen', 'applied')")


def upgrade() -> None:
    op.create_table(
        "loan_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("spread_years", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_loan_proposal_borrows_something")),
        sa.CheckConstraint(
            "spread_years IS NULL OR spread_years BETWEEN 1 AND 20",
            name=op.f("ck_loan_proposal_plan_of_some_years"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_loan_proposal_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_loan_proposal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_loan_proposal_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["rule_version_id"],
            ["rule_version.id"],
            name=op.f("fk_loan_proposal_rule_version_id_rule_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_proposal")),
    )
    with op.batch_alter_table("loan_proposal", schema=None) as batch_op:
        for column in ("municipality_id", "case_id", "proposed_by"):
            batch_op.create_index(op.f(f"ix_loan_proposal_{column}"), [column], unique=False)
        batch_op.create_index(
            "uq_loan_proposal_open",
            ["case_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_money_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("own_money_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.drop_column("own_money_at")
        batch_op.drop_column("own_money_until")
    op.drop_table("loan_proposal")
