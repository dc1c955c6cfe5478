"""Tables: a household's interest in a package and in its lots."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.channel import Channel
from renogroep.identity.models import Person
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.owners.models import Case, Dwelling
from renogroep.subscriptions.rules.codes import CodeKind
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from renogroep.subscriptions.rules.threshold import InterestOutcome
from renogroep.tenders.models import Lot, Package

# Several may wait at one address until one of them is confirmed.
LIVE = "state NOT IN ('interested', 'withdrawn', 'expired')"


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
    # None until it is confirmed: only the pages of confirming meet such a row.
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True, nullable=True)
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
    confirm_by: Mapped[date | None]  # None: there is nothing to confirm
    confirmed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # when a message to confirm left; None: nothing was sent
    reminded_at: Mapped[datetime | None]
    network_mark: Mapped[columns.short | None] = mapped_column(String(64), index=True)
    subscribed_at: Mapped[datetime | None]
    screened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    version: Mapped[int] = mapped_column()

    package: Mapped[Package] = relationship()
    dwelling: Mapped[Dwelling] = relationship()
    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship()
    lots: Mapped[list["SubscriptionLot"]] = relationship(
        back_populates="subscription", order_by="SubscriptionLot.lot_id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def came_in_at(self) -> datetime:
        """From when on we count: an interest that was confirmed came in at that moment."""
        return self.confirmed_at or self.interested_at

    @property
    def unconfirmed(self) -> bool:
        """Somebody typed it, and nobody said yet that it is theirs."""
        waits = self.confirm_by is not None and self.confirmed_at is None
        return waits and self.state == SubscriptionState.INTERESTED


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


class AnswerCode(Model):
    """A code with which somebody without e-mail answers: of a letter, or six digits to a mobile."""

    __tablename__ = "answer_code"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    purpose: Mapped[columns.short]  # what is answered: "confirm"
    subject_id: Mapped[int] = mapped_column(index=True)  # the row that it is about
    kind: Mapped[CodeKind] = columns.enum(CodeKind)
    code_hash: Mapped[str] = mapped_column(String(64), index=True)  # the code itself is not kept
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NetworkKey(Model):
    """The key of one day, under which networks leave their mark; gone after a week."""

    __tablename__ = "network_key"
    __table_args__ = (UniqueConstraint("municipality_id", "day"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    day: Mapped[date]
    key: Mapped[str] = mapped_column(String(64))
