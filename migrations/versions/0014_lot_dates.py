"""Tenders: a lot knows until when quotes come in and until when households choose

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_rules = sa.table(
    "rule_version", sa.column("id"), sa.column("kind"), sa.column("table", sa.JSON())
)
# The period as the product ships it: a stored version of the periods must know every period.
_CHOOSE = {
    "valid_until": None,
    "code": "choose",
    "value": "10",
    "unit": "working_days",
    "source": "Beslissing van het programma",
    "confidence": "high",
    "confidence_note": "",
    "note": "vanaf de dag waarop de huishoudens de offertes krijgen; die dag sluit niets",
}


def upgrade() -> None:
    op.add_column("lot", sa.Column("quote_deadline", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lot", sa.Column("choose_until", sa.Date(), nullable=True))
    op.execute(  # the latest request that is still open, else the latest, else what the package said
        "UPDATE lot SET quote_deadline = COALESCE("
        " (SELECT MAX(r.deadline) FROM request r WHERE r.lot_id = lot.id AND r.opened_at IS NULL),"
        " (SELECT MAX(r.deadline) FROM request r WHERE r.lot_id = lot.id),"
        " (SELECT p.quote_deadline FROM package p WHERE p.id = lot.package_id))"
    )
    op.drop_column("request", "deadline")
    op.drop_column("package", "quote_deadline")
    for row, rules in _stored_periods():
        if all(rule["code"] != "choose" for rule in rules):
            start = {key: rules[0][key] for key in ("regime", "valid_from")}
            _store(row, [*rules, {**start, **_CHOOSE}])


def downgrade() -> None:
    for row, rules in _stored_periods():
        _store(row, [rule for rule in rules if rule["code"] != "choose"])
    for table in ("package", "request"):
        name = "quote_deadline" if table == "package" else "deadline"
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE request SET deadline ="
        " (SELECT l.quote_deadline FROM lot l WHERE l.id = request.lot_id)"
    )
    op.execute(  # lots for which nobody was asked yet have nothing else
        "UPDATE package SET quote_deadline = COALESCE("
        " (SELECT MIN(l.quote_deadline) FROM lot l WHERE l.package_id = package.id"
        "  AND NOT EXISTS (SELECT 1 FROM request r WHERE r.lot_id = l.id)),"
        " (SELECT MAX(l.quote_deadline) FROM lot l WHERE l.package_id = package.id))"
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.alter_column("deadline", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_column("lot", "choose_until")
    op.drop_column("lot", "quote_deadline")


def _stored_periods():
    rows = op.get_bind().execute(sa.select(_rules).where(_rules.c.kind == "periods")).all()
    return [(row.id, row.table["rules"]) for row in rows]


def _store(key, rules) -> None:
    change = _rules.update().where(_rules.c.id == key).values(table={"rules": rules})
    op.get_bind().execute(change)
