"""Indexes that hold the order of the caseload

Revision ID: 0016
Revises: 0015
"""

from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_case_stage_work', 'case_stage')
    op.create_index('ix_case_stage_work', 'case_stage', ['municipality_id', 'waits_for', 'due_on', 'case_id'])
    op.create_index('ix_case_stage_stage', 'case_stage', ['municipality_id', 'stage', 'due_on', 'case_id'])
    op.create_index('ix_case_file_number', 'case_file', ['municipality_id', 'state', 'id'])
    op.create_index('ix_case_file_advisor', 'case_file', ['municipality_id', 'state', 'advisor_id'])


def downgrade() -> None:
    op.drop_index('ix_case_file_advisor', 'case_file')
    op.drop_index('ix_case_file_number', 'case_file')
    op.drop_index('ix_case_stage_stage', 'case_stage')
    op.drop_index('ix_case_stage_work', 'case_stage')
    op.create_index('ix_case_stage_work', 'case_stage', ['municipality_id', 'waits_for', 'due_on'])
