"""Financing: who wrote and proposed a version of the rules, and the worked cases of a municipality

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATES = "state IN ('draft', 'proposed', 'sent_back', 'active', 'retired')"
OLD_STATES = "state IN ('draft', 'active', 'retired')"
ORIGINS = "origin IN ('shipped', 'own', 'taken')"


def upgrade() -> None:
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("origin", sa.String(40), nullable=False, server_default="shipped")
        )
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("taken_from", sa.String(200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("proposed_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("sent_back_reason", sa.Text(), nullable=False, server_default="")
        )
        for column in ("author_id", "proposed_by"):
            batch_op.create_foreign_key(
                op.f(f"fk_rule_version_{column}_person"), "person", [column], ["id"]
            )
            batch_op.create_index(op.f(f"ix_rule_version_{column}"), [column], unique=False)
        batch_op.drop_constraint(op.f("ck_rule_version_known_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_rule_version_known_state"), STATES)
        batch_op.create_check_constraint(op.f("ck_rule_version_known_origin"), ORIGINS)
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        for column in ("origin", "taken_from", "sent_back_reason"):
            batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("income_told_on", sa.Date(), nullable=True))
    op.create_table(
        "rule_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("sum_by_hand", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(ORIGINS, name=op.f("ck_rule_case_known_origin")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_rule_case_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_rule_case_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_case")),
    )
    with op.batch_alter_table("rule_case", schema=None) as batch_op:
        for column in ("municipality_id", "author_id"):
            batch_op.create_index(op.f(f"ix_rule_case_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("rule_case")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_column("income_told_on")
    op.execute("UPDATE rule_version SET state = 'draft' WHERE state IN ('proposed', 'sent_back')")
    with op.batch_alter_table("rule_version", schema=None) as batch_op:
        for column in ("author_id", "proposed_by"):
            batch_op.drop_index(op.f(f"ix_rule_version_{column}"))
            batch_op.drop_constraint(op.f(f"fk_rule_version_{column}_person"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_rule_version_known_origin"), type_="check")
        batch_op.drop_constraint(op.f("ck_rule_version_known_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_rule_version_known_state"), OLD_STATES)
        for column in (
            "origin",
            "author_id",
            "taken_from",
            "proposed_at",
            "proposed_by",
            "sent_back_reason",
        ):
            batch_op.drop_column(column)
