"""Identity: a second factor, recovery codes, fresh proof, and a link to choose a password

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PURPOSES = "'my_home', 'co_sign', 'sign_in', 'identity'"


def _purposes(values: str) -> None:
    with op.batch_alter_table("signed_link", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_signed_link_known_purpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_signed_link_known_purpose"), f"purpose IN ({values})"
        )


def upgrade() -> None:
    op.add_column("account", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column("account", sa.Column("totp_last", sa.BigInteger(), nullable=True))
    op.add_column("account", sa.Column("lost_asked_by", sa.Integer(), nullable=True))
    op.add_column("account", sa.Column("lost_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("web_session", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("web_session", sa.Column("second_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("web_session", sa.Column("carried", sa.Text(), nullable=True))
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("municipality_id", sa.Integer(), sa.ForeignKey("municipality.id"), nullable=False, index=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "sign_in_subject",
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    _purposes(f"{PURPOSES}, 'new_password'")


def downgrade() -> None:
    op.execute("DELETE FROM web_session WHERE link_id IN (SELECT id FROM signed_link WHERE purpose = 'new_password')")
    op.execute("DELETE FROM signed_link WHERE purpose = 'new_password'")
    _purposes(PURPOSES)
    op.drop_table("sign_in_subject")
    op.drop_table("recovery_code")
    for table, column in (
        ("web_session", "carried"),
        ("web_session", "second_at"),
        ("web_session", "proved_at"),
        ("account", "lost_asked_at"),
        ("account", "lost_asked_by"),
        ("account", "totp_last"),
        ("account", "totp_secret"),
    ):
        op.drop_column(table, column)
