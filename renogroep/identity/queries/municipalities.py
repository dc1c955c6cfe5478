"""Which municipalities are here, and whose front door is this?"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.identity.models import Municipality


def front_municipality(session: Session, host: str) -> Municipality | None:
    """Whose front door is this? The municipality of the name; of a shared name the first one.

    host   as ``host_of`` gives it
    """
    return session.scalar(
        select(Municipality)
        .order_by((Municipality.host == host).is_(True).desc(), Municipality.id)
        .limit(1)
    )


def own_door(session: Session, host: str) -> int | None:
    """The municipality that has its front door under this name and no other; None at a shared one."""
    return session.scalar(select(Municipality.id).where(Municipality.host == host))


def own_doors(session: Session) -> Sequence[str]:
    """The names of every municipality that has one of its own."""
    rows = select(Municipality.host).where(Municipality.host.is_not(None)).order_by(Municipality.id)
    return [host for host in session.scalars(rows) if host]


def is_host_of_a_municipality(session: Session, host: str) -> bool:
    """Does a municipality have its front door under this name?"""
    return own_door(session, host) is not None


def municipality_by_slug(session: Session, slug: str) -> Municipality | None:
    """The municipality with this short name."""
    return session.scalar(select(Municipality).where(Municipality.slug == slug))


def host_of_municipality(session: Session, municipality_id: int) -> str | None:
    """Under which name people find it; None: the first of SERVER_NAME."""
    return session.scalar(select(Municipality.host).where(Municipality.id == municipality_id))


def municipality_ids(session: Session) -> Sequence[int]:
    """Every municipality in this house."""
    return session.scalars(select(Municipality.id).order_by(Municipality.id)).all()
