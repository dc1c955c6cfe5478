"""Identity: an official sign-in opens an account, and its claims give roles

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KNOWN = "ck_signed_link_known_purpose"


def _purposes(words: str) -> None:
    with op.batch_alter_table("signed_link") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"purpose IN ({words})")


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("by_claim", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "account_identity",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("municipality_id", sa.Integer(), sa.ForeignKey("municipality.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "claim_role",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("municipality_id", sa.Integer(), sa.ForeignKey("municipality.id"), nullable=False, index=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("claim", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id"), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.UniqueConstraint("municipality_id", "code", "claim", "organisation_id", "role"),
    )
    _purposes("'my_home', 'co_sign', 'sign_in', 'identity'")


def downgrade() -> None:
    op.execute("DELETE FROM signed_link WHERE purpose = 'identity'")
    _purposes("'my_home', 'co_sign', 'sign_in'")
    op.drop_table("claim_role")
    op.drop_table("account_identity")
    op.drop_column("membership", "by_claim")
