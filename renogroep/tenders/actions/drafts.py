"""May this package still be changed?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.infra.db import locked
from renogroep.tenders.models import Lot, Package, Post
from renogroep.tenders.rules.lifecycle import PackageState


def hold_draft(session: Session, package: Package, seen: Package | Lot | Post, by: By) -> None:
    """Hold the package and what changes in it until the transaction ends; it is as ``by`` saw it.

    raises   as ``check_seen`` and ``check_draft``
    """
    locked(session, Package, package.id)
    if not isinstance(seen, Package):
        locked(session, type(seen), seen.id)
    check_seen(seen, by)
    check_draft(session, package)


def check_draft(session: Session, package: Package) -> None:
    """Hold the package until the transaction ends; nobody publishes it meanwhile.

    Raises Refused when it was published: bill, criteria and numbers of homes are announced then,
    and people and contractors count on them.
    """
    locked(session, Package, package.id)
    if package.state != PackageState.DRAFT:
        raise Refused(
            "package.locked",
            "“%(title)s” is published, so its bill of quantities, criteria and numbers of homes stay "
            "as they were announced. You can still change its texts.",
            title=package.title,
        )
