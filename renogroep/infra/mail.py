"""How does one mail reach the mail server, and who is that server?

Never in the clear over a network, and never to a server whose certificate is not right.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from ipaddress import ip_address
from typing import Any

from flask import current_app

from renogroep.infra.cut_off import cut_off
from renogroep.infra.delivery import Down, NotTaken, Send
from renogroep.infra.outbox import Parcel

LONGEST = 30  # seconds for one mail; well within the lease of a message
SECURITIES = ("starttls", "tls", "none")
PERMANENT = 500


def check_settings(config: Mapping[str, Any]) -> None:
    """Raises ValueError for settings with which mails would travel in the clear, or never arrive."""
    security, host = security_of(config), config.get("SMTP_HOST", "")
    if security not in SECURITIES:
        raise ValueError(f"SMTP_SECURITY is one of {', '.join(SECURITIES)}, not {security}")
    if host and security == "none" and not is_loopback(host):
        raise ValueError(f"SMTP_SECURITY none sends in the clear: only to this machine, not {host}")
    if not 0 < config.get("SMTP_TIMEOUT", LONGEST) <= LONGEST:
        raise ValueError(f"SMTP_TIMEOUT is at most {LONGEST} seconds")


def security_of(config: Mapping[str, Any]) -> str:
    """What is set; else STARTTLS, and nothing on this machine itself."""
    usual = "none" if is_loopback(config.get("SMTP_HOST", "")) else "starttls"
    return config.get("SMTP_SECURITY") or usual


def is_loopback(host: str) -> bool:
    """Does what we send there never leave this machine?"""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


@contextmanager
def line() -> Iterator[Send]:
    """A mail server that greeted us and let us in. Raises Down.

    Without a mail server the mails land as files: what a small office or a rehearsal needs.
    """
    if not current_app.config["SMTP_HOST"]:
        yield _keep_in_folder
        return
    with cut_off(current_app.config.get("SMTP_TIMEOUT", LONGEST)) as watched:
        server = _let_in(watched)
        try:
            yield partial(_send, server)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


class _Watched:
    """A connection that is known to its deadline before the server says a word."""

    def __init__(self, watched: list[Any], *args: Any, **kwargs: Any) -> None:
        watched.append(self)
        super().__init__(*args, **kwargs)


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Tls(_Watched, smtplib.SMTP_SSL):
    pass


def _let_in(watched: list[Any]) -> smtplib.SMTP:
    """Connected, greeted, encrypted as the settings ask, and signed in."""
    config = current_app.config
    security = security_of(config)
    host, port = config["SMTP_HOST"], config["SMTP_PORT"]
    seconds = config.get("SMTP_TIMEOUT", LONGEST)
    server: smtplib.SMTP | None = None
    try:
        trust = ssl.create_default_context(cafile=config.get("SMTP_CA") or None)
        if security == "tls":
            server = _Tls(watched, host, port, timeout=seconds, context=trust)
        else:
            server = _Plain(watched, host, port, timeout=seconds)
        server.ehlo_or_helo_if_needed()
        if security == "starttls":
            server.starttls(context=trust)
        if config.get("SMTP_USER"):
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
    except (OSError, smtplib.SMTPException) as problem:
        if server is not None:
            server.close()
        raise Down(_words(problem)) from problem
    return server


def _send(server: smtplib.SMTP, parcel: Parcel) -> None:
    try:
        server.send_message(as_email(parcel))
    except smtplib.SMTPRecipientsRefused as problem:
        code, said = next(iter(problem.recipients.values()), (PERMANENT, b"no address"))
        raise NotTaken(_said(code, said), final=code >= PERMANENT) from problem
    except smtplib.SMTPDataError as problem:
        raise NotTaken(_words(problem), final=problem.smtp_code >= PERMANENT) from problem
    except (ValueError, LookupError, smtplib.SMTPNotSupportedError) as problem:
        raise NotTaken(_words(problem), final=True) from problem  # no server can read its address
    except (OSError, smtplib.SMTPException) as problem:
        raise NotTaken(_words(problem), final=False) from problem


def as_email(parcel: Parcel) -> EmailMessage:
    """The message with one id over all its tries: a receiver recognises the rare second copy."""
    mail = EmailMessage()
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = parcel.address
    mail["Subject"] = " ".join(parcel.subject.split())  # a header is one line
    mail["Date"] = format_datetime(parcel.created_at)
    mail["Message-ID"] = f"<{parcel.key.replace(':', '.')}@{current_app.config['MAIL_HOST_ID']}>"
    mail["Content-Language"] = parcel.language
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(parcel.body)
    return mail


def _keep_in_folder(parcel: Parcel) -> None:
    folder = current_app.config["MAIL_FOLDER"]
    try:
        mail = as_email(parcel)
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-zA-Z0-9.-]", "_", mail["Message-ID"].strip("<>"))[:120]
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())
    except (ValueError, LookupError) as problem:
        raise NotTaken(_words(problem), final=True) from problem
    except OSError as problem:
        raise Down(_words(problem)) from problem


def _words(problem: Exception) -> str:
    """What went wrong in a word for the log, then what the server said."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return _said(problem.smtp_code, problem.smtp_error)
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"SSLCertVerificationError {problem.verify_message}"
    return type(problem).__name__


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())
