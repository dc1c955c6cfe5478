"""What do the pages with the details and criteria of a package start from?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.tenders import queries
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules import criteria as rules
from renogroep.tenders.rules.lifecycle import Mode, PackageState


def package_url(package: Package) -> str:
    """The page of a package, which stands in a higher room."""
    return url_for("pages.package", id=package.id)


def is_draft(package: Package) -> bool:
    """May everything still change?"""
    return package.state == PackageState.DRAFT


def has_criteria(package: Package) -> bool:
    """In group quotes every household chooses: there are no award criteria."""
    return package.mode == Mode.PROCUREMENT


def has_lots(package: Package) -> bool:
    """Is there a lot that can keep a moment?"""
    return bool(package.lots)


def freeze_days(package: Package) -> int:
    """Days between the last order and the freeze at least."""
    return queries.freeze_days(db.session(), package.municipality_id)


def stored_details(package: Package) -> dict[str, Any]:
    """The details as their form asks them: moments on the clock of the town hall."""
    names = ("title", "title_fr", "title_en", "summary", "summary_fr", "summary_en", "basis")
    more = ("min_group", "max_group", "interest_deadline", "order_deadline", "freeze_on")
    contract = ("legal_form", "max_value", "ends_on")
    moment = package.first_quote_deadline
    return {name: getattr(package, name) for name in (*names, *more, *contract)} | {
        "quote_deadline": clock.local(moment).replace(tzinfo=None) if moment else None,
        "own_submission": "own" if package.own_submission else "import",
    }


def stored_lot(lot: Lot) -> dict[str, Any]:
    """A lot as its form asks it; its price bands by where they start: "6, 9"."""
    names = ("title", "title_fr", "title_en", "measure")
    homes = ("min_to_quote", "min_to_execute", "max_homes")
    terms = ("pay_days", "advance_percent")
    return {name: getattr(lot, name) for name in (*names, *homes, *terms)} | {
        "bands": ", ".join(str(band.from_homes) for band in lot.bands)
    }


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """What was announced; ``formulas`` says per criterion how a price becomes points."""

    draft: bool
    criteria: Sequence[rules.Criterion]
    formulas: dict[str, Text]
    scenarios: Sequence[rules.Scenario]


def criteria_page(package: Package) -> CriteriaPage:
    """The criteria and scenarios as they are kept."""
    kept = queries.criteria_of(package)
    return CriteriaPage(
        draft=is_draft(package),
        criteria=kept,
        formulas={one.code: rules.formula_text(one) for one in kept if one.formula},
        scenarios=queries.scenarios_of(package),
    )
