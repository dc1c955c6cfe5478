"""How does a message leave the house exactly when its business did happen?

A row is written in the business transaction. Delivery claims rows for five minutes, sends outside
the transaction and marks each; a crash in between sends again: at least once, recognisable by key.
"""

import re
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from flask import current_app
from sqlalchemy import CheckConstraint, Index, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.infra.db import Model, transaction

LEASE = timedelta(minutes=5)
MAX_TRIES = 8
_TOKENS = re.compile(r"/l/[A-Za-z0-9_-]{20,}")


class Way(StrEnum):
    """How a person wants to hear from us."""

    MAIL = "mail"
    LETTER = "letter"
    CALL = "call"


class OutboxMessage(Model):
    """A mail to send, a letter to print or a call to make."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("way IN ('mail', 'letter', 'call')", name="known_way"),
        Index("ix_outbox_message_waiting", "way", "done_at", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)  # "<event>:<subject>:<person>": never twice
    way: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(400))  # e-mail, postal address or phone number
    language: Mapped[str]
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_on: Mapped[datetime | None]  # for a call: before when
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(300))


def put(session: Session, message: OutboxMessage) -> OutboxMessage:
    """Queue in the caller's transaction; the same key twice is one message."""
    already = session.scalar(select(OutboxMessage).where(OutboxMessage.key == message.key))
    if already is not None:
        return already
    message.created_at = clock.now()
    session.add(message)
    session.flush()
    return message


def claim_mails(limit: int = 20) -> list[int]:
    """Take waiting mails for LEASE; two workers never hold the same row."""
    now = clock.now()
    with transaction() as session:
        rows = session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.way == Way.MAIL,
                OutboxMessage.done_at.is_(None),
                OutboxMessage.tries < MAX_TRIES,
                or_(OutboxMessage.claimed_at.is_(None), OutboxMessage.claimed_at < now - LEASE),
            )
            .order_by(OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.claimed_at, row.tries = now, row.tries + 1
        return [row.id for row in rows]


def deliver_waiting() -> int:
    """Send what waits, one mail at a time; gives how many went out."""
    sent = 0
    while batch := claim_mails():
        for key in batch:
            sent += _deliver(key)
    return sent


def _deliver(key: int) -> int:
    """One mail. Whatever is wrong with it (an odd address, a server that says no) stays its own."""
    error = None
    try:
        with transaction() as session:
            mail = as_email(session.get_one(OutboxMessage, key))
        _send(mail)
    except (OSError, smtplib.SMTPException, ValueError, LookupError) as problem:
        error = type(problem).__name__
        current_app.logger.warning("mail %s was not taken: %s", key, error)
    with transaction() as session:
        row = session.get_one(OutboxMessage, key)
        row.last_error = error
        if error is None:
            row.done_at = clock.now()
            row.body = without_links(row.body)
    return 0 if error else 1


def oldest_waiting(session: Session) -> datetime | None:
    """Since when the mail that waits longest waits; None when none does."""
    return session.scalar(
        select(func.min(OutboxMessage.created_at)).where(
            OutboxMessage.way == Way.MAIL, OutboxMessage.done_at.is_(None)
        )
    )


def count_waiting(session: Session) -> int:
    """Mails that did not leave yet."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.way == Way.MAIL, OutboxMessage.done_at.is_(None))
        )
        or 0
    )


def stuck_mails(session: Session, municipality_id: int) -> Sequence[OutboxMessage]:
    """Mails that nobody took in MAX_TRIES attempts; the oldest first."""
    return session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.municipality_id == municipality_id,
            OutboxMessage.way == Way.MAIL,
            OutboxMessage.done_at.is_(None),
            OutboxMessage.tries >= MAX_TRIES,
        )
        .order_by(OutboxMessage.id)
    ).all()


def is_stuck(mail: OutboxMessage) -> bool:
    """No server took it in MAX_TRIES attempts."""
    return mail.way == Way.MAIL and mail.done_at is None and mail.tries >= MAX_TRIES


def without_links(body: str) -> str:
    """A sent message is kept without the keys to somebody's page."""
    return _TOKENS.sub("/l/…", body)


def as_email(row: OutboxMessage) -> EmailMessage:
    """The row as a message; its id lets a receiver recognise the rare second copy."""
    mail = EmailMessage()
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = row.address
    mail["Subject"] = " ".join(row.subject.split())  # a header is one line
    mail["Date"] = format_datetime(row.created_at)
    mail["Message-ID"] = f"<{row.key.replace(':', '.')}@{current_app.config['MAIL_HOST_ID']}>"
    mail["Content-Language"] = row.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(row.body)
    return mail


def _send(mail: EmailMessage) -> None:
    host = current_app.config["SMTP_HOST"]
    if not host:
        _keep_in_folder(mail)
        return
    with smtplib.SMTP(host, current_app.config["SMTP_PORT"], timeout=20) as server:
        if current_app.config["SMTP_STARTTLS"]:
            server.starttls()
        if current_app.config["SMTP_USER"]:
            server.login(current_app.config["SMTP_USER"], current_app.config["SMTP_PASSWORD"])
        server.send_message(mail)


def _keep_in_folder(mail: EmailMessage) -> None:
    """Without a mail server the mails land as files: what a small office or a rehearsal needs."""
    folder = current_app.config["MAIL_FOLDER"]
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-zA-Z0-9.-]", "_", mail["Message-ID"].strip("<>"))[:120]
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
