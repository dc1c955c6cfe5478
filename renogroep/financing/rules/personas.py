"""Do the rules still give the amounts that the energy house worked out by hand?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from renogroep.base.money import Money, total
from renogroep.base.units import Quantity
from renogroep.financing.rules.cost_card import (
    CostCard,
    Household,
    Work,
    cost_card,
    rules_on,
)
from renogroep.financing.rules.loan import OwnRate
from renogroep.financing.rules.vat import RENOVATION
from renogroep.financing.rules.versions import AnyVersion

# What a persona may expect; null means "no amount, a message instead".
AMOUNTS = ("order", "bank", "premium", "own_share", "per_month", "due_at_end")
FLAGS = ("premium_indicative",)

_HOME = {"build_year", "owner_kind", "category", "other_dwelling", "private_use", "letting"}
_WORK = {"measure", "price_excl_vat", "area_m2", "vat_work"}
_KEYS = {"name", "on", "home", "works", "own_rate", "proposed", "expected"}


@dataclass(frozen=True, slots=True)
class Persona:
    """A household with its works, and the amounts that must come out."""

    name: str
    on: date
    household: Household
    works: tuple[Work, ...]
    own_rate: OwnRate | None
    proposed: tuple[str, ...]
    expected: Mapping[str, Money | bool | None]


def read_personas(data: Mapping[str, Any]) -> list[Persona]:
    """The personas in one file: ``{"about": "...", "personas": [...]}``.

    Amounts are euros in quotes with a point ("8576.58"), areas m² in quotes, dates ISO.
    raises   ValueError naming the persona for a missing, unknown or unreadable entry, for two
             personas of one name, and for a file without personas.
    """
    entries = data.get("personas") or []
    found = [_persona(entry) for entry in entries]
    names = [persona.name for persona in found]
    if not found or len(set(names)) < len(names):
        raise ValueError("a file needs personas, and each its own name")
    return found


def _persona(entry: Mapping[str, Any]) -> Persona:
    name = str(entry.get("name", "?"))
    try:
        _only(entry, _KEYS)
        own = entry.get("own_rate")
        return Persona(
            name=name,
            on=date.fromisoformat(entry["on"]),
            household=_household(entry["home"]),
            works=tuple(_work(work) for work in entry["works"]),
            own_rate=OwnRate(Decimal(own["percent"]), int(own["years"])) if own else None,
            proposed=tuple(entry.get("proposed", ())),
            expected=_expected(entry["expected"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise ValueError(f"persona “{name}”: {problem}") from None


def _only(entry: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise ValueError(f"does not know {', '.join(unknown)}")


def _household(home: Mapping[str, Any]) -> Household:
    _only(home, _HOME)
    return Household(
        build_year=home["build_year"],
        owner_kind=home["owner_kind"],
        category=home["category"],
        other_dwelling=home.get("other_dwelling"),
        private_use=home.get("private_use", True),
        letting=home.get("letting", ""),
    )


def _work(work: Mapping[str, Any]) -> Work:
    _only(work, _WORK)
    area = work.get("area_m2")
    return Work(
        measure=work["measure"],
        ceiling=Money.euros(work["price_excl_vat"]),
        area=None if area is None else Quantity.of(area),
        vat_work=work.get("vat_work", RENOVATION),
    )


def _expected(expected: Mapping[str, Any]) -> dict[str, Money | bool | None]:
    _only(expected, (*AMOUNTS, *FLAGS))
    if not expected:
        raise ValueError("expects nothing")
    return {
        key: value if key in FLAGS or value is None else Money.euros(value)
        for key, value in expected.items()
    }


def failing_personas(versions: Iterable[AnyVersion], personas: Sequence[Persona]) -> list[str]:
    """One sentence per amount that differs; empty when every persona gets what it expects.

    versions   all versions in use plus the one that somebody wants to switch on. Each persona is
               counted under the versions of its own day, so a rule for next year leaves this
               year's personas alone.

    Source: DESIGN decision 7, "persona cases must pass before a version is switched on"
    (2026-11-23).
    """
    known = list(versions)
    return [sentence for persona in personas for sentence in _differences(known, persona)]


def _differences(versions: Sequence[AnyVersion], persona: Persona) -> list[str]:
    card = cost_card(
        rules_on(versions, persona.on),
        on=persona.on,
        household=persona.household,
        works=persona.works,
        own_rate=persona.own_rate,
        proposed=persona.proposed,
    )
    return [
        f"{persona.name}: {key} is {_said(found)}, expected {_said(wanted)}"
        for key, wanted in persona.expected.items()
        if (found := _found(card, key)) != wanted
    ]


def _found(card: CostCard, key: str) -> Money | bool | None:
    if key == "premium_indicative":
        return card.line("premium").indicative
    if key == "due_at_end":
        return total(offer.due_at_end for offer in card.loans[:1])
    return card.line(key).amount


def _said(value: Money | bool | None) -> str:
    return "no amount" if value is None else str(value)
