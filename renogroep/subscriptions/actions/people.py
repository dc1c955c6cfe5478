"""What does this room know of a person, and how is it given, forgotten or moved?"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.i18n import say, say_stored
from renogroep.subscriptions import queries
from renogroep.subscriptions.models import AnswerCode, Subscription
from renogroep.subscriptions.rules.lifecycle import INTERESTS, LIVE
from renogroep.subscriptions.words import flow_of, in_words, said


def export_person(session: Session, person_id: int) -> dict[str, object]:
    """Every interest with the answers as they were given."""
    return {
        "interests": [
            {
                "reference": row.reference,
                "package": in_words(row.package, "title"),
                "address": row.dwelling.address.full,
                "works": [in_words(link.lot, "title") for link in row.lots],
                "state": row.state,
                "channel": row.channel,
                "answers": {
                    say(question): [say(label) for label in labels]
                    for _, question, labels in said(row.answers, flow_of(row.package))
                },
                "screening": [say_stored(reason) for reason in row.screening],
                "interested_at": row.interested_at.isoformat(),
                "confirm_by": row.confirm_by.isoformat() if row.confirm_by else None,
                "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            }
            for row in queries.home_of(session, person_id)
        ]
    }


def erase_person(session: Session, person_id: int) -> None:
    """The interest keeps its place in the counts and loses what was told; a live one ends."""
    for row in session.scalars(select(Subscription).where(Subscription.person_id == person_id)):
        row.answers, row.screening = {}, []
        row.life_stage = row.budget_band = row.submission_key = row.network_mark = None
        row.confirm_by = row.confirmed_at = row.asked_at = row.reminded_at = None
        if row.state in LIVE:
            INTERESTS.move(row, "withdraw")
            row.ended_at = clock.now()
    session.execute(delete(AnswerCode).where(AnswerCode.person_id == person_id))
    session.flush()


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person."""
    for table in (Subscription, AnswerCode):
        session.execute(update(table).where(table.person_id == old_id).values(person_id=new_id))
