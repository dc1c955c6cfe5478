"""Tables: versions of the rules that law and policy set."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from renogroep.financing.rules.lifecycle import RuleState
from renogroep.infra import columns
from renogroep.infra.db import Model


class RuleVersion(Model):
    """A dated table with its source. A decision stores the id of the version it used."""

    __tablename__ = "rule_version"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "label"),
        CheckConstraint("state IN ('draft', 'active', 'retired')", name="known_state"),
        CheckConstraint("confidence IN ('high', 'medium', 'low')", name="known_confidence"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    kind: Mapped[columns.short]  # premium, vat, loan, can_will, screening, periods, retention
    label: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    confidence: Mapped[columns.short]
    review_on: Mapped[date | None]
    table: Mapped[dict[str, Any]]
    state: Mapped[RuleState] = columns.enum(RuleState, default=RuleState.DRAFT)
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[columns.maybe_person]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
