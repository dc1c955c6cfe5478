"""Tables: a household's interest in a package and in its lots."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.channel import Channel
from renogroep.identity.models import Person
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.owners.models import Case
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from renogroep.subscriptions.rules.threshold import InterestOutcome
from renogroep.tenders.models import Lot, Package

LIVE = "state NOT IN ('withdrawn', 'expired')"


class Subscription(Model):
    """Interest, without obligation. Its state is one column; moves are in rules.lifecycle."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index(
            "uq_subscription_live",
            "package_id",
            "dwelling_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        CheckConstraint(
            "channel IN ('online', 'phone', 'paper', 'desk', 'tick', 'import')",
            name="known_channel",
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    # Made for one visitor's form: sending that form twice is one interest.
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    dwelling_id: Mapped[int] = mapped_column(ForeignKey("dwelling.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    person_id: Mapped[columns.person]
    state: Mapped[SubscriptionState] = columns.enum(
        SubscriptionState, default=SubscriptionState.INTERESTED
    )
    channel: Mapped[Channel] = columns.enum(Channel)
    answers: Mapped[dict[str, Any]]  # question code -> answer code(s), as given
    life_stage: Mapped[columns.short | None]  # chosen by the resident, never inferred
    budget_band: Mapped[columns.short | None]
    loss_reason: Mapped[columns.short | None]
    screening: Mapped[list[Any]]  # stored sentences: why fit, with change, or not
    interested_at: Mapped[datetime]
    subscribed_at: Mapped[datetime | None]
    screened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    version: Mapped[int] = mapped_column()

    package: Mapped[Package] = relationship()
    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship()
    lots: Mapped[list["SubscriptionLot"]] = relationship(
        back_populates="subscription", order_by="SubscriptionLot.lot_id"
    )
    __mapper_args__ = {"version_id_col": version}


class SubscriptionLot(Model):
    """Which works of the package this household wants."""

    __tablename__ = "subscription_lot"
    __table_args__ = (UniqueConstraint("subscription_id", "lot_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)

    subscription: Mapped[Subscription] = relationship(back_populates="lots")
    lot: Mapped[Lot] = relationship()


class InterestDecision(Model):
    """What happened to a lot at one of its interest deadlines. Never changed."""

    __tablename__ = "interest_decision"
    __table_args__ = (UniqueConstraint("lot_id", "deadline"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    deadline: Mapped[date]
    outcome: Mapped[InterestOutcome] = columns.enum(InterestOutcome)
    screened: Mapped[int]
    needed: Mapped[int]
    at: Mapped[datetime]
