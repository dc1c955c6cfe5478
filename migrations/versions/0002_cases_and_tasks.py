"""Danger and corrections that stay, tasks that nobody did, and forms that may be sent twice

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # case_file and route_decision are pointed at by other tables, so SQLite may not make them
    # anew: only columns and indexes are added, with a default for the rows that are there.
    with op.batch_alter_table('case_file', recreate='never') as batch_op:
        batch_op.add_column(
            sa.Column('danger', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column('submission_key', sa.String(length=64), nullable=True))
        batch_op.create_index('uq_case_file_submission_key', ['submission_key'], unique=True)

    with op.batch_alter_table('route_decision', recreate='never') as batch_op:
        batch_op.add_column(
            sa.Column('corrections', sa.JSON(), server_default='{}', nullable=False)
        )
        batch_op.add_column(sa.Column('danger_over', sa.String(length=500), nullable=True))

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('state', sa.String(length=40), server_default='open', nullable=False)
        )
        batch_op.create_check_constraint(
            op.f('ck_task_known_state'), "state IN ('open', 'done', 'superseded')"
        )
        batch_op.drop_index('ix_task_open')
        batch_op.create_index('ix_task_open', ['municipality_id', 'state', 'due_on'], unique=False)
    op.execute("UPDATE task SET state = 'done' WHERE done_at IS NOT NULL")

    with op.batch_alter_table('can_will_answer', schema=None) as batch_op:
        batch_op.alter_column(
            'answer', existing_type=sa.String(length=40), type_=sa.String(length=200),
            existing_nullable=False,
        )

    with op.batch_alter_table('call_request', schema=None) as batch_op:
        batch_op.alter_column('neighbourhood_id', existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # A call of the whole municipality had no place before: it goes to the first neighbourhood,
    # so that nobody who asked for a call is forgotten.
    op.execute(
        "UPDATE call_request SET neighbourhood_id = (SELECT min(neighbourhood.id) FROM "
        "neighbourhood WHERE neighbourhood.municipality_id = call_request.municipality_id) "
        "WHERE neighbourhood_id IS NULL"
    )
    with op.batch_alter_table('call_request', schema=None) as batch_op:
        batch_op.alter_column('neighbourhood_id', existing_type=sa.Integer(), nullable=False)

    op.execute("UPDATE can_will_answer SET answer = substr(answer, 1, 40)")
    with op.batch_alter_table('can_will_answer', schema=None) as batch_op:
        batch_op.alter_column(
            'answer', existing_type=sa.String(length=200), type_=sa.String(length=40),
            existing_nullable=False,
        )

    op.execute("UPDATE task SET done_at = CURRENT_TIMESTAMP WHERE state = 'superseded'")
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_open')
        batch_op.drop_constraint(op.f('ck_task_known_state'), type_='check')
        batch_op.drop_column('state')
        batch_op.create_index('ix_task_open', ['municipality_id', 'done_at', 'due_on'], unique=False)

    with op.batch_alter_table('route_decision', recreate='never') as batch_op:
        batch_op.drop_column('danger_over')
        batch_op.drop_column('corrections')

    with op.batch_alter_table('case_file', recreate='never') as batch_op:
        batch_op.drop_index('uq_case_file_submission_key')
        batch_op.drop_column('submission_key')
        batch_op.drop_column('danger')
