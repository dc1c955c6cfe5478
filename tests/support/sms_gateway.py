"""A real gateway for text messages on this machine, which answers as the test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Gateway:
    """What it was asked: path, headers, body; and with which status it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.status = 200
        self.statuses: dict[str, int] = {}  # a number in the body -> status


@contextmanager
def sms_gateway(port: int) -> Iterator[Gateway]:
    """Listens on ``port``."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that the library calls
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            gateway.asked.append((self.path, dict(self.headers), body))
            status = next(
                (said for number, said in gateway.statuses.items() if number in body),
                gateway.status,
            )
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            if status != 204:
                self.wfile.write(b"so it is")

        def log_message(self, *_words: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
