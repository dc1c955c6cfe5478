"""Identity: one company per company number, across municipalities, with its papers

Revision ID: 0029
Revises: 0028
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SEPARATORS = re.compile(r"[\s.\-]+")


def _read(typed):
    """As company numbers are read from this revision on; None when it is no number."""
    digits = re.sub(r"^BE", "", SEPARATORS.sub("", typed.strip()).upper())
    if re.fullmatch(r"[0-9]{9}", digits, re.ASCII):
        digits = "0" + digits
    if not re.fullmatch(r"[01][0-9]{9}", digits, re.ASCII) or not int(digits[:8]):
        return None
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        return None
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_number", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("company_number", name=op.f("uq_company_company_number")),
    )
    op.create_table(
        "company_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_paper_company_id_company")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_paper")),
    )
    op.create_index(op.f("ix_company_paper_company_id"), "company_paper", ["company_id"])
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(sa.Column("company_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("company_confirmed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_foreign_key(
            op.f("fk_organisation_company_id_company"), "company", ["company_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_confirmed_company"),
            "company_confirmed_at IS NULL OR company_id IS NOT NULL",
        )
        batch_op.create_index(op.f("ix_organisation_company_id"), ["company_id"])
    _link()


def _link() -> None:
    """Nobody of a firm confirmed yet; the name is the one that came in first."""
    connection = op.get_bind()
    firms = sa.table(
        "organisation",
        *(sa.column(name) for name in ("id", "kind", "name", "company_number", "company_id")),
    )
    companies = sa.table("company", *(sa.column(name) for name in ("id", "company_number", "name")))
    rows = connection.execute(
        sa.select(firms.c.id, firms.c.name, firms.c.company_number)
        .where(firms.c.kind == "contractor", firms.c.company_number.is_not(None))
        .order_by(firms.c.id)
    ).all()
    numbers = {row.id: number for row in rows if (number := _read(row.company_number))}
    names: dict[str, str] = {}
    for row in rows:
        if row.id in numbers:
            names.setdefault(numbers[row.id], row.name)
    for number, name in names.items():
        connection.execute(sa.insert(companies).values(company_number=number, name=name))
    found = {
        row.company_number: row.id
        for row in connection.execute(sa.select(companies.c.id, companies.c.company_number))
    }
    for key, number in numbers.items():
        connection.execute(
            sa.update(firms).where(firms.c.id == key).values(company_id=found[number])
        )


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(op.f("ix_organisation_company_id"))
        batch_op.drop_constraint(op.f("ck_organisation_confirmed_company"), type_="check")
        batch_op.drop_constraint(op.f("fk_organisation_company_id_company"), type_="foreignkey")
        batch_op.drop_column("company_confirmed_at")
        batch_op.drop_column("company_id")
    op.drop_table("company_paper")
    op.drop_table("company")
