"""An interest of the pages waits until whoever it is about confirms it

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BEFORE = "state NOT IN ('withdrawn', 'expired')"
NOW = "state NOT IN ('interested', 'withdrawn', 'expired')"
COLUMNS = (
    ('confirm_by', sa.Date()),
    ('confirmed_at', sa.DateTime(timezone=True)),
    ('asked_at', sa.DateTime(timezone=True)),
    ('reminded_at', sa.DateTime(timezone=True)),
    ('network_mark', sa.String(length=64)),
)
_rules = sa.table(
    "rule_version", sa.column("id"), sa.column("kind"), sa.column("table", sa.JSON())
)
# The period as the product ships it: a stored version of the periods must know every period.
_CONFIRM = {
    "valid_until": None,
    "code": "confirm",
    "value": "21",
    "unit": "days",
    "source": "Beslissing van het programma",
    "confidence": "high",
    "confidence_note": "",
    "note": "een interesse van de pagina telt pas als ze bevestigd is; de laatste dag telt mee",
}


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column('subscription', sa.Column(name, kind, nullable=True))
    op.drop_index('uq_subscription_live', 'subscription')
    _nullable(True)
    _live(NOW)
    op.create_index(op.f('ix_subscription_network_mark'), 'subscription', ['network_mark'])
    op.create_table(
        'answer_code',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('purpose', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_answer_code_municipality_id_municipality')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_answer_code_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_code')),
    )
    for name in ('municipality_id', 'person_id', 'subject_id', 'code_hash'):
        op.create_index(op.f(f'ix_answer_code_{name}'), 'answer_code', [name])
    op.create_table(
        'network_key',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_network_key_municipality_id_municipality')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_network_key')),
        sa.UniqueConstraint('municipality_id', 'day', name=op.f('uq_network_key_municipality_id_day')),
    )
    op.create_index(op.f('ix_network_key_municipality_id'), 'network_key', ['municipality_id'])
    for row, rules in _stored_periods():
        if all(rule["code"] != "confirm" for rule in rules):
            start = {key: rules[0][key] for key in ("regime", "valid_from")}
            _store(row, [*rules, {**start, **_CONFIRM}])


def downgrade() -> None:
    """What nobody confirmed has no place in the tables of before."""
    for row, rules in _stored_periods():
        _store(row, [rule for rule in rules if rule["code"] != "confirm"])
    op.drop_table('network_key')
    op.drop_table('answer_code')
    unconfirmed = 'SELECT id FROM subscription WHERE case_id IS NULL'
    op.execute(f'DELETE FROM subscription_lot WHERE subscription_id IN ({unconfirmed})')
    op.execute('DELETE FROM subscription WHERE case_id IS NULL')
    op.drop_index(op.f('ix_subscription_network_mark'), 'subscription')
    op.drop_index('uq_subscription_live', 'subscription')
    _nullable(False)
    _live(BEFORE)
    for name, _ in reversed(COLUMNS):
        op.drop_column('subscription', name)


def _nullable(nullable: bool) -> None:
    """May the case stay away? SQLite makes the table anew, under the feet of what points at it."""
    with op.batch_alter_table('subscription') as batch_op:
        batch_op.alter_column('case_id', existing_type=sa.Integer(), nullable=nullable)


def _live(states: str) -> None:
    where = {'sqlite_where': sa.text(states), 'postgresql_where': sa.text(states)}
    columns = ['package_id', 'dwelling_id']
    op.create_index('uq_subscription_live', 'subscription', columns, unique=True, **where)


def _stored_periods():
    rows = op.get_bind().execute(sa.select(_rules).where(_rules.c.kind == "periods")).all()
    return [(row.id, row.table["rules"]) for row in rows]


def _store(key, rules) -> None:
    change = _rules.update().where(_rules.c.id == key).values(table={"rules": rules})
    op.get_bind().execute(change)
