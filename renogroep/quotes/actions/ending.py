"""Where does one home end when the choice is worked out, and is that news to it?"""

from dataclasses import dataclass
from datetime import date, datetime

from renogroep.base import clock
from renogroep.quotes.models import Assignment, ChoiceRun, Preference, Quote


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run happens, and until when a new yes may come."""

    at: datetime
    yes_by: date


def copied(old: Assignment, run: ChoiceRun) -> Assignment:
    """The same end in a new run."""
    return Assignment(
        municipality_id=old.municipality_id,
        run_id=run.id,
        subscription_id=old.subscription_id,
        quote_id=old.quote_id,
        place=old.place,
        yes_by=old.yes_by,
        yes_at=old.yes_at,
    )


def assigned(
    run: ChoiceRun,
    preference: Preference,
    quote: Quote | None,
    moment: Moment,
) -> Assignment:
    """Where a home ended. Its place is the one in its own list, also when others dropped out."""
    place = preference.quote_ids.index(quote.id) + 1 if quote is not None else None
    return Assignment(
        municipality_id=run.municipality_id,
        run_id=run.id,
        subscription_id=preference.subscription_id,
        quote=quote,
        place=place,
        yes_by=moment.yes_by if place is not None and place > 1 else None,
    )


def keep_yes(new: Assignment, old: Assignment | None, moment: Moment) -> None:
    """Who said yes to this contractor, or may still answer, is not asked again."""
    if old is None or old.yes_by is None or new.yes_by is None or new.quote is None:
        return
    answerable = old.declined_at is None and old.yes_by >= clock.local(moment.at).date()
    if old.quote_id == new.quote.id and (old.yes_at is not None or answerable):
        new.yes_by, new.yes_at = old.yes_by, old.yes_at


def is_news(new: Assignment, old: Assignment | None) -> bool:
    """Did anything change for this household since the last time that it was told?"""
    if old is None or old.declined_at is not None:
        return True
    return (old.quote_id, old.yes_by) != (new.quote.id if new.quote else None, new.yes_by)
