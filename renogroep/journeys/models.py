"""Table: the step at which a case is, worked out from the rooms below."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.owners.models import Case


class CaseStage(Model):
    """One row per open case, written by ``actions.restage``; a day to wait for only by ``actions.wait``."""

    __tablename__ = "case_stage"
    __table_args__ = (
        # Each holds the order of the caseload, so that a page of a big pile is read and not sorted.
        Index("ix_case_stage_work", "municipality_id", "waits_for", "due_on", "case_id"),
        Index("ix_case_stage_stage", "municipality_id", "stage", "due_on", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_file.id"), primary_key=True, autoincrement=False
    )
    municipality_id: Mapped[columns.municipality]
    stage: Mapped[Stage] = columns.enum(Stage)
    due_on: Mapped[date | None]
    waits_for: Mapped[WaitsFor | None] = columns.enum(WaitsFor)  # None: us
    wait_until: Mapped[date | None]  # set by hand; no step of the case changes it

    case: Mapped[Case] = relationship()
