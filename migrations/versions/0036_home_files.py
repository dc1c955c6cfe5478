"""Owners: photos and papers of a home, and how long they stay

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

CODE = "home_file"
_rules = sa.table(
    "rule_version", sa.column("id"), sa.column("kind"), sa.column("table", sa.JSON())
)
# As the product ships it: a stored version must say of every table how long it is kept.
_KEPT = {
    "valid_until": None,
    "code": CODE,
    "days": 730,
    "source": "AVG art. 5 lid 1 e; beleid van het programma",
    "confidence": "medium",
    "note": "foto's van bezoek en opmeting, na het insturen; papieren van de werken gaan met de persoon",
}


def upgrade() -> None:
    op.create_table(
        "home_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("dwelling_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("small_sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_home_file_not_empty")),
        sa.CheckConstraint(
            "(small_sha256 IS NOT NULL) = (kind = 'jpeg')",
            name=op.f("ck_home_file_photo_has_small"),
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)",
            name=op.f("ck_home_file_released_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_home_file_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["dwelling_id"], ["dwelling.id"], name=op.f("fk_home_file_dwelling_id_dwelling")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_home_file_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_home_file_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_home_file_released_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_file")),
        sa.UniqueConstraint(
            "case_id", "purpose", "sha256", name=op.f("uq_home_file_case_id_purpose_sha256")
        ),
    )
    for column in (
        "municipality_id",
        "dwelling_id",
        "case_id",
        "author_id",
        "released_by",
        "sha256",
        "small_sha256",
    ):
        op.create_index(op.f(f"ix_home_file_{column}"), "home_file", [column])
    for row, rules in _stored():
        if all(rule["code"] != CODE for rule in rules):
            start = {key: rules[0][key] for key in ("regime", "valid_from")}
            _store(row, [*rules, {**start, **_KEPT}])


def downgrade() -> None:
    for row, rules in _stored():
        _store(row, [rule for rule in rules if rule["code"] != CODE])
    op.drop_table("home_file")


def _stored():
    rows = op.get_bind().execute(sa.select(_rules).where(_rules.c.kind == "retention")).all()
    return [(row.id, row.table["rules"]) for row in rows]


def _store(key, rules) -> None:
    change = _rules.update().where(_rules.c.id == key).values(table={"rules": rules})
    op.get_bind().execute(change)
