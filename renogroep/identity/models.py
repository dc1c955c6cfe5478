"""Tables: municipalities, people, organisations, who is what, and the keys to a page."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from renogroep.infra import columns
from renogroep.infra.db import Model


class Municipality(Model):
    """The body that runs the programme; everything belongs to one."""

    __tablename__ = "municipality"

    id: Mapped[columns.key]
    name: Mapped[str]
    slug: Mapped[columns.short] = mapped_column(unique=True)
    phone: Mapped[columns.short]
    email: Mapped[str]
    postal_address: Mapped[str] = mapped_column(String(300), default="")


class Organisation(Model):
    """Municipality service, energy house, contractor or partner."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('municipality', 'energy_house', 'contractor', 'partner')", name="known_kind"
        ),
        UniqueConstraint("municipality_id", "company_number"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    kind: Mapped[columns.short]
    name: Mapped[str]
    sort_key: Mapped[str]
    company_number: Mapped[columns.short | None] = mapped_column(String(12))
    phone: Mapped[columns.short] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    postal_address: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Person(Model):
    """Somebody we talk with. A name and one way to reach them are enough."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("contact_way IN ('email', 'mobile', 'letter')", name="known_contact_way"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    contact_way: Mapped[columns.short]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(String(40), index=True)
    postal_address: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", order_by="Membership.id"
    )
    __mapper_args__ = {"version_id_col": version}


class Membership(Model):
    """A person is something, for an organisation, within a scope; one person may hold several."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role", "neighbourhood_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[columns.short]
    neighbourhood_id: Mapped[int | None]  # None: the whole municipality
    valid_until: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class Account(Model):
    """A way to sign in with a password; most residents never have one."""

    __tablename__ = "account"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship()
    __mapper_args__ = {"version_id_col": version}


class SignInAttempt(Model):
    """A failed sign-in, counted per account name and per address, forgotten after a day."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[columns.key]
    at: Mapped[datetime] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of e-mail or address


class SignedLink(Model):
    """A key to a page. Only its hash is kept; it expires and can be revoked."""

    __tablename__ = "signed_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('my_home', 'co_sign', 'sign_in')", name="known_purpose"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[columns.short]
    subject_id: Mapped[int | None]  # co_sign: the order; my_home: the person's own page
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # the first time; a sign-in link works once

    person: Mapped[Person] = relationship()


class Consent(Model):
    """What a person agreed to, in which words; queried by everything that shares."""

    __tablename__ = "consent"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    purpose: Mapped[columns.short]
    text_version: Mapped[columns.short]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    channel: Mapped[columns.short]
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
