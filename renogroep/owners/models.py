"""Tables: homes, what was measured and seen, cases, answers, routes and tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.channel import Channel
from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.identity.models import Person
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.neighbourhoods.models import Address
from renogroep.owners.rules.cases import CaseState, HandOverState, TaskState
from renogroep.owners.rules.contact import Direction, MomentKind, Outcome
from renogroep.owners.rules.kinds import HomeUse, Letting
from renogroep.owners.rules.loans import LoanState

OPEN_LOAN = "state IN ('proposed', 'chosen', 'applied')"


class Dwelling(Model):
    """A home at an address."""

    __tablename__ = "dwelling"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), unique=True)
    kind: Mapped[columns.short] = mapped_column(default="house")  # house, apartment
    build_year: Mapped[int | None]
    use: Mapped[HomeUse | None] = columns.enum(HomeUse)  # None: nobody asked yet
    version: Mapped[int] = mapped_column()

    address: Mapped[Address] = relationship()
    measures: Mapped[list["DwellingMeasure"]] = relationship(
        back_populates="dwelling", order_by="DwellingMeasure.source"
    )
    __mapper_args__ = {"version_id_col": version}


class DwellingMeasure(Model):
    """How much of one quantity source a home has: facade_m2, sill_lm, ..."""

    __tablename__ = "dwelling_measure"
    __table_args__ = (
        UniqueConstraint("dwelling_id", "source"),
        CheckConstraint("quantity >= 0", name="not_negative"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), index=True)
    source: Mapped[columns.short]
    quantity: Mapped[Quantity]
    measured_by: Mapped[columns.maybe_person]
    measured_at: Mapped[datetime]

    dwelling: Mapped[Dwelling] = relationship(back_populates="measures")


class Case(Model):
    """The energy house's file of one owner of one home."""

    __tablename__ = "case_file"
    __table_args__ = (
        # Two closed cases of one owner can exist: two people can turn out to be the same.
        Index(
            "uq_case_file_open",
            "dwelling_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_case_file_number", "municipality_id", "state", "id"),
        Index("ix_case_file_advisor", "municipality_id", "state", "advisor_id"),
        CheckConstraint("state IN ('open', 'closed')", name="known_state"),
        Index("uq_case_file_submission_key", "submission_key", unique=True),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), index=True)
    person_id: Mapped[columns.person]
    owner_kind: Mapped[columns.short]  # owner_occupier, landlord, co_ownership, tenant
    # Of a landlord, told; None: nobody asked yet.
    letting: Mapped[Letting | None] = columns.enum(Letting)
    advisor_id: Mapped[columns.maybe_person]
    state: Mapped[CaseState] = columns.enum(CaseState, default=CaseState.OPEN)
    close_reason: Mapped[columns.short | None]
    channel: Mapped[Channel] = columns.enum(Channel)
    opened_at: Mapped[datetime]
    income_category: Mapped[int | None]  # 1..4, told by the owner; sensitive; never an income
    other_dwelling: Mapped[bool | None]
    income_told_on: Mapped[date | None]  # the day on which the category was told
    life_event_on: Mapped[date | None]
    danger: Mapped[bool] = mapped_column(default=False)  # until somebody says why it is over
    danger_on: Mapped[date | None]  # since when
    danger_confirmed: Mapped[bool] = mapped_column(default=False)  # by who sees can and will
    # Made for one visitor's form: sending a message twice is one case.
    submission_key: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column()

    dwelling: Mapped[Dwelling] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Case.person_id")
    advisor: Mapped[Person | None] = relationship(foreign_keys="Case.advisor_id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def neighbourhood_id(self) -> int:
        """Where the home is."""
        return self.dwelling.address.street.neighbourhood_id


class ScreeningFact(Model):
    """What somebody knows of a home: asbestos yes. Never changed; the newest counts."""

    __tablename__ = "screening_fact"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    fact: Mapped[columns.short]
    answer: Mapped[columns.short]  # yes, no, unknown
    note: Mapped[str] = mapped_column(String(500), default="")
    author_id: Mapped[columns.maybe_person]
    channel: Mapped[Channel] = columns.enum(Channel)
    at: Mapped[datetime]


class CanWillAnswer(Model):
    """One piece of evidence for can or will. Sensitive. Never changed; the newest counts."""

    __tablename__ = "can_will_answer"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    question: Mapped[int]
    answer: Mapped[str]  # the code; of a question with several answers, codes with spaces
    note: Mapped[str] = mapped_column(String(500), default="")
    author_id: Mapped[columns.maybe_person]
    channel: Mapped[Channel] = columns.enum(Channel)
    at: Mapped[datetime]


class RouteDecision(Model):
    """Which support was proposed or chosen, why, and by which version of the rules."""

    __tablename__ = "route_decision"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    can: Mapped[columns.short]
    will: Mapped[columns.short]
    route: Mapped[columns.short]
    action: Mapped[dict[str, Any]]  # a stored sentence
    who: Mapped[dict[str, Any]]
    reason: Mapped[dict[str, Any]]
    notes: Mapped[list[Any]] = mapped_column(default=list)  # stored sentences: know before calling
    evidence: Mapped[list[Any]] = mapped_column(default=list)  # stored sentences: it rests on
    due_on: Mapped[date]
    override_reason: Mapped[str | None] = mapped_column(String(500))  # of this decision itself
    # What an advisor corrected and still counts: axis -> {"verdict", "reason", "on"}
    corrections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    danger_over: Mapped[str | None] = mapped_column(String(500))  # why the danger ended here
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    stale: Mapped[bool] = mapped_column(default=False)  # what it rests on changed: decide again
    author_id: Mapped[columns.maybe_person]
    at: Mapped[datetime]


class Task(Model):
    """Something that somebody must do before a day."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'superseded')", name="known_state"),
        Index("ix_task_open", "municipality_id", "state", "due_on"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    route_decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("route_decision.id"), index=True
    )  # the route that asks for it; a newer route takes its place
    what: Mapped[dict[str, Any]]  # a stored sentence
    due_on: Mapped[date]
    assignee_id: Mapped[columns.maybe_person]
    state: Mapped[TaskState] = columns.enum(TaskState, default=TaskState.OPEN)
    done_at: Mapped[datetime | None]
    done_by: Mapped[columns.maybe_person]


class CallRequest(Model):
    """Only a phone number. Somebody calls back."""

    __tablename__ = "call_request"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    neighbourhood_id: Mapped[int | None] = mapped_column(
        ForeignKey("neighbourhood.id")
    )  # None: asked on a page of the whole municipality
    phone: Mapped[columns.short]
    about: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime]
    due_on: Mapped[date]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[columns.maybe_person]
    outcome: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ContactMoment(Model):
    """One call, visit, talk, letter, mail or note about a case. Never changed."""

    __tablename__ = "contact_moment"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    person_id: Mapped[columns.person]
    author_id: Mapped[columns.maybe_person]
    kind: Mapped[MomentKind] = columns.enum(MomentKind)
    direction: Mapped[Direction] = columns.enum(Direction)
    outcome: Mapped[Outcome] = columns.enum(Outcome)
    words: Mapped[str] = mapped_column(String(2000), default="")
    next_on: Mapped[date | None]  # again on
    next_time: Mapped[str | None] = mapped_column(String(5))  # HH:MM
    promised: Mapped[bool] = mapped_column(default=False)  # the person was told that day
    at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class HandOver(Model):
    """A colleague is asked to take cases over; each moves when the colleague accepts."""

    __tablename__ = "hand_over"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    from_id: Mapped[columns.maybe_person]
    to_id: Mapped[columns.maybe_person]
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]


class HandOverCase(Model):
    """One case of a hand-over."""

    __tablename__ = "hand_over_case"
    __table_args__ = (
        Index(
            "uq_hand_over_case_asked",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_over.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    state: Mapped[HandOverState] = columns.enum(HandOverState, default=HandOverState.ASKED)
    answered_at: Mapped[datetime | None]

    hand_over: Mapped[HandOver] = relationship()
    case: Mapped[Case] = relationship()


class LoanProposal(Model):
    """A loan of a public body that an advisor thinks a household may have. Sensitive."""

    __tablename__ = "loan_proposal"
    __table_args__ = (
        Index(
            "uq_loan_proposal_open",
            "case_id",
            unique=True,
            sqlite_where=text(OPEN_LOAN),
            postgresql_where=text(OPEN_LOAN),
        ),
        CheckConstraint("amount > 0", name="borrows_something"),
        CheckConstraint(
            "spread_years IS NULL OR spread_years BETWEEN 1 AND 20", name="plan_of_some_years"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    instrument: Mapped[columns.short]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
    amount: Mapped[Money]
    spread_years: Mapped[int | None]  # of the plan after the term, as the lender set them
    reason: Mapped[str] = mapped_column(String(500))
    checks: Mapped[dict[str, Any]]  # question of the rules -> yes, no, unknown
    proposed_by: Mapped[columns.maybe_person]
    proposed_on: Mapped[date]
    moved_on: Mapped[date | None]  # of its last step
    state: Mapped[LoanState] = columns.enum(LoanState)
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()
    __mapper_args__ = {"version_id_col": version}


class MergeRecord(Model):
    """Two rows turned out to be one person: which cases came along, and who said so."""

    __tablename__ = "merge_record"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    old_id: Mapped[int]  # an emptied row: never a name
    person_id: Mapped[columns.person]
    case_ids: Mapped[list[Any]] = mapped_column(default=list)  # those of the old row
    author_id: Mapped[columns.maybe_person]
    at: Mapped[datetime]


class CaseWord(Model):
    """Something by which people look for a case, as it is written."""

    __tablename__ = "case_words"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "text"),
        CheckConstraint(
            "kind IN ('name', 'address', 'phone', 'email', 'reference')", name="known_kind"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[columns.short]
    text: Mapped[str] = mapped_column(String(400))


class CaseGram(Model):
    """A short piece of these words: where a search begins."""

    __tablename__ = "case_gram"
    __table_args__ = (UniqueConstraint("municipality_id", "gram", "case_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    gram: Mapped[columns.short]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)


class GramCount(Model):
    """In how many cases a piece stood when they were last counted: rare pieces say the most."""

    __tablename__ = "gram_count"
    __table_args__ = (UniqueConstraint("municipality_id", "gram"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    gram: Mapped[columns.short]
    cases: Mapped[int]
