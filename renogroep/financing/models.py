"""Tables: versions of the rules that law and policy set."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from renogroep.financing.rules.lifecycle import Origin, RuleState
from renogroep.infra import columns
from renogroep.infra.db import Model


class RuleVersion(Model):
    """A dated table with its source. A decision stores the id of the version it used."""

    __tablename__ = "rule_version"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "label"),
        CheckConstraint(
            "state IN ('draft', 'proposed', 'sent_back', 'active', 'retired')", name="known_state"
        ),
        CheckConstraint("origin IN ('shipped', 'own', 'taken')", name="known_origin"),
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
    origin: Mapped[Origin] = columns.enum(Origin, default=Origin.SHIPPED)
    author_id: Mapped[columns.maybe_person]  # of a shipped version: nobody
    taken_from: Mapped[str] = mapped_column(default="")  # municipality and author that wrote it
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[columns.maybe_person]
    sent_back_reason: Mapped[columns.long]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class RuleCase(Model):
    """A worked case of a municipality: what must come out, and how that was worked out by hand.

    The cases of the product stand in its files and need no row.
    """

    __tablename__ = "rule_case"
    __table_args__ = (
        CheckConstraint("origin IN ('shipped', 'own', 'taken')", name="known_origin"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    kind: Mapped[columns.short]
    data: Mapped[dict[str, Any]]
    expected: Mapped[dict[str, Any]]
    sum_by_hand: Mapped[columns.long]
    origin: Mapped[Origin] = columns.enum(Origin, default=Origin.OWN)
    author_id: Mapped[columns.maybe_person]
    author: Mapped[str] = mapped_column(default="")  # who wrote it elsewhere
    added_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]  # counts no more
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
