"""On what will quotes be judged? Decided before publication, never after."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.tenders import queries
from renogroep.tenders.actions.drafts import hold_draft
from renogroep.tenders.models import Criterion, Package, Scenario
from renogroep.tenders.rules import criteria as rules
from renogroep.tenders.rules.bill import checksum
from renogroep.tenders.rules.events import Did


def set_criteria(
    session: Session,
    package: Package,
    criteria: Sequence[rules.Criterion],
    scenarios: Sequence[rules.Scenario],
    *,
    by: By,
) -> None:
    """Replace criteria and scenarios together.

    Raises Refused once the package is published, or when the rules find something in them.
    """
    hold_draft(session, package, package, by)
    problems = queries.criteria_problems(package, criteria, scenarios)
    if problems:
        raise Refused(
            "criteria.problems",
            "The criteria were not kept: %(count)s things are not right. First: %(first)s",
            count=len(problems),
            first=problems[0],
        )
    session.execute(delete(Criterion).where(Criterion.package_id == package.id))
    session.execute(delete(Scenario).where(Scenario.package_id == package.id))
    write_criteria(session, package, criteria, scenarios)
    flag_modified(package, "title")  # a new version: an older form must not overwrite this
    record(
        session,
        Did.PACKAGE_CRITERIA_CHANGED,
        actor_id=by.actor_id,
        subject=package,
        checksum=criteria_checksum(criteria, scenarios),
    )


def write_criteria(
    session: Session,
    package: Package,
    criteria: Sequence[rules.Criterion],
    scenarios: Sequence[rules.Scenario],
) -> None:
    """Write the rows for a package that has none."""
    ours = {"municipality_id": package.municipality_id, "package_id": package.id}
    for position, one in enumerate(criteria, start=1):
        session.add(
            Criterion(
                **ours,
                position=position,
                code=one.code,
                title=one.title,
                weight=one.weight,
                formula=one.formula,
                floor=one.floor,
                ceiling=one.ceiling,
            )
        )
    for scenario in scenarios:
        session.add(
            Scenario(**ours, homes=scenario.homes, runs=scenario.runs, weight=scenario.weight)
        )
    session.flush()
    session.expire(package, ["criteria", "scenarios"])


def criteria_checksum(
    criteria: Sequence[rules.Criterion], scenarios: Sequence[rules.Scenario]
) -> str:
    """The fingerprint of what was announced."""
    return checksum(
        [
            [
                [c.code, c.title, c.weight, c.formula, _cents(c.floor), _cents(c.ceiling)]
                for c in criteria
            ],
            [[s.homes, s.runs, s.weight] for s in scenarios],
        ]
    )


def _cents(amount: Money | None) -> int | None:
    return None if amount is None else amount.cents
