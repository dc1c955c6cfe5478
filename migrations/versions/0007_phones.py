"""Phone numbers in one spelling (E.164); what cannot be read stays as it was typed

Revision ID: 0007
Revises: 0006
"""

import re

import phonenumbers
import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

TABLES = ('person', 'call_request', 'organisation')
WRITTEN = re.compile(r'[\d\s./()+-]{1,80}')


def _read(typed):
    """As numbers are read from this revision on; None when it is no number."""
    if not WRITTEN.fullmatch(typed.strip()):
        return None
    try:
        number = phonenumbers.parse(typed, 'BE')
    except phonenumbers.NumberParseException:
        return None
    cut = number.country_code == 32 and number.italian_leading_zero
    if cut or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def upgrade() -> None:
    connection = op.get_bind()
    for name in TABLES:
        table = sa.table(name, sa.column('id', sa.Integer), sa.column('phone', sa.String))
        rows = connection.execute(
            sa.select(table.c.id, table.c.phone).where(table.c.phone.is_not(None))
        ).all()
        for key, typed in rows:
            number = _read(typed)
            if number is not None and number != typed:
                connection.execute(
                    sa.update(table).where(table.c.id == key).values(phone=number)
                )


def downgrade() -> None:
    """A number in E.164 can be dialled as well as one with spaces."""
