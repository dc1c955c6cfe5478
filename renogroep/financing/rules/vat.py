"""Which VAT rate does this home pay, and what is an amount with VAT?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import Money, total
from renogroep.base.text import Text, t
from renogroep.financing.rules.rows import in_force
from renogroep.financing.rules.tables import VatRule
from renogroep.financing.rules.versions import VatVersion, is_indicative

RENOVATION = "renovation"


@dataclass(frozen=True, slots=True)
class VatOutcome:
    """The rate in whole per cent, or None with the reason why there is none."""

    percent: int | None
    reason: Text
    provisional: bool = False  # the dearest rate, until we know the building year
    indicative: bool = False
    rule: VatRule | None = None
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""


def building_age(build_year: int, on: date) -> int:
    """Age in whole calendar years; negative for a home that is still to be built."""
    return on.year - build_year


def vat_rate(
    version: VatVersion | None,
    *,
    on: date,
    build_year: int | None,
    private_use: bool | None,
    work: str = RENOVATION,
) -> VatOutcome:
    """The lowest VAT rate whose conditions this home meets, in whole per cent.

    version      the VAT table in force, or None when there is none: no rate, a message.
    build_year   year of first use; unknown gives the dearest rate, marked provisional, so that
                 a ceiling is never shown too low.
    private_use  is the home used mainly as a dwelling (also one that is let)? None: not asked,
                 counted as a dwelling.
    work         renovation (also a heat pump) or fossil_boiler.

    Age counts by calendar year: built in 2016 is 10 years old in all of 2026.

    Source: KB 20 of 1970, table A, heading XXXI (6 % from 10 years); DOMAIN 3, read 2026-11-23.
    """
    if version is None or not version.covers(on):
        return VatOutcome(
            None, t("The VAT rules for this date are not known yet. Ask the contractor.")
        )
    possible = [
        rule
        for rule in version.table.rules
        if rule.work == work and _fits(rule, on, build_year, private_use)
    ]
    if not possible:
        reason = t("The VAT rate for this work in this home is not known yet. Ask the contractor.")
        return VatOutcome(None, reason)
    dearest = max(possible, key=lambda rule: rule.percent)
    lowest = min(possible, key=lambda rule: rule.percent)
    provisional = build_year is None and any(rule.min_age_years for rule in possible)
    chosen = dearest if provisional else lowest
    return VatOutcome(
        percent=chosen.percent,
        reason=_reason(chosen, build_year, provisional),
        provisional=provisional,
        indicative=is_indicative(version, on),
        rule=chosen,
        source=chosen.source,
        valid_from=chosen.valid_from,
        valid_until=chosen.valid_until,
        version_label=version.label,
    )


def _fits(rule: VatRule, on: date, build_year: int | None, private_use: bool | None) -> bool:
    return (
        in_force(rule.valid_from, rule.valid_until, on)
        and (private_use is not False or not rule.private_use)
        and (build_year is None or _old_enough(rule, build_year, on))
    )


def _old_enough(rule: VatRule, build_year: int, on: date) -> bool:
    return rule.min_age_years == 0 or building_age(build_year, on) >= rule.min_age_years


def _reason(rule: VatRule, build_year: int | None, provisional: bool) -> Text:
    if provisional:
        return t(
            "%(percent)s %% VAT, the highest rate, until we know the building year.",
            percent=rule.percent,
        )
    if rule.min_age_years:
        return t(
            "%(percent)s %% VAT: the home is at least %(years)s years old (built in %(year)s).",
            percent=rule.percent,
            years=rule.min_age_years,
            year=str(build_year),
        )
    return t(
        "%(percent)s %% VAT: %(conditions)s.", percent=rule.percent, conditions=rule.conditions_nl
    )


def with_vat(amount: Money, percent: int) -> Money:
    """The amount incl. VAT, rounded half up to the cent once.

    amount   everything on one invoice at this rate, excl. VAT: VAT is counted once per invoice
             per rate, never per line.

    Source: HOUSEHOLD 2, "VAT once per invoice per rate" (2026-11-29).
    """
    return amount + amount.percent(percent)


def invoice_total(parts: Iterable[tuple[Money, int]]) -> Money:
    """What is paid on one invoice for parts (amount excl. VAT, rate): VAT once per rate.

    Zero for no parts. Source: HOUSEHOLD 2, "VAT once per invoice per rate" (2026-11-29).
    """
    per_rate: dict[int, Money] = {}
    for amount, percent in parts:
        per_rate[percent] = per_rate.get(percent, Money(0)) + amount
    return total(with_vat(amount, percent) for percent, amount in per_rate.items())
