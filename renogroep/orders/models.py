"""Tables: waves, orders with their agreed quantities, conditions and signatures."""

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
from renogroep.orders.rules.afterwards import Afterwards
from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.freeze import Outcome
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.orders.rules.queue import Settled
from renogroep.orders.rules.reasons import MONEY_OF_THE_HOUSEHOLD, REASON_LABELS
from renogroep.quotes.models import Quote
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot

OPEN_TICKET = "settled_at IS NULL"
LIVE = "state NOT IN ('withdrawn', 'lapsed', 'cancelled')"


class Wave(Model):
    """The homes of a lot that are ordered and executed together."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    number: Mapped[int]
    state: Mapped[WaveState] = columns.enum(WaveState)
    order_until: Mapped[date]
    freeze_on: Mapped[date]
    frozen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    lot: Mapped[Lot] = relationship()
    firms: Mapped[list["WaveFirm"]] = relationship(back_populates="wave", order_by="WaveFirm.id")
    __mapper_args__ = {"version_id_col": version}


class WaveFirm(Model):
    """What the freeze of a wave meant for one contractor."""

    __tablename__ = "wave_firm"
    __table_args__ = (
        UniqueConstraint("wave_id", "quote_id"),
        CheckConstraint(
            "waive_until IS NULL OR outcome = 'below_minimum'", name="only_below_minimum_waits"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    outcome: Mapped[Outcome] = columns.enum(Outcome)
    n: Mapped[int]  # homes that counted
    minimum: Mapped[int]
    waive_until: Mapped[date | None]  # only while the contractor may still answer

    wave: Mapped[Wave] = relationship(back_populates="firms")
    quote: Mapped[Quote] = relationship()


class Order(Model):
    """A household's way from an indicative price to finished works, for one lot."""

    __tablename__ = "home_order"
    __table_args__ = (
        Index(
            "uq_home_order_live",
            "wave_id",
            "subscription_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        CheckConstraint("final IS NULL OR final <= ceiling", name="final_under_ceiling"),
        CheckConstraint("ordered_at IS NULL OR ceiling IS NOT NULL", name="ordered_has_ceiling"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    person_id: Mapped[columns.person]
    state: Mapped[OrderState] = columns.enum(OrderState)
    run_code: Mapped[columns.short] = mapped_column(default="")
    run_size: Mapped[int] = mapped_column(default=1)  # homes that shared the scaffold at the offer
    ceiling: Mapped[Money | None]  # excl. VAT
    final: Mapped[Money | None]
    borne_by_contractor: Mapped[Money | None]
    vat_percent: Mapped[int | None]
    premium: Mapped[Money | None]
    vat_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    premium_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    advisor_agreed_at: Mapped[datetime | None]
    advisor_agreed_by: Mapped[columns.maybe_person]
    contractor_agreed_at: Mapped[datetime | None]
    contractor_agreed_by: Mapped[columns.maybe_person]
    periods_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    terms_version: Mapped[columns.short | None]
    firm_iban: Mapped[str] = mapped_column(String(42), default="")  # as it stood on the signed text
    signed_at: Mapped[datetime | None]  # the household's own yes
    signed_channel: Mapped[Channel | None] = columns.enum(Channel)
    signed_device: Mapped[str | None] = mapped_column(String(64))  # its mark; None on paper
    ordered_at: Mapped[datetime | None]  # after the last signature: binding
    withdraw_until: Mapped[date | None]
    waiting_at: Mapped[datetime | None]  # on the waiting list for a place, first come first served
    place_until: Mapped[date | None]  # the last day to take the place that came free
    survey_note: Mapped[str] = mapped_column(String(500), default="")  # what was said at the survey
    provisional_at: Mapped[datetime | None]  # the household's free yes; the funnel counts it
    handed_over_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    loss_reason: Mapped[columns.short | None]
    afterwards: Mapped[Afterwards | None] = columns.enum(Afterwards)  # too few homes: what now
    planned_on: Mapped[date | None]
    own_money_until: Mapped[date | None]  # no loan: last day to say that it pays by itself
    own_money_at: Mapped[datetime | None]  # then it said so
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    wave: Mapped[Wave] = relationship()
    subscription: Mapped[Subscription] = relationship()
    quote: Mapped[Quote] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Order.person_id")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", order_by="OrderLine.position"
    )
    conditions: Mapped[list["OrderCondition"]] = relationship(
        back_populates="order", order_by="OrderCondition.id"
    )
    co_owners: Mapped[list["CoOwner"]] = relationship(back_populates="order", order_by="CoOwner.id")
    open_ticket: Mapped["OrderTicket | None"] = relationship(
        primaryjoin="and_(OrderTicket.order_id == Order.id, OrderTicket.settled_at.is_(None))",
        viewonly=True,
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def neighbourhood_id(self) -> int:
        """Of the package that this is an order of."""
        return self.wave.lot.package.neighbourhood_id

    @property
    def reason_label(self) -> str:
        """Why it ended, as a sentence to translate; blank while it goes on."""
        return REASON_LABELS.get(self.loss_reason, "") if self.loss_reason else ""

    @property
    def reason_for_others(self) -> str:
        """The same for another owner: a loan that did not come is told to the household alone."""
        return "" if self.loss_reason in MONEY_OF_THE_HOUSEHOLD else self.reason_label


class OrderLine(Model):
    """The quantity of one post that advisor and contractor measured together."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("quantity >= 0", name="not_negative"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    order_id: Mapped[int] = mapped_column(ForeignKey("home_order.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[Quantity]

    order: Mapped[Order] = relationship(back_populates="lines")


class OrderCondition(Model):
    """Something that must come true, or the order falls without cost."""

    __tablename__ = "order_condition"
    __table_args__ = (
        UniqueConstraint("order_id", "kind"),
        CheckConstraint("state IN ('open', 'met', 'failed')", name="known_state"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    order_id: Mapped[int] = mapped_column(ForeignKey("home_order.id"), index=True)
    kind: Mapped[Condition] = columns.enum(Condition)
    state: Mapped[ConditionState] = columns.enum(ConditionState, default=ConditionState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[columns.maybe_person]

    order: Mapped[Order] = relationship(back_populates="conditions")


class OrderTicket(Model):
    """A press on the button of an order, kept before anybody decides whether there is a place.

    The order is of the moment of the press, and presses are settled in their order.
    """

    __tablename__ = "order_ticket"
    __table_args__ = (
        Index(
            "uq_order_ticket_open",
            "order_id",
            unique=True,
            sqlite_where=text(OPEN_TICKET),
            postgresql_where=text(OPEN_TICKET),
        ),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_says_what"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    order_id: Mapped[int] = mapped_column(ForeignKey("home_order.id"), index=True)
    person_id: Mapped[columns.person]
    channel: Mapped[Channel] = columns.enum(Channel)
    signing: Mapped[dict[str, Any]]  # what was said; emptied once it is settled
    ceiling: Mapped[Money]  # excl. VAT, as it stood on the page
    vat_percent: Mapped[int]
    premium: Mapped[Money | None]
    vat_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    premium_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    pressed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[Settled | None] = columns.enum(Settled)

    order: Mapped[Order] = relationship()


class CoOwner(Model):
    """Somebody else who owns the home and says yes with a link of their own."""

    __tablename__ = "co_owner"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    order_id: Mapped[int] = mapped_column(ForeignKey("home_order.id"), index=True)
    person_id: Mapped[columns.person]
    signed_at: Mapped[datetime | None]
    channel: Mapped[Channel | None] = columns.enum(Channel)
    same_device: Mapped[bool] = mapped_column(default=False)  # as the household signed on

    order: Mapped[Order] = relationship(back_populates="co_owners")
    person: Mapped[Person] = relationship()
