"""Quotes that open each on their own, keys that are known by id, a signed end of the audit trail

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STATES = (
    "'draft', 'submitted', 'opened', 'irregular', 'ranked', 'awarded', 'not_awarded', "
    "'replaced', 'withdrawn', 'not_submitted'"
)
MORE = f"{STATES}, 'unreadable', 'not_opened'"
PERIOD = "recover_quote"

_rules = sa.table(
    "rule_version", sa.column("id"), sa.column("kind"), sa.column("table", sa.JSON())
)
# The period as the product ships it: a stored version of the periods must know every period.
_RECOVER = {
    "valid_until": None,
    "code": PERIOD,
    "value": "5",
    "unit": "working_days",
    "source": "Beslissing van het programma",
    "confidence": "high",
    "confidence_note": "",
    "note": "zo lang kan een firma haar onleesbare offerte zelf bewijzen; "
    "daarna mag de gemeente ze opgeven",
}


def upgrade() -> None:
    op.create_table(
        "sealing_key",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("check", sa.String(length=8), nullable=False),
        sa.Column("retired", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_key")),
    )
    op.add_column("audit_head", sa.Column("signature", sa.String(length=200), nullable=True))
    op.add_column("audit_head", sa.Column("key_id", sa.String(length=40), nullable=True))
    op.add_column(
        "opening", sa.Column("addenda", sa.JSON(), server_default="[]", nullable=False)
    )
    _states(MORE)
    with op.batch_alter_table("quote", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("seal_id", sa.String(length=32), nullable=True))
        batch_op.create_index("uq_quote_seal_id", ["seal_id"], unique=True)
    _unreadable()
    for row, rules in _stored_periods():
        if all(rule["code"] != PERIOD for rule in rules):
            start = {key: rules[0][key] for key in ("regime", "valid_from")}
            _store(row, [*rules, {**start, **_RECOVER}])


def _states(known: str) -> None:
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_quote_known_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_quote_known_state"), f"state IN ({known})")


def _unreadable() -> None:
    people = ("sent_by", "first_id", "second_id", "given_up_by")
    op.create_table(
        "unreadable_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("spoiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("periods_version_id", sa.Integer(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("file_seal_id", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_by", sa.Integer(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreadable_quote")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_unreadable_quote_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_unreadable_quote_quote_id_quote")
        ),
        sa.ForeignKeyConstraint(
            ["periods_version_id"],
            ["rule_version.id"],
            name=op.f("fk_unreadable_quote_periods_version_id_rule_version"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [one], ["person.id"], name=op.f(f"fk_unreadable_quote_{one}_person")
            )
            for one in people
        ),
        sa.UniqueConstraint("quote_id", name=op.f("uq_unreadable_quote_quote_id")),
    )
    for one in ("municipality_id", *people):
        op.create_index(op.f(f"ix_unreadable_quote_{one}"), "unreadable_quote", [one])


def downgrade() -> None:
    for row, rules in _stored_periods():
        _store(row, [rule for rule in rules if rule["code"] != PERIOD])
    op.drop_table("unreadable_quote")
    with op.batch_alter_table("quote", recreate="never") as batch_op:
        batch_op.drop_index("uq_quote_seal_id")
        batch_op.drop_column("seal_id")
    # The older code knows no better word for a quote that was never opened.
    op.execute(
        "UPDATE quote SET state = 'not_submitted' WHERE state IN ('unreadable', 'not_opened')"
    )
    _states(STATES)
    op.drop_column("opening", "addenda")
    op.drop_column("audit_head", "key_id")
    op.drop_column("audit_head", "signature")
    op.drop_table("sealing_key")


def _stored_periods():
    rows = op.get_bind().execute(sa.select(_rules).where(_rules.c.kind == "periods")).all()
    return [(row.id, row.table["rules"]) for row in rows]


def _store(key, rules) -> None:
    change = _rules.update().where(_rules.c.id == key).values(table={"rules": rules})
    op.get_bind().execute(change)
