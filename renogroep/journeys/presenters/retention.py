"""How do we tell how long everything is kept, and what would go now?"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.financing.queries import retention_on
from renogroep.financing.rules.labels import CODES
from renogroep.financing.rules.retention import WARN_BEFORE, Step
from renogroep.journeys.actions.retention import due_now
from renogroep.journeys.rules.privacy import BELGIAN, FLEMISH, USES

YEAR = 365


def kept_for(days: int) -> Text:
    """730 days is 2 years for a reader; 90 days stays 90 days."""
    years = days // YEAR
    if years == 1:
        return t("1 year")
    return t("%(count)s years", count=years) if years else t("%(count)s days", count=days)


def kept_lines(session: Session, municipality_id: int) -> list[dict[str, Any]]:
    """What, how long, and why so long."""
    table = retention_on(session, municipality_id, clock.today())
    return [
        {
            "code": rule.code,
            "what": Text(CODES[rule.code]),
            "long": kept_for(rule.days),
            "source": rule.source,
        }
        for rule in table.rules
    ]


def privacy_page(session: Session, municipality_id: int | None) -> dict[str, Any]:
    """What we use data for, by which right and how long; without a municipality nothing is dated."""
    kept = kept_lines(session, municipality_id) if municipality_id else []
    long = {line["code"]: line["long"] for line in kept}
    return {
        "uses": [
            {"what": Text(use.what), "right": Text(use.right), "long": long.get(use.kept)}
            for use in USES
        ],
        "warn_days": WARN_BEFORE.days,
        "flemish": FLEMISH,
        "belgian": BELGIAN,
    }


def retention_page(session: Session, municipality_id: int) -> dict[str, Any]:
    """Every rule with what would be warned and erased now."""
    due = due_now(session, municipality_id)
    rows = [
        {**one, "warned": due[one["code"]][Step.WARN], "erased": due[one["code"]][Step.ERASE]}
        for one in kept_lines(session, municipality_id)
    ]
    return {
        "rows": rows,
        "anything": any(one["warned"] or one["erased"] for one in rows),
        "warn_days": WARN_BEFORE.days,
    }
