"""Identity: a pause, during which everything is read and nothing changed

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("words_fr", sa.String(300), nullable=False),
        sa.Column("words_en", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('installation', 'municipality', 'package', 'organisation')",
            name=op.f("ck_pause_known_kind"),
        ),
        sa.CheckConstraint(
            "(kind IN ('package', 'organisation')) = (subject_id IS NOT NULL)",
            name=op.f("ck_pause_has_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_pause_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_ends_at"), "pause", ["ends_at"])
    op.create_index(op.f("ix_pause_municipality_id"), "pause", ["municipality_id"])


def downgrade() -> None:
    op.drop_table("pause")
