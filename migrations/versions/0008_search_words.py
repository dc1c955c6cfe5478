"""Cases are found by their words: tables for words, pieces of words and how rare a piece is

Names, addresses and contacts are filled in by the tick; references are copied here.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KINDS = "kind IN ('name', 'address', 'phone', 'email', 'reference')"
COPY = """
    INSERT INTO case_words (municipality_id, case_id, kind, text)
    SELECT municipality_id, case_id, 'reference', reference FROM subscription
"""
COPY_ORDERS = """
    INSERT INTO case_words (municipality_id, case_id, kind, text)
    SELECT o.municipality_id, s.case_id, 'reference', o.reference
    FROM home_order o JOIN subscription s ON s.id = o.subscription_id
"""


def upgrade() -> None:
    op.create_table(
        'case_words',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('text', sa.String(length=400), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f('ck_case_words_known_kind')),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_case_words_municipality_id_municipality')),
        sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_case_words_case_id_case_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_words')),
        sa.UniqueConstraint('case_id', 'kind', 'text', name=op.f('uq_case_words_case_id_kind_text')),
    )
    op.create_index(op.f('ix_case_words_municipality_id'), 'case_words', ['municipality_id'])
    op.create_table(
        'case_gram',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('gram', sa.String(length=40), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_case_gram_municipality_id_municipality')),
        sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_case_gram_case_id_case_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_gram')),
        sa.UniqueConstraint('municipality_id', 'gram', 'case_id', name=op.f('uq_case_gram_municipality_id_gram_case_id')),
    )
    op.create_index(op.f('ix_case_gram_case_id'), 'case_gram', ['case_id'])
    op.create_table(
        'gram_count',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('municipality_id', sa.Integer(), nullable=False),
        sa.Column('gram', sa.String(length=40), nullable=False),
        sa.Column('cases', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_gram_count_municipality_id_municipality')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_gram_count')),
        sa.UniqueConstraint('municipality_id', 'gram', name=op.f('uq_gram_count_municipality_id_gram')),
    )
    op.execute(COPY)
    op.execute(COPY_ORDERS)


def downgrade() -> None:
    op.drop_table('gram_count')
    op.drop_table('case_gram')
    op.drop_table('case_words')
