"""Real mail servers on this machine: one that works, one that never greets, one that drips."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

TLS = Path(__file__).resolve().parents[1] / "fixtures" / "tls"


class Post:
    """What a server took, and what it says no to."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.greetings = 0
        self.recipient_says: dict[str, str] = {}  # address -> reply
        self.content_says = "250 OK"

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Everybody is greeted."""
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """As the test said about this address."""
        reply = self.recipient_says.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Kept, when it is taken."""
        if self.content_says.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return self.content_says


def context_of(name: str) -> ssl.SSLContext:
    """A server with the certificate ``tests/fixtures/tls/<name>.pem``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{name}.pem")
    return context


@contextmanager
def mail_server(
    port: int,
    *,
    starttls: str = "",
    tls: str = "",
    user: str = "",
) -> Iterator[Post]:
    """A server on ``port``; starttls, tls: the certificate it shows; user: who may sign in."""
    post = Post()
    more: dict[str, Any] = {}
    if starttls:
        more = {"tls_context": context_of(starttls), "require_starttls": True}
    if user:
        more["authenticator"] = lambda *asked: AuthResult(
            success=asked[-1].login == user.encode(), handled=False
        )
        more["auth_required"] = True
        more["auth_require_tls"] = bool(starttls)
    if tls:
        more["ssl_context"] = context_of(tls)
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


@contextmanager
def silent_server(port: int) -> Iterator[None]:
    """Half open: it accepts and never says a word."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(100)
        yield


@contextmanager
def dripping_server(port: int) -> Iterator[None]:
    """It sends one letter of its greeting ever again: no single read times out."""
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        with suppress(OSError):
            caller, _ = listening.accept()
            with caller:
                while not ended.is_set():
                    caller.sendall(b"2")
                    time.sleep(0.02)

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen(1)
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
