"""The rules that come with the product come again, with cap groups and corrections

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

EARLIER = "eerder "
# What changed in the product. The corrected version takes the name; ``renogroep migrate`` loads it.
CHANGED = {
    "premium": ("mvp_2024", "mvp_2025H1", "mvp_2025_4cat", "mvp_2026"),
    "vat": ("vat_2022", "vat_2025"),
    "loan": ("loan_2024", "loan_2026"),
}
_rules = sa.table(
    "rule_version",
    sa.column("id"),
    sa.column("municipality_id"),
    sa.column("kind"),
    sa.column("label"),
    sa.column("state"),
    sa.column("table", sa.JSON()),
)
_NEW_COLUMNS = {"cap_group", "closed_from", "closed_until"}
_NEW_CODES = {"only_with", "landlord_as_highest", "social_letting"}


def upgrade() -> None:
    """What is switched on stays so under another name, with its id: orders keep what they used.

    A version that a municipality switched off, because it has one of its own, is left alone.
    """
    for kind, labels in CHANGED.items():
        op.execute(
            _rules.update()
            .where(
                _rules.c.kind == kind, _rules.c.label.in_(labels), _rules.c.state == "active"
            )
            .values(label=sa.literal(EARLIER) + _rules.c.label)
        )


def downgrade() -> None:
    found = op.get_bind().execute(sa.select(_rules)).all()
    corrected = {(row.municipality_id, row.kind, row.label): row for row in found}
    for row in found:
        if row.kind in ("premium", "loan"):
            _change(row.id, table=_as_before(row.table))
        if row.label.startswith(EARLIER):
            label = row.label.removeprefix(EARLIER)
            later = corrected.get((row.municipality_id, row.kind, label))
            if later is not None:
                _change(later.id, label=f"later {later.id} {label}", state="retired")
            _change(row.id, label=label, state="active")


def _change(key, **values) -> None:
    op.get_bind().execute(_rules.update().where(_rules.c.id == key).values(**values))


def _as_before(table):
    """Without what the rules did not know before."""
    rules = [
        {name: value for name, value in rule.items() if name not in _NEW_COLUMNS}
        for rule in table["rules"]
    ]
    for rule in rules:
        if rule.get("repayment") == "deferred":
            rule["repayment"] = "bullet"
    before = {**table, "rules": rules}
    if "conditions" in table:
        kept = [one for one in table["conditions"] if one.get("code") not in _NEW_CODES]
        before["conditions"] = kept
    return before
