"""Where each message is on its way out, and which server is away

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TRIED_OUT = 8  # tries of the earlier version, after which nothing went any more
MOMENTS = ('waits_since', 'next_try_at', 'useless_after')


def upgrade() -> None:
    op.create_table(
        'channel_state',
        sa.Column('channel', sa.String(40), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('away_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_error', sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint('channel', name=op.f('pk_channel_state')),
    )
    with op.batch_alter_table('outbox_message') as batch_op:
        batch_op.drop_index('ix_outbox_message_waiting')
        batch_op.add_column(sa.Column('channel', sa.String(40), nullable=True))
        batch_op.add_column(
            sa.Column('state', sa.String(40), nullable=False, server_default='waiting')
        )
        batch_op.add_column(sa.Column('short', sa.String(400), nullable=True))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f('ck_outbox_message_known_way'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_outbox_message_known_way'), "way IN ('mail', 'sms', 'letter', 'call')"
        )
        batch_op.create_check_constraint(
            op.f('ck_outbox_message_known_state'),
            "state IN ('waiting', 'sent', 'refused', 'stopped', 'useless')",
        )
    op.execute("UPDATE outbox_message SET channel = 'mail' WHERE way = 'mail'")
    op.execute('UPDATE outbox_message SET waits_since = created_at')
    op.execute("UPDATE outbox_message SET state = 'sent' WHERE done_at IS NOT NULL")
    op.execute(
        "UPDATE outbox_message SET state = 'stopped' "
        f"WHERE way = 'mail' AND done_at IS NULL AND tries >= {TRIED_OUT}"
    )
    op.execute(
        'UPDATE outbox_message SET next_try_at = created_at '
        "WHERE way = 'mail' AND state = 'waiting'"
    )
    with op.batch_alter_table('outbox_message') as batch_op:
        batch_op.alter_column('state', existing_type=sa.String(40), server_default=None)
        batch_op.create_index('ix_outbox_message_way', ['way', 'done_at'])
        batch_op.create_index('ix_outbox_message_waiting', ['channel', 'state', 'next_try_at'])


def downgrade() -> None:
    # A text message becomes a call; what was given up before its eighth try is not tried again.
    op.execute("UPDATE outbox_message SET way = 'call' WHERE way = 'sms'")
    op.execute(
        f'UPDATE outbox_message SET tries = {TRIED_OUT} '
        f"WHERE state IN ('refused', 'stopped', 'useless') AND tries < {TRIED_OUT}"
    )
    with op.batch_alter_table('outbox_message') as batch_op:
        batch_op.drop_index('ix_outbox_message_waiting')
        batch_op.drop_index('ix_outbox_message_way')
        batch_op.drop_constraint(op.f('ck_outbox_message_known_state'), type_='check')
        batch_op.drop_constraint(op.f('ck_outbox_message_known_way'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_outbox_message_known_way'), "way IN ('mail', 'letter', 'call')"
        )
        for name in ('short', 'state', 'channel', *MOMENTS):
            batch_op.drop_column(name)
        batch_op.create_index('ix_outbox_message_waiting', ['way', 'done_at', 'claimed_at'])
    op.drop_table('channel_state')
