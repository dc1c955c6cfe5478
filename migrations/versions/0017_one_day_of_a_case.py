"""The day of a case, and until when it waits, stand in its step alone

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A case that waits keeps its day; what a step remembers of a case that does not is old.
    op.execute('UPDATE case_stage SET wait_until = NULL')
    op.execute(
        'UPDATE case_stage SET wait_until = '
        '(SELECT due_on FROM case_file WHERE case_file.id = case_stage.case_id) '
        "WHERE case_id IN (SELECT id FROM case_file WHERE state = 'open' AND waiting)"
    )
    # The nightly tick works out the steps themselves.
    op.execute(
        'INSERT INTO case_stage (case_id, municipality_id, stage, due_on, waits_for, wait_until) '
        "SELECT id, municipality_id, 'first_call', due_on, 'owner', due_on FROM case_file "
        "WHERE state = 'open' AND waiting AND due_on IS NOT NULL "
        'AND id NOT IN (SELECT case_id FROM case_stage)'
    )
    # Other tables point at case_file, so SQLite may not make it anew.
    with op.batch_alter_table('case_file', recreate='never') as batch_op:
        batch_op.drop_index('ix_case_file_work')
        batch_op.drop_column('due_on')
        batch_op.drop_column('waiting')


def downgrade() -> None:
    with op.batch_alter_table('case_file', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column('waiting', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        'UPDATE case_file SET due_on = (SELECT coalesce(wait_until, due_on) FROM case_stage '
        "WHERE case_stage.case_id = case_file.id) WHERE state = 'open'"
    )
    op.execute(
        "UPDATE case_file SET waiting = true WHERE state = 'open' AND id IN "
        '(SELECT case_id FROM case_stage WHERE wait_until IS NOT NULL)'
    )
    with op.batch_alter_table('case_file', recreate='never') as batch_op:
        batch_op.create_index('ix_case_file_work', ['municipality_id', 'state', 'due_on'])
