"""Which contractor does each household end with, when every contractor has its own minimum?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from renogroep.base.money import Money
from renogroep.base.text import Text, t


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """Where everybody ends, and every step in words.

    assigned        home -> contractor, None when none of its choices is left
    place           home -> which choice that was (1 = first), None without contractor
    needs_new_yes   homes that did not get their first choice
    waiting         home -> the full contractor it waits for
    dropped         contractors that did not reach their minimum, in the order they dropped
    """

    steps: tuple[Text, ...]
    assigned: dict[str, str | None]
    place: dict[str, int | None]
    needs_new_yes: frozenset[str]
    waiting: dict[str, str]
    dropped: tuple[str, ...]

    def homes_of(self, firm: str) -> tuple[str, ...]:
        """The homes of a contractor, in order of reference."""
        return tuple(home for home, chosen in self.assigned.items() if chosen == firm)


def minimum_sentence(firm: str, minimum: int, choosing: int) -> Text:
    """What the page says: "A comes only with 6 homes. Now 5 choose A." """
    return t(
        "%(firm)s comes only with %(minimum)s homes. Now %(count)s choose %(firm)s.",
        firm=firm,
        minimum=minimum,
        count=choosing,
    )


def run_choice(
    preferences: Mapping[str, Sequence[str]],
    minima: Mapping[str, int],
    capacities: Mapping[str, int | None],
    totals: Mapping[str, Money],
) -> ChoiceResult:
    """Give each household the first contractor of its own list that can really come.

    preferences   home -> the contractors it accepts, best first; empty: it accepts nobody.
    minima        contractor -> the number of homes from which it comes, for every contractor.
    capacities    contractor -> most homes it can take; None or absent: no limit.
    totals        contractor -> total excl. VAT for all homes, which settles ties.
    raises        ValueError: a contractor without minimum or total, a minimum below 1, or a
                  capacity below the minimum.

    First choices are placed in order of reference. While a chosen contractor is below its minimum,
    the one furthest below drops (tie: the dearer total, then the last name) and its homes move to
    their next choice; who is placed already keeps the place. Above its capacity a contractor takes
    nobody: the home goes to its next choice, and who named no other one waits. A contractor that
    nobody put first, or that no home has at that moment, does not drop: it may still be somebody's
    next choice, and from then on its minimum counts. The order of the input plays no part.

    Source: MONEY "Who chooses", group mode, 2026-11-23.
    """
    _check(preferences, minima, capacities, totals)
    run = _Run(preferences, capacities)
    for home in sorted(preferences):
        run.place(home)
    while (firm := _furthest_below(run, minima, totals)) is not None:
        run.drop(firm, minima[firm])
    for firm in sorted(minima):
        if homes := run.homes_of(firm):
            run.steps.append(
                t(
                    "%(firm)s has %(count)s homes and its minimum is %(minimum)s: it goes on.",
                    firm=firm,
                    count=len(homes),
                    minimum=minima[firm],
                )
            )
    return run.result()


def _check(
    preferences: Mapping[str, Sequence[str]],
    minima: Mapping[str, int],
    capacities: Mapping[str, int | None],
    totals: Mapping[str, Money],
) -> None:
    named = {firm for ranked in preferences.values() for firm in ranked}
    if not named <= set(minima) or not set(minima) <= set(totals):
        raise ValueError("every contractor needs a minimum and a total")
    for firm, minimum in minima.items():
        most = capacities.get(firm)
        if minimum < 1 or (most is not None and most < minimum):
            raise ValueError("a minimum is at least 1 and at most the capacity")


def _furthest_below(
    run: _Run, minima: Mapping[str, int], totals: Mapping[str, Money]
) -> str | None:
    short = {
        firm: minima[firm] - len(homes)
        for firm in minima
        if (homes := run.homes_of(firm)) and len(homes) < minima[firm]
    }
    return max(short, key=lambda firm: (short[firm], totals[firm], firm), default=None)


@dataclass
class _Run:
    """The state of one choice while it is worked out."""

    preferences: Mapping[str, Sequence[str]]
    capacities: Mapping[str, int | None]
    assigned: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    steps: list[Text] = field(default_factory=list)

    def homes_of(self, firm: str) -> list[str]:
        return sorted(home for home, chosen in self.assigned.items() if chosen == firm)

    def place(self, home: str) -> None:
        """Give the home the first contractor of its list that is left and has room."""
        full: str | None = None
        for firm in self.preferences[home]:
            if firm in self.dropped:
                continue
            most = self.capacities.get(firm)
            if most is None or len(self.homes_of(firm)) < most:
                self._assign(home, firm)
                return
            full = full or firm
        if full is not None:
            self.waiting[home] = full
            self.steps.append(t("%(home)s waits for a place at %(firm)s.", home=home, firm=full))
        else:
            self.steps.append(
                t("None of the contractors that %(home)s accepts is left.", home=home)
            )

    def _assign(self, home: str, firm: str) -> None:
        self.assigned[home] = firm
        choice = list(self.preferences[home]).index(firm) + 1
        self.steps.append(
            t(
                "%(home)s goes to %(firm)s, its choice number %(choice)s.",
                home=home,
                firm=firm,
                choice=choice,
            )
        )

    def drop(self, firm: str, minimum: int) -> None:
        """Take the contractor out and place its homes again."""
        homes = self.homes_of(firm)
        self.dropped.append(firm)
        self.steps.append(
            t(
                "%(firm)s has %(count)s homes and comes only with %(minimum)s: it drops out.",
                firm=firm,
                count=len(homes),
                minimum=minimum,
            )
        )
        for home in homes:
            del self.assigned[home]
            self.place(home)

    def result(self) -> ChoiceResult:
        homes = sorted(self.preferences)
        place = {
            home: list(self.preferences[home]).index(self.assigned[home]) + 1
            if home in self.assigned
            else None
            for home in homes
        }
        return ChoiceResult(
            steps=tuple(self.steps),
            assigned={home: self.assigned.get(home) for home in homes},
            place=place,
            needs_new_yes=frozenset(home for home in homes if (place[home] or 1) > 1),
            waiting=dict(sorted(self.waiting.items())),
            dropped=tuple(self.dropped),
        )
