"""One list of channels: what was said on a visit was said in person

Revision ID: 0010
Revises: 0009
"""

from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

CHANNELS = "'online', 'phone', 'paper', 'desk', 'tick', 'import'"
TABLES = ('screening_fact', 'can_will_answer')


def _check(values: str) -> None:
    with op.batch_alter_table('subscription', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_subscription_known_channel'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_subscription_known_channel'), f'channel IN ({values})'
        )


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"UPDATE {table} SET channel = 'desk' WHERE channel = 'visit'")
    _check(CHANNELS)


def downgrade() -> None:
    op.execute(
        "UPDATE subscription SET channel = 'phone' WHERE channel IN ('desk', 'tick', 'import')"
    )
    for table in TABLES:
        op.execute(f"UPDATE {table} SET channel = 'visit' WHERE channel = 'desk'")
    _check("'online', 'phone', 'paper'")
