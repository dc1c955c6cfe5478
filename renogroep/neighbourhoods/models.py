"""Tables: neighbourhoods, their streets and addresses."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    """One front door."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("street_id", "number", "box"),
        CheckConstraint("built IN ('row', 'half_open', 'detached')", name="known_built"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id"), index=True)
    number: Mapped[str] = mapped_column(String(12))  # "12", "12A"
    box: Mapped[str] = mapped_column(String(12), default="")
    sort_number: Mapped[int]  # 12A -> 12
    built: Mapped[str] = mapped_column(String(12), default="row")

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
