"""A press on the button of an order is kept before anybody decides whether there is a place

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'order_ticket',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('order_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('channel', sa.String(length=40), nullable=False),
        sa.Column('signing', sa.JSON(), nullable=False),
        sa.Column('ceiling', sa.BigInteger(), nullable=False),
        sa.Column('vat_percent', sa.Integer(), nullable=False),
        sa.Column('premium', sa.BigInteger(), nullable=True),
        sa.Column('vat_version_id', sa.Integer(), nullable=True),
        sa.Column('premium_version_id', sa.Integer(), nullable=True),
        sa.Column('pressed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            '(settled_at IS NULL) = (outcome IS NULL)',
            name=op.f('ck_order_ticket_settled_says_what'),
        ),
        sa.ForeignKeyConstraint(
            ['municipality_id'],
            ['municipality.id'],
            name=op.f('fk_order_ticket_municipality_id_municipality'),
        ),
        sa.ForeignKeyConstraint(
            ['order_id'], ['home_order.id'], name=op.f('fk_order_ticket_order_id_home_order')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name=op.f('fk_order_ticket_person_id_person')
        ),
        sa.ForeignKeyConstraint(
            ['vat_version_id'],
            ['rule_version.id'],
            name=op.f('fk_order_ticket_vat_version_id_rule_version'),
        ),
        sa.ForeignKeyConstraint(
            ['premium_version_id'],
            ['rule_version.id'],
            name=op.f('fk_order_ticket_premium_version_id_rule_version'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_order_ticket')),
    )
    with op.batch_alter_table('order_ticket', schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f('ix_order_ticket_municipality_id'), ['municipality_id'], unique=False
        )
        batch_op.create_index(batch_op.f('ix_order_ticket_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_ticket_person_id'), ['person_id'], unique=False)
        batch_op.create_index(
            'uq_order_ticket_open',
            ['order_id'],
            unique=True,
            sqlite_where=sa.text('settled_at IS NULL'),
            postgresql_where=sa.text('settled_at IS NULL'),
        )


def downgrade() -> None:
    op.drop_table('order_ticket')
