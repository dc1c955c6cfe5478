"""How does everything that is sealed get under the first key of the ring?

One payload per transaction, behind the lock in which firms hand in: whoever stops half way starts
again and finds the rest, and a firm that hands in meanwhile waits for one payload only.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from renogroep.groups.models import Request
from renogroep.identity.actions.second_factor import keys_of_second_factors
from renogroep.infra import key_checks
from renogroep.infra.db import locked
from renogroep.infra.sealing import Unreadable, ring, sealed_with
from renogroep.quotes.actions.sealed import bound_to, new_seal_id, seal_for
from renogroep.quotes.models import Quote, UnreadableQuote
from renogroep.quotes.queries.sealed import keys_in_use


@dataclass(frozen=True, slots=True)
class Resealed:
    """What became of one payload: sealed anew, or why not (``no_key``, ``damaged``)."""

    done: bool
    problem: str = ""


def to_reseal(session: Session) -> list[int]:
    """Quotes with something that is not under the first key, drafts and old ones too."""
    first = ring().first
    quotes = session.execute(select(Quote.id, Quote.sealed, Quote.seal_id).order_by(Quote.id))
    found = {key for key, sealed, seal_id in quotes if _old(sealed, seal_id, first)}
    files = session.execute(
        select(UnreadableQuote.quote_id, UnreadableQuote.file, UnreadableQuote.file_seal_id)
    )
    return sorted(found | {key for key, file, seal_id in files if _old(file, seal_id, first)})


def reseal_quote(session: Session, quote_id: int) -> Resealed:
    """One quote, with the price file that its firm sent; nothing when it is gone or done."""
    request_id = session.scalar(select(Quote.request_id).where(Quote.id == quote_id))
    if request_id is None:
        return Resealed(False)
    locked(session, Request, request_id)
    quote = session.get(Quote, quote_id, populate_existing=True)
    if quote is None:
        return Resealed(False)
    results = [_one(session, quote, quote.sealed, quote.seal_id, Quote)]
    row = session.scalar(select(UnreadableQuote).where(UnreadableQuote.quote_id == quote_id))
    if row is not None:
        results.append(_one(session, quote, row.file, row.file_seal_id, UnreadableQuote))
    problems = [one.problem for one in results if one.problem]
    return Resealed(any(one.done for one in results), problems[0] if problems else "")


def _one(
    session: Session,
    quote: Quote,
    sealed: bytes | None,
    seal_id: str | None,
    table: type[Quote] | type[UnreadableQuote],
) -> Resealed:
    """The version stays: a firm that has its page open finds its draft as it left it."""
    if sealed is None or not _old(sealed, seal_id, ring().first):
        return Resealed(False)
    try:
        plain = ring().unseal(sealed, bound_to(quote, seal_id))
    except Unreadable as unreadable:
        return Resealed(False, unreadable.reason)
    fresh = new_seal_id()
    again = seal_for(session, quote, fresh, plain)
    if table is Quote:
        change = update(Quote).where(Quote.id == quote.id).values(sealed=again, seal_id=fresh)
    else:
        change = (
            update(UnreadableQuote)
            .where(UnreadableQuote.quote_id == quote.id)
            .values(file=again, file_seal_id=fresh)
        )
    session.execute(change)
    return Resealed(True)


def asked_for(session: Session) -> set[str]:
    """The ids of every key that something asks for; one ring serves all: to ask everywhere."""
    return keys_in_use(session) | keys_of_second_factors(session)


def retire_keys(session: Session, used: Collection[str]) -> list[str]:
    """Keys that nothing asks for any more may go from the ring; gives their ids."""
    key_checks.remember(session, ring())
    return key_checks.retire(session, ring(), used)


def _old(sealed: bytes | None, seal_id: str | None, first: str) -> bool:
    return sealed is not None and (seal_id is None or sealed_with(sealed) != first)
