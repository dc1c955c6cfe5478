"""Which day is it due? Calendar and working days; holidays come in as a set of dates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and not a public holiday."""
    return day.weekday() < 5 and day not in holidays


def next_working_day(day: date, holidays: Collection[date] = ()) -> date:
    """``day`` itself when people work on it, else the first day after it on which they do."""
    while not is_working_day(day, holidays):
        day += DAY
    return day


def add_working_days(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The day that lies ``days`` working days after ``start``; the start does not count."""
    if days < 0:
        raise ValueError("count forward")
    day = start
    for _ in range(days):
        day = next_working_day(day + DAY, holidays)
    return day


def working_days_before(end: date, days: int, holidays: Collection[date] = ()) -> date:
    """The working day that lies ``days`` working days before ``end``; the end does not count."""
    if days < 0:
        raise ValueError("count back with a number that is not below zero")
    day = end
    for _ in range(days):
        day -= DAY
        while not is_working_day(day, holidays):
            day -= DAY
    return day


@dataclass(frozen=True, slots=True)
class Period:
    """A period in whole days: first and last day that count."""

    first: date
    last: date

    @property
    def after(self) -> date:
        """The first day on which one may act."""
        return self.last + DAY


def submission_period(sent: date, days: int, holidays: Collection[date] = ()) -> Period:
    """Time to hand in quotes: the sending day does not count, a last day off moves on.

    Source: VMSW, "Wat zijn de indieningstermijnen" (read 2026-11-23): 35 days sent on 1 March run
    from 2 March to 5 April. Sent 1 March 2019 the opening would fall on Saturday 6 April, so the
    period ends on Monday 8 April and the opening is on Tuesday 9 April. Held by the worked dates of
    the law; the lead still types the deadline.
    """
    last = sent + DAY * days
    if not is_working_day(last + DAY, holidays):
        last = next_working_day(last + DAY, holidays)
    return Period(sent + DAY, last)


def validity_period(deadline: date, days: int) -> Period:
    """How long a quote binds: calendar days after the deadline (KB Plaatsing art. 58)."""
    return Period(deadline + DAY, deadline + DAY * days)


@dataclass(frozen=True, slots=True)
class Standstill(Period):
    """A standstill: ``last`` is the day that counts, ``nominal_last`` the bare count of days."""

    nominal_last: date


def standstill_period(sent: date, days: int = 15, holidays: Collection[date] = ()) -> Standstill:
    """Days between sending the decision and concluding: from the day after sending.

    A last day in the weekend or on a holiday moves to the next working day (Regulation 1182/71),
    the reading that never lets a municipality sign too early. Source: law of 17 June 2013, art. 11.
    """
    nominal = sent + DAY * days
    return Standstill(sent + DAY, next_working_day(nominal, holidays), nominal)


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month when it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + DAY * (day.day - 1), first_of_next - DAY)
