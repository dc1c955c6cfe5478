"""At which step each case is, and routes that must be decided again

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'case_stage',
        sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('stage', sa.String(length=40), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.Column('waits_for', sa.String(length=40), nullable=True),
        sa.Column('wait_until', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_case_stage_case_id_case_file')),
        sa.ForeignKeyConstraint(
            ['municipality_id'], ['municipality.id'], name=op.f('fk_case_stage_municipality_id_municipality')
        ),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_case_stage')),
    )
    op.create_index(op.f('ix_case_stage_municipality_id'), 'case_stage', ['municipality_id'])
    op.create_index('ix_case_stage_work', 'case_stage', ['municipality_id', 'waits_for', 'due_on'])
    with op.batch_alter_table('route_decision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stale', sa.Boolean(), nullable=False, server_default=sa.false()))
    # The day that an owner asked to wait for; the nightly tick works out the steps themselves.
    op.execute(
        "INSERT INTO case_stage (case_id, municipality_id, stage, due_on, waits_for, wait_until) "
        "SELECT id, municipality_id, 'first_call', due_on, 'owner', due_on FROM case_file "
        "WHERE state = 'open' AND waiting AND due_on IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table('route_decision', schema=None) as batch_op:
        batch_op.drop_column('stale')
    op.drop_table('case_stage')
