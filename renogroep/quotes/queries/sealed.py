"""Which keys do the payloads ask for?"""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.infra.sealing import KeyRing, sealed_with
from renogroep.quotes.models import Quote, UnreadableQuote
from renogroep.quotes.rules.lifecycle import QuoteState

LIVE = (QuoteState.DRAFT, QuoteState.SUBMITTED, QuoteState.UNREADABLE)
_HEAD = 60  # bytes, in which the id of the key stands


def keys_in_use(session: Session) -> set[str]:
    """The ids of every key that a payload asks for, whatever its quote became."""
    heads = session.scalars(
        select(func.substr(Quote.sealed, 1, _HEAD)).where(Quote.sealed.is_not(None))
    ).all()
    files = session.scalars(
        select(func.substr(UnreadableQuote.file, 1, _HEAD)).where(UnreadableQuote.file.is_not(None))
    ).all()
    return _ids([*heads, *files])


def missing_keys(session: Session, municipality_id: int, ring: KeyRing) -> list[str]:
    """Ids of keys that live quotes of a municipality ask for and that were not given to us."""
    heads = session.scalars(
        select(func.substr(Quote.sealed, 1, _HEAD)).where(
            Quote.municipality_id == municipality_id,
            Quote.state.in_(LIVE),
            Quote.sealed.is_not(None),
        )
    )
    return sorted(_ids(heads) - set(ring.keys))


def _ids(heads: Iterable[bytes]) -> set[str]:
    found = {sealed_with(bytes(head)) for head in heads}
    return {key_id for key_id in found if key_id is not None}
