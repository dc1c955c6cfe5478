"""Tables: packages, their lots, bill of quantities, bands, criteria and scenarios."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.infra import columns
from renogroep.infra.db import Model
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState
from renogroep.tenders.rules.lot_details import PAY_DAYS


class Package(Model):
    """What the municipality publishes, in one of two modes."""

    __tablename__ = "package"
    __table_args__ = (
        CheckConstraint("mode IN ('procurement', 'group_quotes')", name="known_mode"),
        CheckConstraint(
            "state IN ('draft', 'published', 'closed', 'cancelled')", name="known_state"
        ),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR published_at IS NOT NULL",
            name="published_has_date",
        ),
        CheckConstraint("basis IN ('adjacency', 'life_stage', 'budget')", name="known_basis"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood.id"), index=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)  # in addresses of pages
    mode: Mapped[Mode] = columns.enum(Mode)
    state: Mapped[PackageState] = columns.enum(PackageState, default=PackageState.DRAFT)
    title: Mapped[str]
    title_fr: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[columns.long]
    summary_fr: Mapped[columns.long]
    summary_en: Mapped[columns.long]
    basis: Mapped[columns.short] = mapped_column(default="adjacency")  # how homes are bundled
    min_group: Mapped[int] = mapped_column(default=4)
    max_group: Mapped[int] = mapped_column(default=24)
    interest_deadline: Mapped[date | None]  # until the end of this day, local time
    order_deadline: Mapped[date | None]
    freeze_on: Mapped[date | None]
    legal_form: Mapped[str] = mapped_column(default="")  # procurement: procedure code
    own_submission: Mapped[bool] = mapped_column(default=True)  # False: import opened bills
    max_value: Mapped[Money | None]  # procurement, excl. VAT
    ends_on: Mapped[date | None]  # procurement: last day on which residents may order
    published_at: Mapped[datetime | None]
    # Procurement: the limits of the day on which it was published.
    limits_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")  # residents read it
    version: Mapped[int] = mapped_column()

    neighbourhood: Mapped[Neighbourhood] = relationship()
    lots: Mapped[list["Lot"]] = relationship(back_populates="package", order_by="Lot.number")
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="package", order_by="Criterion.position"
    )
    scenarios: Mapped[list["Scenario"]] = relationship(
        back_populates="package", order_by="Scenario.homes"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def first_quote_deadline(self) -> datetime | None:
        """The first moment at which quotes for one of its lots must be in."""
        return min((lot.quote_deadline for lot in self.lots if lot.quote_deadline), default=None)


class Lot(Model):
    """A part of the works that one contractor takes."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("package_id", "number"),
        CheckConstraint("min_to_execute >= 1", name="min_positive"),
        CheckConstraint("max_homes >= min_to_execute", name="max_not_under_min"),
        CheckConstraint(
            "state IN ('collecting', 'quoting', 'opened', 'checked', 'decided', 'standstill', "
            "'choosing', 'ordering', 'executing', 'closed', 'failed')",
            name="known_state",
        ),
        CheckConstraint("pay_days BETWEEN 1 AND 120", name="pay_days_in_range"),
        CheckConstraint("advance_percent BETWEEN 0 AND 15", name="advance_in_range"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    title_fr: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    measure: Mapped[columns.short]  # of the premium rules: wall_outside, windows_doors
    state: Mapped[LotState] = columns.enum(LotState, default=LotState.COLLECTING)
    min_to_quote: Mapped[int] = mapped_column(default=4)
    min_to_execute: Mapped[int] = mapped_column(default=4)
    max_homes: Mapped[int] = mapped_column(default=24)
    extended: Mapped[bool] = mapped_column(default=False)
    pay_days: Mapped[int] = mapped_column(default=PAY_DAYS)  # after the invoice
    advance_percent: Mapped[int] = mapped_column(default=0)  # of the price, before the works
    quote_deadline: Mapped[
        datetime | None
    ]  # the one truth: every page and every firm's job reads it
    choose_until: Mapped[date | None]  # group mode: announced when choosing starts; closes nothing
    version: Mapped[int] = mapped_column()

    package: Mapped[Package] = relationship(back_populates="lots")
    posts: Mapped[list["Post"]] = relationship(back_populates="lot", order_by="Post.position")
    bands: Mapped[list["Band"]] = relationship(back_populates="lot", order_by="Band.number")
    __mapper_args__ = {"version_id_col": version}


class Post(Model):
    """One line of the bill of quantities."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("nature IN ('VH', 'FH', 'TP', 'PM')", name="known_nature"),
        CheckConstraint("scope IN ('home', 'run', 'lot')", name="known_scope"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(String(500))
    nature: Mapped[str] = mapped_column(String(2))
    unit: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(4))
    source: Mapped[columns.short]  # which measured quantity feeds it
    presumed: Mapped[Quantity]  # per home, run or lot, for quotes before homes are measured
    version: Mapped[int] = mapped_column()

    lot: Mapped[Lot] = relationship(back_populates="posts")
    __mapper_args__ = {"version_id_col": version}


class Band(Model):
    """A volume band: prices for so many homes. The last one has no end."""

    __tablename__ = "band"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    number: Mapped[int]
    from_homes: Mapped[int]
    to_homes: Mapped[int | None]

    lot: Mapped[Lot] = relationship(back_populates="bands")


class Criterion(Model):
    """What quotes are judged on, with its weight; public before anybody quotes."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight > 0", name="weight_positive"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    position: Mapped[int]
    code: Mapped[columns.short]  # price, warranty, disruption, plan_of_approach
    title: Mapped[str]
    weight: Mapped[int]  # points of 100
    formula: Mapped[columns.short | None]  # price only
    floor: Mapped[Money | None]  # formula "absolute" only
    ceiling: Mapped[Money | None]

    package: Mapped[Package] = relationship(back_populates="criteria")


class Scenario(Model):
    """An announced number of homes on which prices are compared, with its weight in per cent."""

    __tablename__ = "scenario"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    homes: Mapped[int]
    runs: Mapped[int]
    weight: Mapped[int]

    package: Mapped[Package] = relationship(back_populates="scenarios")
