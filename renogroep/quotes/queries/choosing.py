"""What did the households of a group answer, and how many choose whom now?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.groups.models import Request, RequestHome
from renogroep.quotes.models import Assignment, ChoiceRun, Preference, Quote
from renogroep.quotes.queries import opened
from renogroep.quotes.rules.choice import ChoiceResult, minimum_sentence, run_choice
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bands import band_index


def preference(session: Session, request_id: int, subscription_id: int) -> Preference | None:
    """The answer of one household for one request."""
    return session.scalar(
        select(Preference).where(
            Preference.request_id == request_id, Preference.subscription_id == subscription_id
        )
    )


def live_preferences(session: Session, request: Request) -> Sequence[Preference]:
    """Answers of households that still take part, by reference."""
    rows = session.scalars(
        select(Preference)
        .join(Subscription, Subscription.id == Preference.subscription_id)
        .where(Preference.request_id == request.id, Subscription.state.in_(SCREENED))
        .options(joinedload(Preference.subscription).joinedload(Subscription.person))
    ).all()
    return sorted(rows, key=lambda row: row.subscription.reference)


def accepted_lists(
    session: Session, request: Request, preferences: Sequence[Preference], today: date
) -> dict[str, list[int]]:
    """Reference of the home -> the quotes that it accepts, best first.

    A contractor to which the household said no since then, or gave no new yes in time, is left out.
    """
    given = {row.subscription_id: row for row in preferences}
    refused: set[tuple[int, int | None]] = set()
    earlier = session.scalars(
        select(Assignment)
        .join(ChoiceRun, ChoiceRun.id == Assignment.run_id)
        .where(ChoiceRun.request_id == request.id, Assignment.yes_by.is_not(None))
        .options(joinedload(Assignment.run))
    )
    for row in earlier:
        answer = given.get(row.subscription_id)
        lapsed = row.yes_at is None and row.yes_by is not None and row.yes_by < today
        again = answer is not None and answer.at > (row.declined_at or row.run.at)
        if (row.declined_at is not None or lapsed) and not again:
            refused.add((row.subscription_id, row.quote_id))
    return {
        row.subscription.reference: [
            int(key) for key in row.quote_ids if (row.subscription_id, key) not in refused
        ]
        for row in preferences
    }


def quotes_for(session: Session, request: Request) -> list[Quote]:
    """The quotes that households of one request may choose from, by name of the firm."""
    rows = opened.quotes_of_lot(session, request.lot_id, opened.REGULAR)
    return [row for row in rows if row.request_id == request.id]


def totals(session: Session, quotes: Sequence[Quote]) -> dict[int, Money]:
    """Quote -> its total for all homes of the request, at the band for that number of homes."""
    sheets = opened.sheets_of(session, quotes)
    return {
        quote.id: sheets[quote.id].total(band_index(sheets[quote.id].bands, quote.request.homes))
        for quote in quotes
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The choice of one request on the answers of this moment; ``quotes`` by the name in the rule."""

    request: Request
    preferences: Sequence[Preference]
    quotes: Mapping[str, Quote]
    result: ChoiceResult

    def ends(self) -> dict[int, int | None]:
        """Household -> the quote with which it ends."""
        ends = self.result.assigned
        return {
            row.subscription_id: self.quotes[firm].id
            if (firm := ends[row.subscription.reference]) is not None
            else None
            for row in self.preferences
        }


def outcome(
    session: Session,
    request: Request,
    today: date,
    *,
    gone: Collection[int] = (),
    settled: Collection[int] = (),
) -> Outcome | None:
    """Where every household that answered would end today; None when nobody did.

    gone      quotes whose contractor does not come any more
    settled   households (subscriptions) that have their contractor and take no part
    """
    preferences = [
        row for row in live_preferences(session, request) if row.subscription_id not in settled
    ]
    if not preferences:
        return None
    quotes = [quote for quote in quotes_for(session, request) if quote.id not in gone]
    names = opened.labels(quotes)
    lists = accepted_lists(session, request, preferences, today)
    amounts = totals(session, quotes)
    result = run_choice(
        {home: [names[key] for key in keys if key in names] for home, keys in lists.items()},
        {names[quote.id]: opened.minimum_of(quote) for quote in quotes},
        {names[quote.id]: quote.capacity for quote in quotes},
        {names[key]: amount for key, amount in amounts.items()},
    )
    return Outcome(request, preferences, {names[q.id]: q for q in quotes}, result)


def is_current(session: Session, request: Request, run: ChoiceRun | None, today: date) -> bool:
    """Does the last run still say where everybody ends, with every contractor at its minimum?

    Somebody who stopped, changed, said no or did not answer in time moves others, too. A group in
    which nobody answered has nothing to work out.
    """
    now = outcome(session, request, today)
    if now is None or run is None:
        return now is None
    ended = {row.subscription_id: row.quote_id for row in run.assignments}
    return now.ends() == ended


def first_counts(preferences: Sequence[Preference]) -> dict[int, int]:
    """Quote -> how many households name it first."""
    counts: dict[int, int] = {}
    for row in preferences:
        if row.quote_ids:
            counts[row.quote_ids[0]] = counts.get(row.quote_ids[0], 0) + 1
    return counts


def minimum_sentences(session: Session, request: Request) -> dict[int, Text]:
    """Quote -> "A comes only with 6 homes. Now 5 choose A." """
    quotes = quotes_for(session, request)
    names = opened.labels(quotes)
    counts = first_counts(live_preferences(session, request))
    return {
        quote.id: minimum_sentence(
            names[quote.id], opened.minimum_of(quote), counts.get(quote.id, 0)
        )
        for quote in quotes
    }


@dataclass(frozen=True, slots=True)
class Household:
    """One home on the lead's page: what it answered and where it ended."""

    home: RequestHome
    preference: Preference | None
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """One request on the lead's page."""

    request: Request
    quotes: tuple[Quote, ...]
    names: Mapping[int, str]
    sentences: Mapping[int, Text]
    households: tuple[Household, ...]
    run: ChoiceRun | None

    @property
    def answered(self) -> int:
        """How many households gave their choice."""
        return sum(1 for row in self.households if row.preference is not None)

    @property
    def silent(self) -> bool:
        """Has no household of this group given its choice?"""
        return self.answered == 0

    @property
    def ended(self) -> list[tuple[str, int]]:
        """Firm -> homes in the last run."""
        return [
            (
                self.names[quote.id],
                sum(
                    1
                    for row in self.households
                    if row.assignment is not None and row.assignment.quote_id == quote.id
                ),
            )
            for quote in self.quotes
        ]


def group_choices(session: Session, lot: Lot) -> list[GroupChoice]:
    """Where every group of a lot stands."""
    runs = opened.latest_runs(session, lot.id)
    found = []
    for request in opened.requests_of(session, lot.id):
        quotes = quotes_for(session, request)
        answers = {row.subscription_id: row for row in live_preferences(session, request)}
        run = runs.get(request.id)
        ended = {row.subscription_id: row for row in run.assignments} if run else {}
        found.append(
            GroupChoice(
                request=request,
                quotes=tuple(quotes),
                names=opened.labels(quotes),
                sentences=minimum_sentences(session, request),
                households=tuple(
                    Household(
                        home, answers.get(home.subscription_id), ended.get(home.subscription_id)
                    )
                    for home in opened.homes_of(request)
                ),
                run=run,
            )
        )
    return found


def waits_for_yes(row: Assignment) -> bool:
    """May this household still say yes to a contractor that was not its first choice?"""
    return (
        row.yes_by is not None
        and row.yes_at is None
        and row.declined_at is None
        and clock.today() <= row.yes_by
    )
