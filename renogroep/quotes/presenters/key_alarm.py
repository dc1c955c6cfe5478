"""Is there a sealed quote that cannot be opened, and who must know that today?"""

from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text, t
from renogroep.infra.access import May, may
from renogroep.infra.sealing import ring
from renogroep.quotes.queries.sealed import missing_keys


def key_alarm(session: Session) -> Text | None:
    """What an administrator and a lead read while a key of live quotes is away; None: all is well."""
    if not (may(May.ADMIN_SEE) or may(May.QUOTES_AWARD)):
        return None
    keys = missing_keys(session, current_user.municipality_id, ring())
    if not keys:
        return None
    return t(
        "Quotes are sealed with a key that this server does not have: %(keys)s. They cannot be opened. Let the administrator of the server put this key back before the deadline.",
        keys=", ".join(keys),
    )
