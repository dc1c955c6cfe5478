"""How long may one connection take in all, whatever the other side sends?"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def cut_off(seconds: float) -> Iterator[list[Any]]:
    """A server that sends a letter every few seconds never times out: after ``seconds`` it is cut.

    Gives a list for whatever holds a socket in ``.sock``; put it there before it connects.
    """
    watched: list[Any] = []

    def cut() -> None:
        for one in watched:
            if held := getattr(one, "sock", None):
                with suppress(OSError):  # not that of TLS, which would go on in the clear
                    socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield watched
    finally:
        timer.cancel()
