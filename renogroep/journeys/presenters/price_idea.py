"""What does a visitor read who asks about how much works could cost?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_currency, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value, current_versions, shipped_sizes
from renogroep.financing.queries.income_groups import IncomeGroups, income_groups
from renogroep.financing.rules.card_lines import RULES_OF_THE_DAY
from renogroep.financing.rules.premium import Applicant
from renogroep.financing.rules.price_idea import (
    PremiumSpan,
    PriceIdea,
    UnitSpan,
    price_idea,
)
from renogroep.financing.rules.rows import CATEGORIES
from renogroep.financing.rules.vat import VatOutcome, vat_rate
from renogroep.infra.i18n import say
from renogroep.journeys.forms.price_idea import NOT_SAID, IdeaForm
from renogroep.journeys.queries.idea_prices import packages_for, span_of
from renogroep.journeys.rules.idea_words import GROUPS, SENTENCES, WORKS
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.tenders.models import Package

KINDS = ("reference_price", "premium", "vat")
LONG_AGO = 1955  # a building year that is old enough for every rule


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody came: a package, a neighbourhood, or only a municipality."""

    municipality_id: int
    neighbourhood: Neighbourhood | None = None
    package: Package | None = None

    @property
    def back_url(self) -> str:
        """The page on which the question came up."""
        if self.package is not None:
            return url_for("pages.package_public", reference=self.package.reference)
        if self.neighbourhood is not None:
            return url_for("pages.neighbourhood", slug=self.neighbourhood.slug)
        return url_for("pages.front")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Whose prices these are."""

    text: str
    title: str = ""  # of the source, shown as it stands


@dataclass(frozen=True, slots=True)
class Answer:
    """An idea in words."""

    first: str
    about_vat: str
    sources: list[SourceLine]
    premiums: list[list[str]]
    premium_source: str
    premium_notes: list[str]
    premium_day: str
    assumed: str  # where the size comes from, when we assume it


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """The questions, and the answer as far as there is one."""

    form: IdeaForm
    place: Place
    answer: Answer | None = None
    asks_size: bool = False
    no_price: str = ""
    work: str = ""
    next_url: str = ""
    next_label: str = ""
    groups: IncomeGroups = field(default_factory=IncomeGroups)
    answered: Mapping[str, str] = field(default_factory=dict)  # goes along with another size


def idea_page(session: Session, place: Place, typed: Any) -> IdeaPage:
    """Everything that the page says; nothing is written anywhere.

    typed   the answers in the address
    """
    today = clock.today()
    rules = current_versions(session, place.municipality_id, KINDS, today)
    low_rate = _vat(rules.get("vat"), today, LONG_AGO)
    form = IdeaForm(typed if "toon" in typed else None)
    form.offer(WORKS, low_rate.rule.min_age_years if low_rate.rule else 0)
    form.pakket.data = place.package.reference if place.package else None
    form.wijk.data = place.neighbourhood.slug if place.neighbourhood else None
    form.toon.data = "1"
    groups = income_groups(session, place.municipality_id, today)
    if "toon" not in typed:
        _prefill(form, place, typed)
        return IdeaPage(form, place, groups=groups)
    if not form.validate():
        return _wrong_page(place, form, groups)
    return _answer_page(session, place, form, rules, groups, today)


def _wrong_page(place: Place, form: IdeaForm, groups: IncomeGroups) -> IdeaPage:
    """The questions again, or only the size when that is all that is wrong."""
    if set(form.errors) <= {"van", "tot"}:
        work = _(WORKS[form.werk.data])
        return IdeaPage(
            form, place, asks_size=True, work=work, groups=groups, answered=_answered(form)
        )
    form.van.errors = form.tot.errors = []  # these are not on the page of the questions
    return IdeaPage(form, place, groups=groups)


def _prefill(form: IdeaForm, place: Place, typed: Mapping[str, str]) -> None:
    """The works of the package that somebody came from."""
    asked = typed.get("werk", "")
    if asked in WORKS:
        form.werk.data = asked
    elif place.package is not None:
        measures = [lot.measure for lot in place.package.lots if lot.measure in WORKS]
        form.werk.data = measures[0] if measures else None


def _answered(form: IdeaForm) -> dict[str, str]:
    return {
        one.name: one.data
        for one in form
        if one.name not in ("van", "tot") and isinstance(one.data, str) and one.data
    }


def _answer_page(
    session: Session,
    place: Place,
    form: IdeaForm,
    rules: Mapping[str, RuleVersion],
    groups: IncomeGroups,
    today: date,
) -> IdeaPage:
    measure = form.werk.data
    url, label = _next(session, place, measure, today)
    common: dict[str, Any] = {
        "form": form,
        "place": place,
        "groups": groups,
        "work": _(WORKS[measure]),
        "next_url": url,
        "next_label": label,
        "answered": _answered(form),
    }
    span = span_of(session, place.municipality_id, measure, rules.get("reference_price"), today)
    vat = _vat(rules.get("vat"), today, today.year if form.young else LONG_AGO)
    if span is None or vat.percent is None:
        no_price = _("We have no price with a source for this yet.")
        return IdeaPage(**common, no_price=no_price if span is None else say(vat.reason))
    row = shipped_sizes().size(form.huis.data, measure, today)
    usual = (Quantity.of(row.low_m2), Quantity.of(row.high_m2)) if row else None
    sizes = form.sizes(usual)
    if sizes is None:
        return IdeaPage(**common, asks_size=True)
    form.show(*sizes)
    idea = price_idea(
        span,
        measure=measure,
        low=sizes[0],
        high=sizes[1],
        vat_percent=vat.percent,
        premium=as_value(rules["premium"]) if "premium" in rules else None,
        on=today,
        who=_who(form, today),
    )
    assumed = row is not None and sizes == usual
    return IdeaPage(
        **common, asks_size=True, answer=_answer(measure, span, idea, vat, assumed=assumed)
    )


def _vat(row: RuleVersion | None, on: date, build_year: int) -> VatOutcome:
    version = as_value(row) if row else None
    return vat_rate(version, on=on, build_year=build_year, private_use=True)


def _who(form: IdeaForm, today: date) -> list[Applicant]:
    """The group that was said, else all of them, the lowest incomes first."""
    said = form.groep.data
    return [
        Applicant(
            category=category,
            build_year=today.year if form.young else LONG_AGO,
            owner_kind="owner_occupier",
        )
        for category in sorted(CATEGORIES, reverse=True)
        if said in (NOT_SAID, str(category))
    ]


def _answer(
    measure: str, span: UnitSpan, idea: PriceIdea, vat: VatOutcome, *, assumed: bool
) -> Answer:
    known = [one for one in idea.premiums if one.high]
    notes = dict.fromkeys(say(text) for one in known for text in one.outcome.conditions)
    return Answer(
        first=_(SENTENCES[measure], low=whole(idea.low), high=whole(idea.high)),
        about_vat=_(
            "VAT is counted in: %(percent)s %%. The premium is not taken off.",
            percent=idea.vat_percent,
        ),
        sources=_sources(span),
        premiums=[[_(GROUPS[str(one.category)]), _premium(one)] for one in idea.premiums],
        premium_source=idea.premiums[0].outcome.source,
        premium_notes=list(notes),
        premium_day=say(RULES_OF_THE_DAY),
        assumed=_("This is our guess for a house like that. Do you know better? Change it.")
        if assumed
        else "",
    )


def _premium(span: PremiumSpan) -> str:
    if span.low is None or span.high is None or not span.high:
        return say(span.reason)
    said = (
        whole(span.high)
        if span.low == span.high
        else _("%(low)s to %(high)s", low=whole(span.low), high=whole(span.high))
    )
    return f"{said} ({_('indicative')})" if span.outcome.indicative else said


def _sources(span: UnitSpan) -> list[SourceLine]:
    if span.homes:
        text = ngettext(
            "Final prices of %(num)s home here, %(years)s.",
            "Final prices of %(num)s homes here, %(years)s.",
            span.homes,
            years=_years(*span.years),
        )
        return [SourceLine(text)]
    return [
        SourceLine(
            _("Prices of %(year)s in %(region)s.", year=str(rule.year), region=rule.region),
            rule.source,
        )
        for rule in span.sources
    ]


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _next(session: Session, place: Place, measure: str, today: date) -> tuple[str, str]:
    """Where interest is shown in such works, else who calls."""
    where = place.neighbourhood.id if place.neighbourhood else None
    found = packages_for(session, place.municipality_id, where, measure, today)
    same = [one for one in found if place.package is not None and one.id == place.package.id]
    if same or (found and where is not None) or len(found) == 1:
        package = (same or list(found))[0]
        url = url_for("pages.package_public", reference=package.reference)
        return f"{url}#interesse-titel", _("Show interest, without obligation")
    if found:
        return url_for("pages.front"), _("Choose your neighbourhood")
    home = place.neighbourhood
    url = url_for("pages.neighbourhood", slug=home.slug) if home else url_for("pages.front")
    return f"{url}#bel-mij", _("Call me")


def whole(amount: Money) -> str:
    """€ 4.200: an idea has no cents."""
    return str(format_currency(amount.decimal, "EUR", format="¤ #,##0", currency_digits=False))
