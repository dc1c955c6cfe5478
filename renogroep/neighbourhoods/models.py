"""Tables: neighbourhoods, their streets and addresses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Double, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.identity.models import Municipality
from renogroep.infra import columns
from renogroep.infra.db import Model


class Neighbourhood(Model):
    """A wijk with its own name, story and colours."""

    __tablename__ = "neighbourhood"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str]
    story: Mapped[columns.long]
    story_fr: Mapped[columns.long]
    story_en: Mapped[columns.long]
    phone: Mapped[columns.short]
    email: Mapped[str] = mapped_column(default="")
    brand_colour: Mapped[str] = mapped_column(String(7))
    accent_colour: Mapped[str] = mapped_column(String(7))
    version: Mapped[int] = mapped_column()

    streets: Mapped[list["Street"]] = relationship(
        back_populates="neighbourhood", order_by="Street.sort_key"
    )
    municipality: Mapped[Municipality] = relationship(viewonly=True)
    __mapper_args__ = {"version_id_col": version}


class Street(Model):
    """A street, or the part of it that lies in the neighbourhood."""

    __tablename__ = "street"
    __table_args__ = (UniqueConstraint("neighbourhood_id", "search_key", "postcode"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood.id"), index=True)
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str]
    postcode: Mapped[str] = mapped_column(String(4))
    town: Mapped[str]

    neighbourhood: Mapped[Neighbourhood] = relationship(back_populates="streets")
    addresses: Mapped[list["Address"]] = relationship(
        back_populates="street", order_by="Address.sort_number, Address.id"
    )


class Address(Model):
    """One front door.

    official_id  its number in the official register (BeSt); one home per number in a municipality
    old_ids      numbers that it had before a merger
    x, y         in metres in the system ``srid``
    until        the last number of a building with several
    retired_on   since when the register has it no more: hidden, never deleted
    """

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("street_id", "number", "box"),
        UniqueConstraint("municipality_id", "official_id"),
        CheckConstraint("built IN ('row', 'half_open', 'detached', 'unknown')", name="known_built"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"), index=True)
    number: Mapped[str] = mapped_column(String(12))  # "12", "12A"
    box: Mapped[str] = mapped_column(String(12), default="")
    sort_number: Mapped[int]  # 12A -> 12
    built: Mapped[str] = mapped_column(String(12), default="row")
    official_id: Mapped[str | None] = mapped_column(String(40))
    old_ids: Mapped[list[Any]] = mapped_column(default=list)
    x: Mapped[float | None] = mapped_column(Double)
    y: Mapped[float | None] = mapped_column(Double)
    srid: Mapped[int | None]
    until: Mapped[int | None]
    retired_on: Mapped[date | None]

    street: Mapped[Street] = relationship(back_populates="addresses")

    @property
    def label(self) -> str:
        """Rozenstraat 12 bus 3"""
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street.name} {self.number}{box}"

    @property
    def full(self) -> str:
        """Rozenstraat 12, 9999 Testgem"""
        return f"{self.label}, {self.street.postcode} {self.street.town}"


class OfficialList(Model):
    """An official file as it was read for a neighbourhood: shown first, put in after a yes.

    content   its homes and retired numbers, packed, for ``unpack``; emptied once they are in
    left      rows that do not go in: row, column, and the sentence with its values
    outcome   numbers of homes
    """

    __tablename__ = "official_list"
    __table_args__ = (UniqueConstraint("neighbourhood_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood.id"), index=True)
    read_at: Mapped[datetime]
    put_in_at: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    left: Mapped[list[Any]]
    outcome: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
