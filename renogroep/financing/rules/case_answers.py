"""What do the rules answer to the question of a worked case?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.income import category_of
from renogroep.financing.rules.loan import offers
from renogroep.financing.rules.premium import Applicant, PremiumWork, premiums
from renogroep.financing.rules.vat import vat_rate
from renogroep.financing.rules.versions import AnyVersion

OLD_HOME = 1955  # the building year when a case does not say it
BESIDE = Money.euros(20_000), Quantity.of(60)  # each work that a case only names


@dataclass(frozen=True, slots=True)
class Failing:
    """A worked case that gets another answer than a person found."""

    case: RuleCase
    column: str
    wanted: Any
    found: Any


def applies(version: AnyVersion, case: RuleCase) -> bool:
    """Is this a case of the kind and the days of this version?"""
    return case.kind == version.kind and version.covers(case.asked["on"])


def answer(version: AnyVersion, case: RuleCase) -> Mapping[str, Any]:
    """Column -> what the rules say, for every answer that a case of this kind can have.

    None: the rules give no amount. A version that does not hold on the day of the case gives none.
    """
    return _ANSWERS[case.kind](version, case.asked)


def fits(version: AnyVersion, case: RuleCase) -> bool:
    """Do the rules say what the case expects? False for a case that expects nothing yet."""
    said = answer(version, case)
    return bool(case.wanted) and all(said[name] == value for name, value in case.wanted.items())


def failing_cases(version: AnyVersion, cases: tuple[RuleCase, ...]) -> tuple[Failing, ...]:
    """The answers that differ, over the cases of the days of this version.

    Source: HOUSEHOLD 4, point 4 (2026-11-29).
    """
    return tuple(
        Failing(case, name, value, said[name])
        for case in cases
        if applies(version, case)
        for said in [answer(version, case)]
        for name, value in case.wanted.items()
        if said[name] != value
    )


def _premium(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The premium of the cap group in which the measure stands."""
    who = Applicant(
        category=asked["category"],
        build_year=asked.get("build_year", OLD_HOME),
        owner_kind=asked.get("owner_kind", "owner_occupier"),
        other_dwelling=asked.get("other_dwelling", False),
        letting=asked.get("letting", ""),
    )
    works = [PremiumWork(asked["measure"], asked["price_excl_vat"], asked.get("area_m2"))]
    works += [PremiumWork(name, *BESIDE) for name in asked.get("together_with", ())]
    return {"premium": premiums(version, on=asked["on"], who=who, works=works)[0].amount}


def _vat(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    names = ("on", "work", "build_year", "private_use")
    return {"percent": vat_rate(version, **{name: asked[name] for name in names}).percent}


def _loan(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    found = [
        offer
        for offer in offers(
            version,
            on=asked["on"],
            owner_kind=asked.get("owner_kind", "owner_occupier"),
            amount=asked["amount"],
            category=asked.get("category", 4),
            proposed=(asked["instrument"],),
            other_dwelling=asked.get("other_dwelling", False),
        )
        if offer.instrument == asked["instrument"]
    ]
    names = ("monthly", "due_at_end", "months")
    return {name: getattr(found[0], name) if found else None for name in names}


def _income(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    names = ("on", "couple", "dependants", "income")
    return {"category": category_of(version, **{name: asked[name] for name in names})}


def _limits(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"below": version.table.is_below(asked["code"], asked["amount"], asked["on"])}


def _reference_price(version: AnyVersion, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    span = version.table.span(asked["work"], asked["region"], asked["size"], asked["on"])
    low, high = span or (None, None)
    return {"low": low, "high": high}


_ANSWERS: dict[str, Callable[[AnyVersion, Mapping[str, Any]], Mapping[str, Any]]] = {
    "premium": _premium,
    "vat": _vat,
    "loan": _loan,
    "income": _income,
    "limits": _limits,
    "reference_price": _reference_price,
}
