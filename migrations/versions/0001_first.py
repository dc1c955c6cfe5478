"""All rooms, as first published

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('did', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('subject_kind', sa.String(length=200), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('previous_hash', sa.String(length=200), nullable=False),
    sa.Column('hash', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('municipality_id', 'number', name=op.f('uq_audit_event_municipality_id_number'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index('ix_audit_event_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('audit_head',
    sa.Column('municipality_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('municipality_id', name=op.f('pk_audit_head'))
    )
    op.create_table('municipality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('postal_address', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_municipality')),
    sa.UniqueConstraint('slug', name=op.f('uq_municipality_slug'))
    )
    op.create_table('outbox_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('way', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=400), nullable=False),
    sa.Column('language', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=300), nullable=True),
    sa.CheckConstraint("way IN ('mail', 'letter', 'call')", name=op.f('ck_outbox_message_known_way')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_message_key'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_done_at'), ['done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_outbox_message_waiting', ['way', 'done_at', 'claimed_at'], unique=False)

    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_subject'), ['subject'], unique=False)

    op.create_table('neighbourhood',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('story', sa.Text(), nullable=False),
    sa.Column('story_fr', sa.Text(), nullable=False),
    sa.Column('story_en', sa.Text(), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('brand_colour', sa.String(length=7), nullable=False),
    sa.Column('accent_colour', sa.String(length=7), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_neighbourhood_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_neighbourhood')),
    sa.UniqueConstraint('slug', name=op.f('uq_neighbourhood_slug'))
    )
    with op.batch_alter_table('neighbourhood', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_neighbourhood_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('company_number', sa.String(length=12), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('postal_address', sa.String(length=300), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('municipality', 'energy_house', 'contractor', 'partner')", name=op.f('ck_organisation_known_kind')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_organisation_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('municipality_id', 'company_number', name=op.f('uq_organisation_municipality_id_company_number'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('contact_way', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('postal_address', sa.String(length=300), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("contact_way IN ('email', 'mobile', 'letter')", name=op.f('ck_person_known_contact_way')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_person_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone'), ['phone'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_sort_key'), ['sort_key'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_account_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_person_id'), ['person_id'], unique=True)

    op.create_table('call_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('neighbourhood_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=300), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handled_by', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['handled_by'], ['person.id'], name=op.f('fk_call_request_handled_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_call_request_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['neighbourhood_id'], ['neighbourhood.id'], name=op.f('fk_call_request_neighbourhood_id_neighbourhood')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_request'))
    )
    with op.batch_alter_table('call_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_request_handled_by'), ['handled_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_request_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('text_version', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_consent_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('neighbourhood_id', sa.Integer(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_membership_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('person_id', 'organisation_id', 'role', 'neighbourhood_id', name=op.f('uq_membership_person_id_organisation_id_role_neighbourhood_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('package',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('neighbourhood_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('title_fr', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('summary_fr', sa.Text(), nullable=False),
    sa.Column('summary_en', sa.Text(), nullable=False),
    sa.Column('basis', sa.String(length=40), nullable=False),
    sa.Column('min_group', sa.Integer(), nullable=False),
    sa.Column('max_group', sa.Integer(), nullable=False),
    sa.Column('interest_deadline', sa.Date(), nullable=True),
    sa.Column('quote_deadline', sa.DateTime(timezone=True), nullable=True),
    sa.Column('order_deadline', sa.Date(), nullable=True),
    sa.Column('freeze_on', sa.Date(), nullable=True),
    sa.Column('legal_form', sa.String(length=200), nullable=False),
    sa.Column('own_submission', sa.Boolean(), nullable=False),
    sa.Column('max_value', sa.BigInteger(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("basis IN ('adjacency', 'life_stage', 'budget')", name=op.f('ck_package_known_basis')),
    sa.CheckConstraint("mode IN ('procurement', 'group_quotes')", name=op.f('ck_package_known_mode')),
    sa.CheckConstraint("state IN ('draft', 'cancelled') OR published_at IS NOT NULL", name=op.f('ck_package_published_has_date')),
    sa.CheckConstraint("state IN ('draft', 'published', 'closed', 'cancelled')", name=op.f('ck_package_known_state')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_package_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['neighbourhood_id'], ['neighbourhood.id'], name=op.f('fk_package_neighbourhood_id_neighbourhood')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package')),
    sa.UniqueConstraint('reference', name=op.f('uq_package_reference'))
    )
    with op.batch_alter_table('package', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_package_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_package_neighbourhood_id'), ['neighbourhood_id'], unique=False)

    op.create_table('rule_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=40), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('table', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('activated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name=op.f('ck_rule_version_known_confidence')),
    sa.CheckConstraint("state IN ('draft', 'active', 'retired')", name=op.f('ck_rule_version_known_state')),
    sa.ForeignKeyConstraint(['activated_by'], ['person.id'], name=op.f('fk_rule_version_activated_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_rule_version_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_version')),
    sa.UniqueConstraint('municipality_id', 'kind', 'label', name=op.f('uq_rule_version_municipality_id_kind_label'))
    )
    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rule_version_activated_by'), ['activated_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_rule_version_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('signed_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("purpose IN ('my_home', 'co_sign', 'sign_in')", name=op.f('ck_signed_link_known_purpose')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_signed_link_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signed_link_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_signed_link_token_hash'))
    )
    with op.batch_alter_table('signed_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_link_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signed_link_person_id'), ['person_id'], unique=False)

    op.create_table('street',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('neighbourhood_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('search_key', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=4), nullable=False),
    sa.Column('town', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_street_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['neighbourhood_id'], ['neighbourhood.id'], name=op.f('fk_street_neighbourhood_id_neighbourhood')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_street')),
    sa.UniqueConstraint('neighbourhood_id', 'search_key', 'postcode', name=op.f('uq_street_neighbourhood_id_search_key_postcode'))
    )
    with op.batch_alter_table('street', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_street_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_street_neighbourhood_id'), ['neighbourhood_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_street_search_key'), ['search_key'], unique=False)

    op.create_table('address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('street_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.Column('box', sa.String(length=12), nullable=False),
    sa.Column('sort_number', sa.Integer(), nullable=False),
    sa.Column('built', sa.String(length=12), nullable=False),
    sa.CheckConstraint("built IN ('row', 'half_open', 'detached')", name=op.f('ck_address_known_built')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_address_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['street_id'], ['street.id'], name=op.f('fk_address_street_id_street')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address')),
    sa.UniqueConstraint('street_id', 'number', 'box', name=op.f('uq_address_street_id_number_box'))
    )
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_address_street_id'), ['street_id'], unique=False)

    op.create_table('bundling_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=40), nullable=False),
    sa.Column('min_size', sa.Integer(), nullable=False),
    sa.Column('max_size', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_bundling_run_by_id_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_bundling_run_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_bundling_run_package_id_package')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundling_run'))
    )
    with op.batch_alter_table('bundling_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bundling_run_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bundling_run_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bundling_run_package_id'), ['package_id'], unique=False)

    op.create_table('criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('formula', sa.String(length=40), nullable=True),
    sa.Column('floor', sa.BigInteger(), nullable=True),
    sa.Column('ceiling', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('weight > 0', name=op.f('ck_criterion_weight_positive')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_criterion_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_criterion_package_id_package')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion'))
    )
    with op.batch_alter_table('criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_criterion_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_criterion_package_id'), ['package_id'], unique=False)

    op.create_table('lot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('title_fr', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('min_to_quote', sa.Integer(), nullable=False),
    sa.Column('min_to_execute', sa.Integer(), nullable=False),
    sa.Column('max_homes', sa.Integer(), nullable=False),
    sa.Column('extended', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('max_homes >= min_to_execute', name=op.f('ck_lot_max_not_under_min')),
    sa.CheckConstraint('min_to_execute >= 1', name=op.f('ck_lot_min_positive')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_lot_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_lot_package_id_package')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('package_id', 'number', name=op.f('uq_lot_package_id_number'))
    )
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_package_id'), ['package_id'], unique=False)

    op.create_table('scenario',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('homes', sa.Integer(), nullable=False),
    sa.Column('runs', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_scenario_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_scenario_package_id_package')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scenario'))
    )
    with op.batch_alter_table('scenario', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scenario_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scenario_package_id'), ['package_id'], unique=False)

    op.create_table('band',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('from_homes', sa.Integer(), nullable=False),
    sa.Column('to_homes', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_band_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_band_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_band')),
    sa.UniqueConstraint('lot_id', 'number', name=op.f('uq_band_lot_id_number'))
    )
    with op.batch_alter_table('band', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_band_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_band_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('dwelling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('address_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('build_year', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['address.id'], name=op.f('fk_dwelling_address_id_address')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_dwelling_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dwelling')),
    sa.UniqueConstraint('address_id', name=op.f('uq_dwelling_address_id'))
    )
    with op.batch_alter_table('dwelling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dwelling_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('interest_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('screened', sa.Integer(), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_interest_decision_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_interest_decision_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_decision')),
    sa.UniqueConstraint('lot_id', 'deadline', name=op.f('uq_interest_decision_lot_id_deadline'))
    )
    with op.batch_alter_table('interest_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_decision_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interest_decision_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invited_by'], ['person.id'], name=op.f('fk_invitation_invited_by_person')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_invitation_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_invitation_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('lot_id', 'organisation_id', name=op.f('uq_invitation_lot_id_organisation_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_invited_by'), ['invited_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=True),
    sa.Column('second_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['person.id'], name=op.f('fk_opening_first_id_person')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_opening_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_opening_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['second_id'], ['person.id'], name=op.f('fk_opening_second_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening')),
    sa.UniqueConstraint('lot_id', 'attempt', name=op.f('uq_opening_lot_id_attempt'))
    )
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_first_id'), ['first_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_second_id'), ['second_id'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('nature', sa.String(length=2), nullable=False),
    sa.Column('unit', sa.String(length=10), nullable=False),
    sa.Column('scope', sa.String(length=4), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('presumed', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("nature IN ('VH', 'FH', 'TP', 'PM')", name=op.f('ck_post_known_nature')),
    sa.CheckConstraint("scope IN ('home', 'run', 'lot')", name=op.f('ck_post_known_scope')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_post_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_post_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('lot_id', 'number', name=op.f('uq_post_lot_id_number'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('renovation_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_renovation_group_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['run_id'], ['bundling_run.id'], name=op.f('fk_renovation_group_run_id_bundling_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renovation_group')),
    sa.UniqueConstraint('run_id', 'number', name=op.f('uq_renovation_group_run_id_number'))
    )
    with op.batch_alter_table('renovation_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_renovation_group_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_renovation_group_run_id'), ['run_id'], unique=False)

    op.create_table('wave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('order_until', sa.Date(), nullable=False),
    sa.Column('freeze_on', sa.Date(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_wave_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_wave_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wave')),
    sa.UniqueConstraint('lot_id', 'number', name=op.f('uq_wave_lot_id_number'))
    )
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wave_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wave_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('case_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('dwelling_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('owner_kind', sa.String(length=40), nullable=False),
    sa.Column('advisor_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('close_reason', sa.String(length=40), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('waiting', sa.Boolean(), nullable=False),
    sa.Column('income_category', sa.Integer(), nullable=True),
    sa.Column('other_dwelling', sa.Boolean(), nullable=True),
    sa.Column('life_event_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'closed')", name=op.f('ck_case_file_known_state')),
    sa.ForeignKeyConstraint(['advisor_id'], ['person.id'], name=op.f('fk_case_file_advisor_id_person')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_case_file_dwelling_id_dwelling')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_case_file_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_file_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_file'))
    )
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_file_advisor_id'), ['advisor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_file_dwelling_id'), ['dwelling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_file_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_file_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_case_file_work', ['municipality_id', 'state', 'due_on'], unique=False)
        batch_op.create_index('uq_case_file_open', ['dwelling_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('dwelling_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('dwelling_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('measured_by', sa.Integer(), nullable=True),
    sa.Column('measured_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quantity >= 0', name=op.f('ck_dwelling_measure_not_negative')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_dwelling_measure_dwelling_id_dwelling')),
    sa.ForeignKeyConstraint(['measured_by'], ['person.id'], name=op.f('fk_dwelling_measure_measured_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_dwelling_measure_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dwelling_measure')),
    sa.UniqueConstraint('dwelling_id', 'source', name=op.f('uq_dwelling_measure_dwelling_id_source'))
    )
    with op.batch_alter_table('dwelling_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dwelling_measure_dwelling_id'), ['dwelling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dwelling_measure_measured_by'), ['measured_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_dwelling_measure_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('checksum', sa.String(length=64), nullable=False),
    sa.Column('homes', sa.Integer(), nullable=False),
    sa.Column('runs', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_for_quotes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('homes >= 1', name=op.f('ck_request_some_homes')),
    sa.ForeignKeyConstraint(['group_id'], ['renovation_group.id'], name=op.f('fk_request_group_id_renovation_group')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_request_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_request_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request')),
    sa.UniqueConstraint('lot_id', 'group_id', name=op.f('uq_request_lot_id_group_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_request_reference'))
    )
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('can_will_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_can_will_answer_author_id_person')),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_can_will_answer_case_id_case_file')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_can_will_answer_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_can_will_answer'))
    )
    with op.batch_alter_table('can_will_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_can_will_answer_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_can_will_answer_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_can_will_answer_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('choice_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_choice_run_by_id_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_choice_run_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_choice_run_request_id_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice_run'))
    )
    with op.batch_alter_table('choice_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_choice_run_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_choice_run_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_choice_run_request_id'), ['request_id'], unique=False)

    op.create_table('quote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('request_revision', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('receipt', sa.String(length=20), nullable=True),
    sa.Column('receipt_hash', sa.String(length=64), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by', sa.Integer(), nullable=True),
    sa.Column('submission_key', sa.String(length=64), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('own_minimum', sa.Integer(), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('start_from', sa.Date(), nullable=True),
    sa.Column('start_until', sa.Date(), nullable=True),
    sa.Column('warranty_years', sa.Integer(), nullable=True),
    sa.Column('disruption_days', sa.Integer(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('irregular_reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("slot IN ('draft', 'submitted')", name=op.f('ck_quote_known_slot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_quote_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_quote_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_quote_request_id_request')),
    sa.ForeignKeyConstraint(['saved_by'], ['person.id'], name=op.f('fk_quote_saved_by_person')),
    sa.ForeignKeyConstraint(['submitted_by'], ['person.id'], name=op.f('fk_quote_submitted_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quote')),
    sa.UniqueConstraint('receipt', name=op.f('uq_quote_receipt')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_quote_submission_key'))
    )
    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quote_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_saved_by'), ['saved_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_submitted_by'), ['submitted_by'], unique=False)
        batch_op.create_index('uq_quote_in_play', ['request_id', 'organisation_id', 'slot'], unique=True, sqlite_where=sa.text("state NOT IN ('replaced', 'withdrawn')"), postgresql_where=sa.text("state NOT IN ('replaced', 'withdrawn')"))

    op.create_table('request_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('nature', sa.String(length=2), nullable=False),
    sa.Column('unit', sa.String(length=10), nullable=False),
    sa.Column('scope', sa.String(length=4), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('per_home', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_request_line_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_request_line_request_id_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_line')),
    sa.UniqueConstraint('request_id', 'number', name=op.f('uq_request_line_request_id_number'))
    )
    with op.batch_alter_table('request_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_line_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_line_request_id'), ['request_id'], unique=False)

    op.create_table('route_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('can', sa.String(length=40), nullable=False),
    sa.Column('will', sa.String(length=40), nullable=False),
    sa.Column('route', sa.String(length=40), nullable=False),
    sa.Column('action', sa.JSON(), nullable=False),
    sa.Column('who', sa.JSON(), nullable=False),
    sa.Column('reason', sa.JSON(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('override_reason', sa.String(length=500), nullable=True),
    sa.Column('rule_version_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_route_decision_author_id_person')),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_route_decision_case_id_case_file')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_route_decision_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['rule_version_id'], ['rule_version.id'], name=op.f('fk_route_decision_rule_version_id_rule_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_route_decision'))
    )
    with op.batch_alter_table('route_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_route_decision_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_route_decision_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_route_decision_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('screening_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('fact', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_screening_fact_author_id_person')),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_screening_fact_case_id_case_file')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_screening_fact_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_fact'))
    )
    with op.batch_alter_table('screening_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_screening_fact_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_screening_fact_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_screening_fact_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('subscription',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('submission_key', sa.String(length=64), nullable=True),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('dwelling_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('life_stage', sa.String(length=40), nullable=True),
    sa.Column('budget_band', sa.String(length=40), nullable=True),
    sa.Column('loss_reason', sa.String(length=40), nullable=True),
    sa.Column('screening', sa.JSON(), nullable=False),
    sa.Column('interested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('subscribed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('screened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rule_version_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('online', 'phone', 'paper')", name=op.f('ck_subscription_known_channel')),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_subscription_case_id_case_file')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['dwelling.id'], name=op.f('fk_subscription_dwelling_id_dwelling')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_subscription_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_subscription_package_id_package')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_subscription_person_id_person')),
    sa.ForeignKeyConstraint(['rule_version_id'], ['rule_version.id'], name=op.f('fk_subscription_rule_version_id_rule_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription')),
    sa.UniqueConstraint('reference', name=op.f('uq_subscription_reference')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_subscription_submission_key'))
    )
    with op.batch_alter_table('subscription', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subscription_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_dwelling_id'), ['dwelling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_package_id'), ['package_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_subscription_live', ['package_id', 'dwelling_id'], unique=True, sqlite_where=sa.text("state NOT IN ('withdrawn', 'expired')"), postgresql_where=sa.text("state NOT IN ('withdrawn', 'expired')"))

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('yes_by', sa.Date(), nullable=True),
    sa.Column('yes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_assignment_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_assignment_quote_id_quote')),
    sa.ForeignKeyConstraint(['run_id'], ['choice_run.id'], name=op.f('fk_assignment_run_id_choice_run')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_assignment_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('run_id', 'subscription_id', name=op.f('uq_assignment_run_id_subscription_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_run_id'), ['run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('old', sa.String(length=200), nullable=False),
    sa.Column('new', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('legal_ground', sa.String(length=200), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_correction_author_id_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_correction_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_correction_quote_id_quote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_correction_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_correction_quote_id'), ['quote_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('ranking', sa.JSON(), nullable=False),
    sa.Column('motive', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('standstill_until', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_decision_decided_by_person')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_decision_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_decision_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_decision_quote_id_quote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('lot_id', name=op.f('uq_decision_lot_id'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_decided_by'), ['decided_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('group_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('run_code', sa.String(length=40), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['renovation_group.id'], name=op.f('fk_group_member_group_id_renovation_group')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_group_member_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_group_member_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_member')),
    sa.UniqueConstraint('group_id', 'subscription_id', name=op.f('uq_group_member_group_id_subscription_id'))
    )
    with op.batch_alter_table('group_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_member_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_member_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('home_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('run_code', sa.String(length=40), nullable=False),
    sa.Column('run_size', sa.Integer(), nullable=False),
    sa.Column('ceiling', sa.BigInteger(), nullable=True),
    sa.Column('expected', sa.BigInteger(), nullable=True),
    sa.Column('final', sa.BigInteger(), nullable=True),
    sa.Column('borne_by_contractor', sa.BigInteger(), nullable=True),
    sa.Column('vat_percent', sa.Integer(), nullable=True),
    sa.Column('premium', sa.BigInteger(), nullable=True),
    sa.Column('vat_version_id', sa.Integer(), nullable=True),
    sa.Column('premium_version_id', sa.Integer(), nullable=True),
    sa.Column('advisor_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('advisor_agreed_by', sa.Integer(), nullable=True),
    sa.Column('contractor_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('contractor_agreed_by', sa.Integer(), nullable=True),
    sa.Column('terms_version', sa.String(length=40), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_channel', sa.String(length=40), nullable=True),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdraw_until', sa.Date(), nullable=True),
    sa.Column('waiting_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('survey_note', sa.String(length=500), nullable=False),
    sa.Column('provisional_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('loss_reason', sa.String(length=40), nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('final IS NULL OR final <= ceiling', name=op.f('ck_home_order_final_under_ceiling')),
    sa.CheckConstraint('ordered_at IS NULL OR ceiling IS NOT NULL', name=op.f('ck_home_order_ordered_has_ceiling')),
    sa.ForeignKeyConstraint(['advisor_agreed_by'], ['person.id'], name=op.f('fk_home_order_advisor_agreed_by_person')),
    sa.ForeignKeyConstraint(['contractor_agreed_by'], ['person.id'], name=op.f('fk_home_order_contractor_agreed_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_home_order_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_home_order_person_id_person')),
    sa.ForeignKeyConstraint(['premium_version_id'], ['rule_version.id'], name=op.f('fk_home_order_premium_version_id_rule_version')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_home_order_quote_id_quote')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_home_order_subscription_id_subscription')),
    sa.ForeignKeyConstraint(['vat_version_id'], ['rule_version.id'], name=op.f('fk_home_order_vat_version_id_rule_version')),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_home_order_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_home_order')),
    sa.UniqueConstraint('reference', name=op.f('uq_home_order_reference'))
    )
    with op.batch_alter_table('home_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_home_order_advisor_agreed_by'), ['advisor_agreed_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_contractor_agreed_by'), ['contractor_agreed_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_quote_id'), ['quote_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_subscription_id'), ['subscription_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_home_order_wave_id'), ['wave_id'], unique=False)
        batch_op.create_index('uq_home_order_live', ['wave_id', 'subscription_id'], unique=True, sqlite_where=sa.text("state NOT IN ('withdrawn', 'lapsed', 'cancelled')"), postgresql_where=sa.text("state NOT IN ('withdrawn', 'lapsed', 'cancelled')"))

    op.create_table('preference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('quote_ids', sa.JSON(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_preference_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_preference_request_id_request')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_preference_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preference')),
    sa.UniqueConstraint('request_id', 'subscription_id', name=op.f('uq_preference_request_id_subscription_id'))
    )
    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_preference_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_preference_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_preference_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('price_query',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('judged_by', sa.Integer(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['judged_by'], ['person.id'], name=op.f('fk_price_query_judged_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_price_query_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_price_query_quote_id_quote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_query'))
    )
    with op.batch_alter_table('price_query', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_query_judged_by'), ['judged_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_query_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_price_query_quote_id'), ['quote_id'], unique=False)

    op.create_table('quote_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('stated_total', sa.BigInteger(), nullable=True),
    sa.Column('remark', sa.String(length=500), nullable=False),
    sa.CheckConstraint("kind IN ('price', 'included', 'excluded', 'option', 'missing')", name=op.f('ck_quote_line_known_kind')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_quote_line_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_quote_line_quote_id_quote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_line')),
    sa.UniqueConstraint('quote_id', 'number', name=op.f('uq_quote_line_quote_id_number'))
    )
    with op.batch_alter_table('quote_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quote_line_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_line_quote_id'), ['quote_id'], unique=False)

    op.create_table('request_home',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('run_code', sa.String(length=40), nullable=False),
    sa.Column('quantities', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_request_home_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_request_home_request_id_request')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_request_home_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_home')),
    sa.UniqueConstraint('request_id', 'subscription_id', name=op.f('uq_request_home_request_id_subscription_id'))
    )
    with op.batch_alter_table('request_home', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_home_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_home_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_home_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('quote_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('assessor_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessor_id'], ['person.id'], name=op.f('fk_score_assessor_id_person')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_criterion_id_criterion')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_score_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_score_quote_id_quote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
    sa.UniqueConstraint('quote_id', 'criterion_id', name=op.f('uq_score_quote_id_criterion_id'))
    )
    with op.batch_alter_table('score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_assessor_id'), ['assessor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_criterion_id'), ['criterion_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_score_quote_id'), ['quote_id'], unique=False)

    op.create_table('subscription_lot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_subscription_lot_lot_id_lot')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_subscription_lot_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscription.id'], name=op.f('fk_subscription_lot_subscription_id_subscription')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription_lot')),
    sa.UniqueConstraint('subscription_id', 'lot_id', name=op.f('uq_subscription_lot_subscription_id_lot_id'))
    )
    with op.batch_alter_table('subscription_lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subscription_lot_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_lot_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_lot_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('route_decision_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['assignee_id'], ['person.id'], name=op.f('fk_task_assignee_id_person')),
    sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_task_case_id_case_file')),
    sa.ForeignKeyConstraint(['done_by'], ['person.id'], name=op.f('fk_task_done_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_task_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['route_decision_id'], ['route_decision.id'], name=op.f('fk_task_route_decision_id_route_decision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_done_by'), ['done_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index('ix_task_open', ['municipality_id', 'done_at', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_route_decision_id'), ['route_decision_id'], unique=False)

    op.create_table('co_owner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_co_owner_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['order_id'], ['home_order.id'], name=op.f('fk_co_owner_order_id_home_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_co_owner_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_co_owner')),
    sa.UniqueConstraint('order_id', 'person_id', name=op.f('uq_co_owner_order_id_person_id'))
    )
    with op.batch_alter_table('co_owner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_co_owner_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_co_owner_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_co_owner_person_id'), ['person_id'], unique=False)

    op.create_table('order_condition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'met', 'failed')", name=op.f('ck_order_condition_known_state')),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_order_condition_decided_by_person')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_order_condition_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['order_id'], ['home_order.id'], name=op.f('fk_order_condition_order_id_home_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_condition')),
    sa.UniqueConstraint('order_id', 'kind', name=op.f('uq_order_condition_order_id_kind'))
    )
    with op.batch_alter_table('order_condition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_condition_decided_by'), ['decided_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_condition_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_condition_order_id'), ['order_id'], unique=False)

    op.create_table('order_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity >= 0', name=op.f('ck_order_line_not_negative')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_order_line_municipality_id_municipality')),
    sa.ForeignKeyConstraint(['order_id'], ['home_order.id'], name=op.f('fk_order_line_order_id_home_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line')),
    sa.UniqueConstraint('order_id', 'number', name=op.f('uq_order_line_order_id_number'))
    )
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_line_municipality_id'), ['municipality_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_order_id'), ['order_id'], unique=False)

    op.create_table('quote_price',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('band', sa.Integer(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['quote_line.id'], name=op.f('fk_quote_price_line_id_quote_line')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_quote_price_municipality_id_municipality')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_price')),
    sa.UniqueConstraint('line_id', 'band', name=op.f('uq_quote_price_line_id_band'))
    )
    with op.batch_alter_table('quote_price', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quote_price_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quote_price_municipality_id'), ['municipality_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('quote_price', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quote_price_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_quote_price_line_id'))

    op.drop_table('quote_price')
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_line_order_id'))
        batch_op.drop_index(batch_op.f('ix_order_line_municipality_id'))

    op.drop_table('order_line')
    with op.batch_alter_table('order_condition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_condition_order_id'))
        batch_op.drop_index(batch_op.f('ix_order_condition_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_order_condition_decided_by'))

    op.drop_table('order_condition')
    with op.batch_alter_table('co_owner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_co_owner_person_id'))
        batch_op.drop_index(batch_op.f('ix_co_owner_order_id'))
        batch_op.drop_index(batch_op.f('ix_co_owner_municipality_id'))

    op.drop_table('co_owner')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_route_decision_id'))
        batch_op.drop_index('ix_task_open')
        batch_op.drop_index(batch_op.f('ix_task_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_task_done_by'))
        batch_op.drop_index(batch_op.f('ix_task_case_id'))
        batch_op.drop_index(batch_op.f('ix_task_assignee_id'))

    op.drop_table('task')
    with op.batch_alter_table('subscription_lot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subscription_lot_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_lot_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_lot_lot_id'))

    op.drop_table('subscription_lot')
    with op.batch_alter_table('score', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_quote_id'))
        batch_op.drop_index(batch_op.f('ix_score_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_score_criterion_id'))
        batch_op.drop_index(batch_op.f('ix_score_assessor_id'))

    op.drop_table('score')
    with op.batch_alter_table('request_home', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_home_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_request_home_request_id'))
        batch_op.drop_index(batch_op.f('ix_request_home_municipality_id'))

    op.drop_table('request_home')
    with op.batch_alter_table('quote_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quote_line_quote_id'))
        batch_op.drop_index(batch_op.f('ix_quote_line_municipality_id'))

    op.drop_table('quote_line')
    with op.batch_alter_table('price_query', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_price_query_quote_id'))
        batch_op.drop_index(batch_op.f('ix_price_query_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_price_query_judged_by'))

    op.drop_table('price_query')
    with op.batch_alter_table('preference', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_preference_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_preference_request_id'))
        batch_op.drop_index(batch_op.f('ix_preference_municipality_id'))

    op.drop_table('preference')
    with op.batch_alter_table('home_order', schema=None) as batch_op:
        batch_op.drop_index('uq_home_order_live', sqlite_where=sa.text("state NOT IN ('withdrawn', 'lapsed', 'cancelled')"), postgresql_where=sa.text("state NOT IN ('withdrawn', 'lapsed', 'cancelled')"))
        batch_op.drop_index(batch_op.f('ix_home_order_wave_id'))
        batch_op.drop_index(batch_op.f('ix_home_order_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_home_order_quote_id'))
        batch_op.drop_index(batch_op.f('ix_home_order_person_id'))
        batch_op.drop_index(batch_op.f('ix_home_order_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_home_order_contractor_agreed_by'))
        batch_op.drop_index(batch_op.f('ix_home_order_advisor_agreed_by'))

    op.drop_table('home_order')
    with op.batch_alter_table('group_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_member_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_group_member_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_group_member_group_id'))

    op.drop_table('group_member')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_decision_decided_by'))

    op.drop_table('decision')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_quote_id'))
        batch_op.drop_index(batch_op.f('ix_correction_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_correction_author_id'))

    op.drop_table('correction')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_run_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_municipality_id'))

    op.drop_table('assignment')
    with op.batch_alter_table('subscription', schema=None) as batch_op:
        batch_op.drop_index('uq_subscription_live', sqlite_where=sa.text("state NOT IN ('withdrawn', 'expired')"), postgresql_where=sa.text("state NOT IN ('withdrawn', 'expired')"))
        batch_op.drop_index(batch_op.f('ix_subscription_person_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_package_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_dwelling_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_case_id'))

    op.drop_table('subscription')
    with op.batch_alter_table('screening_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_screening_fact_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_screening_fact_case_id'))
        batch_op.drop_index(batch_op.f('ix_screening_fact_author_id'))

    op.drop_table('screening_fact')
    with op.batch_alter_table('route_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_route_decision_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_route_decision_case_id'))
        batch_op.drop_index(batch_op.f('ix_route_decision_author_id'))

    op.drop_table('route_decision')
    with op.batch_alter_table('request_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_line_request_id'))
        batch_op.drop_index(batch_op.f('ix_request_line_municipality_id'))

    op.drop_table('request_line')
    with op.batch_alter_table('quote', schema=None) as batch_op:
        batch_op.drop_index('uq_quote_in_play', sqlite_where=sa.text("state NOT IN ('replaced', 'withdrawn')"), postgresql_where=sa.text("state NOT IN ('replaced', 'withdrawn')"))
        batch_op.drop_index(batch_op.f('ix_quote_submitted_by'))
        batch_op.drop_index(batch_op.f('ix_quote_saved_by'))
        batch_op.drop_index(batch_op.f('ix_quote_request_id'))
        batch_op.drop_index(batch_op.f('ix_quote_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_quote_municipality_id'))

    op.drop_table('quote')
    with op.batch_alter_table('choice_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_choice_run_request_id'))
        batch_op.drop_index(batch_op.f('ix_choice_run_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_choice_run_by_id'))

    op.drop_table('choice_run')
    with op.batch_alter_table('can_will_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_can_will_answer_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_can_will_answer_case_id'))
        batch_op.drop_index(batch_op.f('ix_can_will_answer_author_id'))

    op.drop_table('can_will_answer')
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_request_lot_id'))

    op.drop_table('request')
    with op.batch_alter_table('dwelling_measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dwelling_measure_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_dwelling_measure_measured_by'))
        batch_op.drop_index(batch_op.f('ix_dwelling_measure_dwelling_id'))

    op.drop_table('dwelling_measure')
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.drop_index('uq_case_file_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index('ix_case_file_work')
        batch_op.drop_index(batch_op.f('ix_case_file_person_id'))
        batch_op.drop_index(batch_op.f('ix_case_file_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_case_file_dwelling_id'))
        batch_op.drop_index(batch_op.f('ix_case_file_advisor_id'))

    op.drop_table('case_file')
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wave_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_wave_lot_id'))

    op.drop_table('wave')
    with op.batch_alter_table('renovation_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_renovation_group_run_id'))
        batch_op.drop_index(batch_op.f('ix_renovation_group_municipality_id'))

    op.drop_table('renovation_group')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_post_lot_id'))

    op.drop_table('post')
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_second_id'))
        batch_op.drop_index(batch_op.f('ix_opening_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_opening_lot_id'))
        batch_op.drop_index(batch_op.f('ix_opening_first_id'))

    op.drop_table('opening')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_lot_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_invited_by'))

    op.drop_table('invitation')
    with op.batch_alter_table('interest_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_decision_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_interest_decision_lot_id'))

    op.drop_table('interest_decision')
    with op.batch_alter_table('dwelling', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dwelling_municipality_id'))

    op.drop_table('dwelling')
    with op.batch_alter_table('band', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_band_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_band_lot_id'))

    op.drop_table('band')
    with op.batch_alter_table('scenario', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scenario_package_id'))
        batch_op.drop_index(batch_op.f('ix_scenario_municipality_id'))

    op.drop_table('scenario')
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_package_id'))
        batch_op.drop_index(batch_op.f('ix_lot_municipality_id'))

    op.drop_table('lot')
    with op.batch_alter_table('criterion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_criterion_package_id'))
        batch_op.drop_index(batch_op.f('ix_criterion_municipality_id'))

    op.drop_table('criterion')
    with op.batch_alter_table('bundling_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bundling_run_package_id'))
        batch_op.drop_index(batch_op.f('ix_bundling_run_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_bundling_run_by_id'))

    op.drop_table('bundling_run')
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_street_id'))
        batch_op.drop_index(batch_op.f('ix_address_municipality_id'))

    op.drop_table('address')
    with op.batch_alter_table('street', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_street_search_key'))
        batch_op.drop_index(batch_op.f('ix_street_neighbourhood_id'))
        batch_op.drop_index(batch_op.f('ix_street_municipality_id'))

    op.drop_table('street')
    with op.batch_alter_table('signed_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signed_link_person_id'))
        batch_op.drop_index(batch_op.f('ix_signed_link_municipality_id'))

    op.drop_table('signed_link')
    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rule_version_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_rule_version_activated_by'))

    op.drop_table('rule_version')
    with op.batch_alter_table('package', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_package_neighbourhood_id'))
        batch_op.drop_index(batch_op.f('ix_package_municipality_id'))

    op.drop_table('package')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))
        batch_op.drop_index(batch_op.f('ix_membership_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_membership_municipality_id'))

    op.drop_table('membership')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))
        batch_op.drop_index(batch_op.f('ix_consent_municipality_id'))

    op.drop_table('consent')
    with op.batch_alter_table('call_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_request_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_call_request_handled_by'))

    op.drop_table('call_request')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_person_id'))
        batch_op.drop_index(batch_op.f('ix_account_municipality_id'))

    op.drop_table('account')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_sort_key'))
        batch_op.drop_index(batch_op.f('ix_person_phone'))
        batch_op.drop_index(batch_op.f('ix_person_municipality_id'))
        batch_op.drop_index(batch_op.f('ix_person_email'))

    op.drop_table('person')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_municipality_id'))

    op.drop_table('organisation')
    with op.batch_alter_table('neighbourhood', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_neighbourhood_municipality_id'))

    op.drop_table('neighbourhood')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_subject'))
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_at'))

    op.drop_table('sign_in_attempt')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_message_waiting')
        batch_op.drop_index(batch_op.f('ix_outbox_message_person_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_done_at'))

    op.drop_table('outbox_message')
    op.drop_table('municipality')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_event_subject')

    op.drop_table('audit_event')
