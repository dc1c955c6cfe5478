"""How does a bill of quantities come to be and change, as long as the package is a draft?"""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.tenders.actions.drafts import check_draft, hold_draft
from renogroep.tenders.models import Lot, Package, Post
from renogroep.tenders.queries import posts_of
from renogroep.tenders.rules import bill as rules
from renogroep.tenders.rules.events import Did


def new_posts(session: Session, lot: Lot, posts: Sequence[rules.Post]) -> None:
    """Write the posts of a lot that has none, in their order."""
    for position, post in enumerate(posts):
        row = Post(municipality_id=lot.municipality_id, lot_id=lot.id, position=position)
        _fill(row, post)
        session.add(row)
    session.flush()
    session.refresh(lot, ["posts"])


def _fill(row: Post, post: rules.Post) -> None:
    row.number, row.description = post.number, post.description
    row.nature, row.unit, row.scope = post.nature, post.unit, post.scope
    row.source, row.presumed = post.source, post.presumed


def add_post(session: Session, lot: Lot, post: rules.Post, *, by: By) -> None:
    """One more post, at the place of its number. Raises Refused for a number that is taken."""
    check_draft(session, lot.package)
    _check_free(lot, post.number, None)
    row = Post(municipality_id=lot.municipality_id, lot_id=lot.id, position=len(lot.posts))
    _fill(row, post)
    session.add(row)
    _changed(session, lot, by)


def change_post(session: Session, row: Post, post: rules.Post, *, by: By) -> None:
    """Raises Refused for a number that another post has."""
    hold_draft(session, row.lot.package, row, by)
    _check_free(row.lot, post.number, row.id)
    _fill(row, post)
    _changed(session, row.lot, by)


def remove_post(session: Session, row: Post, *, by: By) -> None:
    """Take a post out of the bill."""
    lot = row.lot
    check_draft(session, lot.package)
    session.delete(row)
    _changed(session, lot, by)


def replace_bill(
    session: Session, lot: Lot, posts: Sequence[rules.Post], *, mark: str | None = None, by: By
) -> None:
    """A whole new bill. Raises Refused when ``check_bill`` finds something: all or nothing.

    mark   ``bill_checksum`` of the bill on the page that was used; None: any. StaleDataError when
           it is another one now.
    """
    locked(session, Package, lot.package_id)
    session.refresh(lot, ["posts"])
    if mark is not None and mark != rules.bill_checksum(posts_of(lot)):
        raise StaleDataError("the page showed another bill")
    check_draft(session, lot.package)
    problems = rules.check_bill(posts)
    if problems:
        raise Refused(
            "bill.problems",
            "The bill was not replaced: %(count)s things are not right. First: %(first)s",
            count=len(problems),
            first=problems[0].message,
        )
    session.execute(delete(Post).where(Post.lot_id == lot.id))
    session.expire(lot, ["posts"])
    new_posts(session, lot, posts)
    _changed(session, lot, by)


def _check_free(lot: Lot, number: str, own_id: int | None) -> None:
    if any(row.number == number and row.id != own_id for row in lot.posts):
        raise Refused(
            "post.number_taken",
            "There is already a post “%(number)s” in this bill. Give this one another number.",
            number=number,
        )


def _changed(session: Session, lot: Lot, by: By) -> None:
    """Posts stand in the order of their numbers; the record holds the bill's fingerprint."""
    session.flush()
    session.refresh(lot, ["posts"])
    for position, row in enumerate(sorted(lot.posts, key=lambda row: row.number)):
        row.position = position
    session.flush()
    session.refresh(lot, ["posts"])
    record(
        session,
        Did.BILL_CHANGED,
        actor_id=by.actor_id,
        subject=lot,
        posts=len(lot.posts),
        checksum=rules.bill_checksum(posts_of(lot)),
    )
