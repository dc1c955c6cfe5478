"""Identity: one account, and who it is in each municipality

An account belongs to no municipality any more. Going back is refused while an account works for
several municipalities: the version of before knows one, and none of them is ours to drop.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

PURPOSES = "'my_home', 'co_sign', 'sign_in', 'new_password', 'identity'"
KNOWN = "ck_signed_link_known_purpose"
CODE = "id, account_id, code_hash, used_at"


def _purposes(values: str) -> None:
    with op.batch_alter_table("signed_link") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"purpose IN ({values})")


def _municipality() -> sa.Column:
    key = sa.ForeignKey("municipality.id")
    return sa.Column("municipality_id", sa.Integer(), key, nullable=False, index=True)


def _codes_anew(rows: list, *more: sa.Column) -> None:
    """A table is made anew: in a re-keyed database the municipality is part of its key."""
    op.drop_table("recovery_code")
    table = op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        *more,
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.bulk_insert(table, [dict(row) for row in rows])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('recovery_code', 'id'), "
            "coalesce(max(id), 1), max(id) IS NOT NULL) FROM recovery_code"
        )


def _codes(joined: str, more: str = "") -> list:
    kept = sa.text(f"SELECT {more}{CODE} FROM {joined} ORDER BY id")  # noqa: S608 - our own words
    moment = sa.DateTime(timezone=True)
    return list(op.get_bind().execute(kept.columns(used_at=moment)).mappings())


def upgrade() -> None:
    for table in ("account", "account_identity"):  # an index of before has a name of the new table
        for column in ("municipality_id", "person_id"):
            op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.create_table(
        "account_person",
        sa.Column("id", sa.Integer(), primary_key=True),
        _municipality(),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True, unique=True),
        sa.UniqueConstraint("account_id", "municipality_id"),
    )
    op.execute(
        "INSERT INTO account_person (municipality_id, account_id, person_id) "
        "SELECT municipality_id, id, person_id FROM account ORDER BY id"
    )
    for table in ("account", "account_identity"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("municipality_id")
            batch.drop_column("person_id")
    _codes_anew(_codes("recovery_code"))
    _purposes(f"{PURPOSES}, 'join', 'hand_over'")


def downgrade() -> None:
    several = "SELECT account_id FROM account_person GROUP BY account_id HAVING count(*) > 1"
    found = op.get_bind().scalars(sa.text(several)).all()
    if found:
        raise RuntimeError(
            f"accounts {sorted(found)} work for several municipalities; before 0029 one has one"
        )
    op.execute("DELETE FROM signed_link WHERE purpose IN ('join', 'hand_over')")
    _purposes(PURPOSES)
    codes = "(SELECT c.id, c.account_id, c.code_hash, c.used_at, p.municipality_id FROM recovery_code c JOIN account_person p ON p.account_id = c.account_id) x"
    _codes_anew(_codes(codes, "municipality_id, "), _municipality())
    for table, account in (("account", "account.id"), ("account_identity", "account_identity.account_id")):
        for column in ("municipality_id", "person_id"):
            op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
            op.execute(
                f"UPDATE {table} SET {column} = (SELECT p.{column} FROM account_person p "  # noqa: S608 - our own words
                f"WHERE p.account_id = {account})"
            )
    op.drop_table("account_person")
    for table in ("account", "account_identity"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("municipality_id", existing_type=sa.Integer(), nullable=False)
            batch.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
            for other in ("municipality", "person"):
                name = op.f(f"fk_{table}_{other}_id_{other}")
                batch.create_foreign_key(name, other, [f"{other}_id"], ["id"])
            batch.create_index(op.f(f"ix_{table}_municipality_id"), ["municipality_id"])
            batch.create_index(
                op.f(f"ix_{table}_person_id"), ["person_id"], unique=table == "account"
            )
