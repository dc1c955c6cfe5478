"""Tables: renovation groups, and the requests that contractors price."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.units import Quantity
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot


class BundlingRun(Model):
    """One time that homes were bundled: with what, by whom, and who was left out."""

    __tablename__ = "bundling_run"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[columns.person]
    basis: Mapped[columns.short]
    min_size: Mapped[int]
    max_size: Mapped[int]
    left_out: Mapped[list[Any]]  # [{"subscription_id": 3, "reason": stored sentence}]

    groups: Mapped[list["Group"]] = relationship(back_populates="run", order_by="Group.number")


class Group(Model):
    """Screened homes that ask for quotes together."""

    __tablename__ = "renovation_group"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    run_id: Mapped[int] = mapped_column(ForeignKey("bundling_run.id"), index=True)
    number: Mapped[int]
    name: Mapped[dict[str, Any]]  # a stored sentence

    run: Mapped[BundlingRun] = relationship(back_populates="groups")
    members: Mapped[list["GroupMember"]] = relationship(
        back_populates="group", order_by="GroupMember.id"
    )


class GroupMember(Model):
    """A household in a group, with the sentence that says why."""

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("group_id", "subscription_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    group_id: Mapped[int] = mapped_column(ForeignKey("renovation_group.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    run_code: Mapped[columns.short]  # homes with the same code share a scaffold
    reasons: Mapped[list[Any]]  # stored sentences

    group: Mapped[Group] = relationship(back_populates="members")
    subscription: Mapped[Subscription] = relationship()


class Request(Model):
    """What contractors price: one per lot (procurement) or per lot and group (group mode).

    It is made when it opens, and frozen from then on.
    """

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("lot_id", "group_id"),
        CheckConstraint("homes >= 1", name="some_homes"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("renovation_group.id"))
    revision: Mapped[int] = mapped_column(default=1)
    checksum: Mapped[str] = mapped_column(String(64))
    homes: Mapped[int]
    runs: Mapped[int]
    opened_for_quotes_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # when two people opened the quotes
    version: Mapped[int] = mapped_column()

    lot: Mapped[Lot] = relationship()
    group: Mapped[Group | None] = relationship()
    lines: Mapped[list["RequestLine"]] = relationship(
        back_populates="request", order_by="RequestLine.position"
    )
    home_rows: Mapped[list["RequestHome"]] = relationship(
        back_populates="request", order_by="RequestHome.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def deadline(self) -> datetime:
        """Until when contractors hand in: the moment of the lot. ValueError when it has none."""
        if self.lot.quote_deadline is None:
            raise ValueError(f"quotes were asked for lot {self.lot_id} without a deadline")
        return self.lot.quote_deadline


class RequestLine(Model):
    """A post as it stood when the request opened, with its total quantity."""

    __tablename__ = "request_line"
    __table_args__ = (UniqueConstraint("request_id", "number"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(String(500))
    nature: Mapped[str] = mapped_column(String(2))
    unit: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(4))
    source: Mapped[columns.short]
    per_home: Mapped[Quantity]  # presumed, for procurement; zero in group mode
    quantity: Mapped[Quantity]

    request: Mapped[Request] = relationship(back_populates="lines")


class RequestHome(Model):
    """A home in a group request, with its measured quantities (post number -> thousandths)."""

    __tablename__ = "request_home"
    __table_args__ = (UniqueConstraint("request_id", "subscription_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"), index=True)
    run_code: Mapped[columns.short]
    quantities: Mapped[dict[str, Any]]

    request: Mapped[Request] = relationship(back_populates="home_rows")
    subscription: Mapped[Subscription] = relationship()
