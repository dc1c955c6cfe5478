"""Under which name do people find a municipality, and whom do they ask about privacy?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.hosts import host_of, is_host
from renogroep.base.names import cleaned
from renogroep.identity.models import Municipality
from renogroep.identity.queries.municipalities import is_host_of_a_municipality
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def set_host(session: Session, municipality: Municipality, name: str, *, by: By) -> None:
    """The name of its front door, and of its links in mails; an empty one takes it away.

    name   as somebody types it: capitals and a port do not count
    raises Refused ``municipality.host`` for what cannot be a name, ``municipality.host_taken``
    """
    host = host_of(name) or None
    if host == municipality.host:
        return
    if host is not None and not is_host(host):
        raise Refused(
            "municipality.host",
            "“%(name)s” is not a name of a site. Write it like wijk.testgem.be.",
            name=name.strip()[:80],
        )
    if host is not None and is_host_of_a_municipality(session, host):
        raise Refused(
            "municipality.host_taken",
            "“%(name)s” is the name of another municipality here already.",
            name=host,
        )
    old, municipality.host = municipality.host, host
    record(
        session,
        Did.MUNICIPALITY_HOST_SET,
        actor_id=by.actor_id,
        subject=municipality,
        old=old,
        new=host,
    )


def set_privacy(
    session: Session, municipality: Municipality, *, postal_address: str, contact: str, by: By
) -> None:
    """Where the controller is, and how its data protection officer is reached. Twice is once.

    Raises Refused ``municipality.no_privacy`` when one of the two is missing: the law asks both
    (AVG art. 13 lid 1 a and b).
    """
    locked(session, Municipality, municipality.id)
    new = (cleaned(postal_address), cleaned(contact))
    if not all(new):
        raise Refused(
            "municipality.no_privacy",
            "Fill in both: the law asks that people read where you are and whom they ask.",
        )
    if new == (municipality.postal_address, municipality.privacy_contact):
        return
    municipality.postal_address, municipality.privacy_contact = new
    record(
        session,
        Did.MUNICIPALITY_PRIVACY_SET,
        actor_id=by.actor_id,
        subject=municipality,
        postal_address=new[0],
        contact=new[1],
    )
