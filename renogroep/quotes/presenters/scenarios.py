"""On which quantities is each announced scenario compared: what is kept, and what was typed?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.units import Quantity, read_quantity
from renogroep.infra.i18n import number
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.queries import scenarios
from renogroep.quotes.rules.compared_price import scenario_quantity
from renogroep.tenders.models import Lot, Post
from renogroep.tenders.queries import scenarios_of
from renogroep.tenders.rules.lifecycle import LotState

Sent = Mapping[str, str]
Fields = dict[tuple[int, str], str]


@dataclass(frozen=True, slots=True)
class TypedScenarios:
    """What was typed: quantities and versions per number of homes, or what is wrong per field."""

    quantities: dict[int, dict[str, Quantity]]
    seen: dict[int, int]
    errors: Fields


def typed_scenarios(lot: Lot, sent: Sent) -> TypedScenarios:
    """Read the fields; one left open is presumed."""
    read: dict[int, dict[str, Quantity]] = {}
    seen: dict[int, int] = {}
    errors: Fields = {}
    for scenario in scenarios.smaller_scenarios(lot.package):
        version = sent.get(_version_field(scenario.homes), "")[:10]
        seen[scenario.homes] = int(version) if version.isascii() and version.isdigit() else -1
        read[scenario.homes] = {}
        for post in scenarios.home_posts(lot):
            text = _sent(sent, scenario.homes, post)
            try:
                if text:
                    read[scenario.homes][post.number] = read_quantity(text)
                    if text.startswith("-"):
                        raise ValueError("negative")
            except ValueError:
                errors[(scenario.homes, post.number)] = _(
                    "Type a quantity of 0 or more, like 466,5"
                )
    return TypedScenarios(read, seen, errors)


def _version_field(homes: int) -> str:
    return f"version-{homes}"


def _sent(sent: Sent, homes: int, post: Post) -> str:
    return sent.get(f"q-{homes}-{post.number}", "")[:40].strip()


def scenarios_page(
    session: Session, lot: Lot, sent: Sent | None, stale: bool, errors: Fields
) -> dict[str, Any]:
    """One field per post and smaller scenario.

    sent    what was typed, to show again; None shows what is kept
    stale   somebody was first: what was typed stands beside the versions of now
    """
    rows = scenarios.bills(session, lot.id)
    posts = scenarios.home_posts(lot)
    smaller = scenarios.smaller_scenarios(lot.package)
    typed: Fields = {}
    versions: dict[int, str] = {}
    for scenario in smaller:
        homes, row = scenario.homes, rows.get(scenario.homes)
        kept = scenarios.quantities_of(row) if row else {}
        versions[homes] = str((row or NOTHING).version)
        if sent is not None and not stale:
            versions[homes] = sent.get(_version_field(homes), "")[:10]
        for post in posts:
            shown = number(kept[post.number]) if post.number in kept else ""
            typed[(homes, post.number)] = shown if sent is None else _sent(sent, homes, post)
    return {
        "lot": lot,
        "package": lot.package,
        "posts": posts,
        "smaller": smaller,
        "typed": typed,
        "errors": errors,
        "versions": versions,
        "may_change": lot.state == LotState.COLLECTING,
    }


def scenario_table(session: Session, lot: Lot) -> dict[str, Any]:
    """For ``quotes/_scenarios.html``: posts x scenarios, as they are compared."""
    given = scenarios.announced_quantities(session, lot.id)
    columns = sorted(scenarios_of(lot.package), key=lambda s: s.homes)
    return {
        "scenarios": columns,
        "rows": [
            (
                post,
                [
                    scenario_quantity(post.number, post.presumed, s.homes, given.get(s.homes, {}))
                    for s in columns
                ],
            )
            for post in scenarios.home_posts(lot)
        ],
    }
