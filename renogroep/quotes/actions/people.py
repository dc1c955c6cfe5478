"""What do the quotes know of a person, and what stays when that person is forgotten?

Openings, corrections, judgements, scores and decisions are acts of an office: they keep the number
of who did them, and the name goes with the person. A household's list and its answers are its own.
"""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from renogroep.quotes.models import (
    Assignment,
    ChoiceRun,
    Correction,
    Decision,
    Invitation,
    Opening,
    Preference,
    PriceQuery,
    Quote,
    ScenarioBill,
    Score,
    UnreadableQuote,
)
from renogroep.subscriptions.models import Subscription

# Tables in which somebody acted, and the columns that say who.
ACTED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Invitation, ("invited_by",)),
    (Quote, ("saved_by", "submitted_by")),
    (Opening, ("first_id", "second_id")),
    (UnreadableQuote, ("sent_by", "first_id", "second_id", "given_up_by")),
    (Correction, ("author_id",)),
    (PriceQuery, ("judged_by",)),
    (Score, ("assessor_id",)),
    (ScenarioBill, ("set_by",)),
    (Decision, ("decided_by",)),
    (ChoiceRun, ("by_id",)),
)


def export_person(session: Session, person_id: int) -> dict[str, Any]:
    """The lists and answers of this person's homes, and how often it acted for somebody."""
    homes = _homes(person_id)
    preferences = session.scalars(
        select(Preference).where(Preference.subscription_id.in_(homes)).order_by(Preference.id)
    )
    assignments = session.scalars(
        select(Assignment).where(Assignment.subscription_id.in_(homes)).order_by(Assignment.id)
    )
    acts = {
        f"{table.__tablename__}.{column}": len(
            session.scalars(select(table.id).where(getattr(table, column) == person_id)).all()
        )
        for table, columns in ACTED
        for column in columns
    }
    return {
        "choices": [
            {
                "home": row.subscription.reference,
                "contractors": [_firm(session, key) for key in row.quote_ids],
                "channel": row.channel,
                "at": row.at.isoformat(),
            }
            for row in preferences
        ],
        "contractors": [
            {
                "contractor": row.quote.organisation.name if row.quote else None,
                "place": row.place,
                "yes_at": row.yes_at.isoformat() if row.yes_at else None,
                "declined_at": row.declined_at.isoformat() if row.declined_at else None,
            }
            for row in assignments
        ],
        "acts": {name: count for name, count in acts.items() if count},
    }


def _homes(person_id: int) -> Any:
    return select(Subscription.id).where(Subscription.person_id == person_id)


def _firm(session: Session, quote_id: int) -> str | None:
    quote = session.get(Quote, quote_id)
    return quote.organisation.name if quote else None


def erase_person(session: Session, person_id: int) -> None:
    """Its lists go. Where a home ended stays: the minimum of a contractor was counted with it."""
    session.execute(delete(Preference).where(Preference.subscription_id.in_(_homes(person_id))))


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person: what the one did, the other did. Homes move elsewhere."""
    for table, columns in ACTED:
        for column in columns:
            session.execute(
                update(table)
                .where(getattr(table, column) == old_id)
                .values({column: new_id})
                .execution_options(synchronize_session=False)
            )
