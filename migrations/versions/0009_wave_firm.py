"""Orders: what a freeze meant for each contractor is a row, not a piece of JSON

Revision ID: 0009
Revises: 0008
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_wave = sa.table(
    "wave", sa.column("id"), sa.column("municipality_id"), sa.column("outcome", sa.JSON())
)


def upgrade() -> None:
    made = op.create_table(
        "wave_firm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("waive_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "waive_until IS NULL OR outcome = 'below_minimum'",
            name=op.f("ck_wave_firm_only_below_minimum_waits"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_wave_firm_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_wave_firm_quote_id_quote")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_firm_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_firm")),
        sa.UniqueConstraint("wave_id", "quote_id", name=op.f("uq_wave_firm_wave_id_quote_id")),
    )
    for column in ("municipality_id", "quote_id", "wave_id"):
        op.create_index(op.f(f"ix_wave_firm_{column}"), "wave_firm", [column])
    rows = [
        {
            "municipality_id": wave.municipality_id,
            "wave_id": wave.id,
            "quote_id": entry["quote_id"],
            "outcome": entry["outcome"],
            "n": entry["n"],
            "minimum": entry["minimum"],
            "waive_until": (
                date.fromisoformat(entry["waive_until"]) if entry["waive_until"] else None
            ),
        }
        for wave in op.get_bind().execute(sa.select(_wave).order_by(_wave.c.id))
        for entry in wave.outcome
    ]
    if rows:
        op.bulk_insert(made, rows)
    op.drop_column("wave", "outcome")


def downgrade() -> None:
    op.add_column("wave", sa.Column("outcome", sa.JSON(), nullable=False, server_default="[]"))
    bind = op.get_bind()
    kept: dict[int, list[dict[str, object]]] = {}
    for row in bind.execute(
        sa.text(
            "SELECT f.wave_id, f.quote_id, f.outcome, f.n, f.minimum, f.waive_until, o.name"
            " FROM wave_firm f JOIN quote q ON q.id = f.quote_id"
            " JOIN organisation o ON o.id = q.organisation_id ORDER BY f.id"
        )
    ):
        kept.setdefault(row.wave_id, []).append(
            {
                "quote_id": row.quote_id,
                "outcome": row.outcome,
                "n": row.n,
                "minimum": row.minimum,
                "waive_until": str(row.waive_until) if row.waive_until else None,
                "text": {"msgid": f"{row.name}: {row.n} / {row.minimum}", "params": {}},
            }
        )
    for key, entries in kept.items():
        bind.execute(_wave.update().where(_wave.c.id == key).values(outcome=entries))
    op.drop_table("wave_firm")
