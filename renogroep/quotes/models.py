"""Tables: invitations, quotes, openings, checks, scores, decisions and households' choices."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.channel import Channel
from renogroep.base.money import Money, UnitPrice
from renogroep.groups.models import Request
from renogroep.identity.models import Organisation
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Criterion

IN_PLAY = "state NOT IN ('replaced', 'withdrawn')"
VERSIONS_OF_A_RUN = 1_000  # more than one answer ever gets
KNOWN_STATES = ", ".join(f"'{state}'" for state in QuoteState)


class Invitation(Model):
    """A contractor that may see and price a lot."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("lot_id", "organisation_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    invited_at: Mapped[datetime]
    invited_by: Mapped[columns.person]

    organisation: Mapped[Organisation] = relationship()


class Quote(Model):
    """A contractor's offer for one request. Until the opening its prices are only in ``sealed``."""

    __tablename__ = "quote"
    __table_args__ = (
        Index(
            "uq_quote_in_play",
            "request_id",
            "organisation_id",
            "slot",
            unique=True,
            sqlite_where=text(IN_PLAY),
            postgresql_where=text(IN_PLAY),
        ),
        Index("uq_quote_seal_id", "seal_id", unique=True),
        CheckConstraint("slot IN ('draft', 'submitted')", name="known_slot"),
        CheckConstraint(f"state IN ({KNOWN_STATES})", name="known_state"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # A firm may keep a draft next to its submitted quote: one of each, never two.
    slot: Mapped[columns.short]
    state: Mapped[QuoteState] = columns.enum(QuoteState)
    request_revision: Mapped[int]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Bound into the payload, new at each sealing; none in what was sealed before there was a ring.
    seal_id: Mapped[str | None] = mapped_column(String(32))
    saved_at: Mapped[datetime]
    saved_by: Mapped[columns.person]
    source: Mapped[columns.short] = mapped_column(default="typed")  # typed, sheet, imported
    receipt: Mapped[str | None] = mapped_column(String(20), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[columns.maybe_person]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime | None]
    # Written at the opening, and never before:
    own_minimum: Mapped[int | None]
    capacity: Mapped[int | None]  # most homes the firm can take
    start_from: Mapped[date | None]
    start_until: Mapped[date | None]
    warranty_years: Mapped[int | None]
    disruption_days: Mapped[int | None]
    valid_until: Mapped[date | None]
    remark: Mapped[str | None] = mapped_column(Text)
    irregular_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    request: Mapped[Request] = relationship()
    organisation: Mapped[Organisation] = relationship()
    lines: Mapped[list["QuoteLine"]] = relationship(
        back_populates="quote", order_by="QuoteLine.position"
    )
    __mapper_args__ = {"version_id_col": version}


class UnreadableQuote(Model):
    """A quote that did not open with the others: why, and what was done about it since."""

    __tablename__ = "unreadable_quote"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True)
    reason: Mapped[columns.short]  # a word of rules/receipts.py
    spoiled_at: Mapped[datetime]
    until: Mapped[date]  # so long the firm may prove its own file; the lead gives up after it
    periods_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    # The firm's own price file once it was proved, sealed again; afterwards what did not open.
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_seal_id: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[columns.maybe_person]
    first_id: Mapped[columns.maybe_person]
    first_at: Mapped[datetime | None]
    second_id: Mapped[columns.maybe_person]
    second_at: Mapped[datetime | None]
    given_up_by: Mapped[columns.maybe_person]
    given_up_at: Mapped[datetime | None]
    given_up_reason: Mapped[columns.long]
    version: Mapped[int] = mapped_column()

    quote: Mapped[Quote] = relationship()
    __mapper_args__ = {"version_id_col": version}


class QuoteLine(Model):
    """An opened answer to one post. Exists only after the opening."""

    __tablename__ = "quote_line"
    __table_args__ = (
        UniqueConstraint("quote_id", "number"),
        CheckConstraint(
            "kind IN ('price', 'included', 'excluded', 'option', 'missing')", name="known_kind"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[columns.short]
    stated_total: Mapped[Money | None]
    remark: Mapped[str] = mapped_column(String(500), default="")

    quote: Mapped[Quote] = relationship(back_populates="lines")
    prices: Mapped[list["QuotePrice"]] = relationship(
        back_populates="line", order_by="QuotePrice.band"
    )


class QuotePrice(Model):
    """A unit price in one volume band."""

    __tablename__ = "quote_price"
    __table_args__ = (UniqueConstraint("line_id", "band"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    line_id: Mapped[int] = mapped_column(ForeignKey("quote_line.id"), index=True)
    band: Mapped[int]
    price: Mapped[UnitPrice]

    line: Mapped[QuoteLine] = relationship(back_populates="prices")


class Opening(Model):
    """Two people open all quotes of a lot; the minutes are kept as they were."""

    __tablename__ = "opening"
    __table_args__ = (UniqueConstraint("lot_id", "attempt"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    attempt: Mapped[int] = mapped_column(default=1)  # a lot without quotes may be asked again
    first_id: Mapped[columns.person]
    first_at: Mapped[datetime]
    second_id: Mapped[columns.maybe_person]
    second_at: Mapped[datetime | None]
    minutes: Mapped[list[Any]]  # one row per quote: firm, receipt, time, totals in cents
    note: Mapped[columns.long]  # why the lot stopped or got a new deadline
    # What became of quotes that could not be read at the opening, each with who and when.
    addenda: Mapped[list[Any]] = mapped_column(server_default="[]")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Correction(Model):
    """A repaired error in a quote; the original stays as it was (KB Plaatsing art. 34)."""

    __tablename__ = "correction"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    field: Mapped[columns.short]
    old: Mapped[str]
    new: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    legal_ground: Mapped[str]
    author_id: Mapped[columns.person]
    at: Mapped[datetime]


class PriceQuery(Model):
    """A price that must be explained; the award waits until each has a verdict and a reason."""

    __tablename__ = "price_query"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    number: Mapped[str] = mapped_column(String(20), default="")  # "" is the total
    facts: Mapped[dict[str, Any]]  # average, threshold, deviation: how it was found
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[columns.short | None]  # accepted, rejected
    reason: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[columns.maybe_person]
    judged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    quote: Mapped[Quote] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Score(Model):
    """What a quote got on one quality criterion, on the announced scale, and why."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("quote_id", "criterion_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    percent: Mapped[int]  # 0, 25, 50, 75, 100
    reason: Mapped[str] = mapped_column(Text)
    assessor_id: Mapped[columns.person]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default="1")

    criterion: Mapped[Criterion] = relationship()
    __mapper_args__ = {"version_id_col": version}


class ScenarioBill(Model):
    """What the homes of an announced, smaller scenario have together (post -> thousandths).

    The largest scenario is the bill itself; a post that is absent counts the presumed quantity.
    """

    __tablename__ = "scenario_bill"
    __table_args__ = (UniqueConstraint("lot_id", "homes"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    homes: Mapped[int]
    quantities: Mapped[dict[str, Any]]
    set_by: Mapped[columns.person]
    set_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Decision(Model):
    """The reasoned decision on a lot in procurement, with the ranking it rests on."""

    __tablename__ = "decision"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    ranking: Mapped[list[Any]]  # exact numbers as text, per quote and criterion
    motive: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[columns.person]
    decided_at: Mapped[datetime]
    standstill_until: Mapped[date]  # last day; contracts from the day after
    periods_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))

    quote: Mapped[Quote] = relationship()


class Preference(Model):
    """The contractors that a household accepts, in its own order (group mode)."""

    __tablename__ = "preference"
    __table_args__ = (UniqueConstraint("request_id", "subscription_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    quote_ids: Mapped[list[Any]]
    channel: Mapped[Channel] = columns.enum(Channel)
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    subscription: Mapped[Subscription] = relationship()
    __mapper_args__ = {"version_id_col": version}


class ChoiceRun(Model):
    """The choice of a group, worked out: every step in words."""

    __tablename__ = "choice_run"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[columns.person]
    steps: Mapped[list[Any]]  # stored sentences

    request: Mapped[Request] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="run", order_by="Assignment.id"
    )


class Assignment(Model):
    """Which contractor a household ends with; a second choice needs a new yes."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("run_id", "subscription_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    run_id: Mapped[int] = mapped_column(ForeignKey("choice_run.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"))
    place: Mapped[int | None]  # 1 = first choice
    yes_by: Mapped[date | None]
    yes_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    run: Mapped[ChoiceRun] = relationship(back_populates="assignments")
    quote: Mapped[Quote | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def mark(self) -> int:
        """What a page sends back as the version: every run counts from 1, so it names the run too."""
        return self.run_id * VERSIONS_OF_A_RUN + self.version
