"""Tables: municipalities, people, organisations, who is what, and the keys to a page."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
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

from renogroep.base.hosts import LONGEST as LONGEST_HOST
from renogroep.identity.rules.contacts import LONGEST, WAY_OF_KIND, ContactKind
from renogroep.identity.rules.pauses import PauseKind, Pausing
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
    # Of the data protection officer: a mailbox, a number or an address, as people should use it.
    privacy_contact: Mapped[str] = mapped_column(String(300), default="")
    # The name of its own front door, as ``host_of`` gives it; None: one of SERVER_NAME.
    host: Mapped[str | None] = mapped_column(String(LONGEST_HOST), unique=True)


class Organisation(Model):
    """Municipality service, energy house, contractor or partner."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('municipality', 'energy_house', 'contractor', 'partner')", name="known_kind"
        ),
        UniqueConstraint("municipality_id", "company_number"),
        CheckConstraint(
            "company_confirmed_at IS NULL OR company_id IS NOT NULL", name="confirmed_company"
        ),
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
    iban: Mapped[str] = mapped_column(String(42), default="")  # its contracts say it
    active: Mapped[bool] = mapped_column(default=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    company_confirmed_at: Mapped[datetime | None]  # somebody of it said: that is our firm
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


PREFERRED = "preferred AND ended_at IS NULL"


class Person(Model):
    """Somebody we talk with. A name and one way to reach them are enough."""

    __tablename__ = "person"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(5), default="nl")
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", order_by="Membership.id"
    )
    contact_points: Mapped[list["ContactPoint"]] = relationship(
        order_by="ContactPoint.id", lazy="selectin", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def live_points(self) -> list["ContactPoint"]:
        """The ways in which somebody can be reached now, the preferred one first."""
        live = [point for point in self.contact_points if point.ended_at is None]
        return sorted(live, key=lambda point: not point.preferred)

    def point(self, kind: ContactKind) -> "ContactPoint | None":
        """The first live point of one kind."""
        return next((point for point in self.live_points if point.kind == kind), None)

    @property
    def contact_way(self) -> str:
        """How somebody wants to be reached, as the form calls it; empty when forgotten."""
        return next((WAY_OF_KIND[point.kind] for point in self.live_points), "")

    @property
    def reached_at(self) -> str:
        """Where the preferred way leads: an address or a number."""
        return next((point.value for point in self.live_points), "")

    @property
    def email(self) -> str | None:
        """The mailbox to write to, whatever way is preferred."""
        return _value(self.point(ContactKind.EMAIL))

    @property
    def phone(self) -> str | None:
        """The number to call, whatever way is preferred."""
        return _value(self.point(ContactKind.PHONE))

    @property
    def postal_address(self) -> str | None:
        """Where letters go, whatever way is preferred."""
        return _value(self.point(ContactKind.LETTER))


class ContactPoint(Model):
    """One way to reach somebody, of several. Written by ``actions/contacts.py`` alone."""

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint("kind IN ('email', 'phone', 'letter')", name="known_kind"),
        Index(
            "uq_contact_point_preferred",
            "person_id",
            unique=True,
            sqlite_where=text(PREFERRED),
            postgresql_where=text(PREFERRED),
        ),
        Index("ix_contact_point_value_key", "municipality_id", "kind", "value_key"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    kind: Mapped[ContactKind] = columns.enum(ContactKind)
    value: Mapped[str] = mapped_column(String(LONGEST))
    value_key: Mapped[str] = mapped_column(String(LONGEST))  # what two spellings share
    note: Mapped[str] = mapped_column(String(80), default="")
    preferred: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]


def _value(point: ContactPoint | None) -> str | None:
    return None if point is None else point.value


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
    by_claim: Mapped[bool] = mapped_column(
        default=False
    )  # an official sign-in gave it, and ends it

    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class Account(Model):
    """A way to sign in with a password, for one human; most residents never have one.

    Of no municipality: who works for several has one account, and is a person of each.
    """

    __tablename__ = "account"

    id: Mapped[columns.key]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    generation: Mapped[int] = mapped_column(default=1)  # a session of an older one is over
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed; None: not set up
    totp_last: Mapped[int | None] = mapped_column(BigInteger)  # the step of the last code
    lost_asked_by: Mapped[int | None]  # the person who asked to take the second factor away
    lost_asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class AccountPerson(Model):
    """Who somebody with an account is in one municipality. Written by ``actions/accounts.py`` alone."""

    __tablename__ = "account_person"
    __table_args__ = (UniqueConstraint("account_id", "municipality_id"),)

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    person_id: Mapped[columns.person] = mapped_column(unique=True)

    account: Mapped[Account] = relationship()
    person: Mapped[Person] = relationship()


class AccountIdentity(Model):
    """An official sign-in of somebody elsewhere, and the account that it opens here."""

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[columns.key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    confirmed_at: Mapped[datetime | None]  # the click in the mail; it opens nothing before

    account: Mapped[Account] = relationship()


class ClaimRole(Model):
    """Whoever signs in officially for this organisation with this word is that here."""

    __tablename__ = "claim_role"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code", "claim", "organisation_id", "role"),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    code: Mapped[columns.short]  # of the organisation, at the provider
    claim: Mapped[columns.short]  # the provider's word for the role
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[columns.short]
    neighbourhood_id: Mapped[int | None]  # None: the whole municipality

    organisation: Mapped[Organisation] = relationship()


class RecoveryCode(Model):
    """Opens the second factor once, for who lost the phone. Only a hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[columns.key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignInSubject(Model):
    """A name or a network that is guessed at: the row that is held while guesses are counted."""

    __tablename__ = "sign_in_subject"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SignInAttempt(Model):
    """A failed sign-in, counted per account name and per network, forgotten after a day."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[columns.key]
    at: Mapped[datetime] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of e-mail or network


# Links that open an account, once; every other link opens a resident's page, as often as needed.
ACCOUNT_LINKS = ("sign_in", "new_password")
# Of these only the owner of the account's own mailbox has one; a "sign_in" may come from a colleague.
OWN_LINKS = ("new_password",)


class SignedLink(Model):
    """A key to a page. Only its hash is kept; it expires and can be revoked."""

    __tablename__ = "signed_link"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('my_home', 'co_sign', 'sign_in', 'new_password', 'identity', 'join', "
            "'hand_over')",
            name="known_purpose",
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[columns.short]
    # co_sign: the order; identity: which official sign-in; join: the account; hand_over: the session
    subject_id: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # the first time; one for an account works once

    person: Mapped[Person] = relationship()


class WebSession(Model):
    """Somebody is signed in on a device. The cookie has the token; this row decides."""

    __tablename__ = "web_session"

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]
    person_id: Mapped[columns.person]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("signed_link.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    generation: Mapped[int]  # the account's, when this began
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(64))  # a mark, see infra/device.py
    proved_at: Mapped[datetime | None]  # a password or a link to an account, the last time
    second_at: Mapped[datetime | None]  # a code of the second factor, the last time
    carried: Mapped[str | None] = mapped_column(Text)  # a form to show once more, sealed
    revoked_at: Mapped[datetime | None]


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


class Pause(Model):
    """During these moments what it covers can be read and not changed."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('installation', 'municipality', 'package', 'organisation')",
            name="known_kind",
        ),
        CheckConstraint(
            "(kind IN ('package', 'organisation')) = (subject_id IS NOT NULL)", name="has_subject"
        ),
    )

    id: Mapped[columns.key]
    municipality_id: Mapped[columns.municipality]  # of whoever set it, for the installation too
    kind: Mapped[PauseKind] = columns.enum(PauseKind)
    subject_id: Mapped[int | None]  # package or organisation
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(String(300))
    words_fr: Mapped[str] = mapped_column(String(300))
    words_en: Mapped[str] = mapped_column(String(300))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def said(self, language: str) -> str:
        """What people read, in their language."""
        own = {"fr": self.words_fr, "en": self.words_en}.get(language, self.words)
        return own or self.words

    @property
    def value(self) -> Pausing:
        """As the rules take it."""
        return Pausing(
            self.kind, self.municipality_id, self.subject_id, self.starts_at, self.ends_at
        )
