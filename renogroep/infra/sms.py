"""How does one text message reach the gateway, whatever its maker calls the fields?"""

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from flask import current_app

from renogroep.infra.cut_off import cut_off
from renogroep.infra.delivery import Down, NotTaken, Send
from renogroep.infra.mail import is_loopback
from renogroep.infra.outbox import Parcel

BODY = '{"to": "{to}", "text": "{text}"}'
ACCEPTED = (200, 201, 202, 204)
WITHIN = 20  # seconds for one text message; well within the lease of a message
LONGEST_ANSWER = 200
TOO_MANY, OWN_FAULT = 429, 500  # this message later
ABOUT_THE_MESSAGE = frozenset(range(400, 500)) - {401, 403, 404, 405, 407, 408, TOO_MANY}
_HOLES = re.compile(r"\{(to|text)\}")


def check_settings(config: Mapping[str, Any]) -> None:
    """Raises ValueError for a gateway that others can listen to, or a body without its two holes."""
    if not is_on(config):
        return
    url = urlsplit(config["SMS_URL"])
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.hostname or "")):
        raise ValueError("SMS_URL starts with https://, so that nobody reads along")
    if set(_HOLES.findall(_template(config))) != {"to", "text"}:
        raise ValueError("SMS_BODY holds {to} and {text}")
    if config.get("SMS_AUTH") and ":" not in config["SMS_AUTH"]:
        raise ValueError("SMS_AUTH is a header: Authorization: Bearer ...")


def is_on(config: Mapping[str, Any]) -> bool:
    """Is there a gateway? Without one people call."""
    return bool(config.get("SMS_URL"))


@contextmanager
def line() -> Iterator[Send]:
    """The gateway; whether it is there shows with the first message."""
    yield _send if is_on(current_app.config) else _nobody


def _nobody(_parcel: Parcel) -> None:
    raise NotTaken("there is no gateway any more", final=True)


def _send(parcel: Parcel) -> None:
    status, said = _asked(current_app.config, parcel)
    answer = " ".join(f"{status} {said}".split())
    if status in tuple(current_app.config.get("SMS_ACCEPTED") or ACCEPTED):
        return
    if status in ABOUT_THE_MESSAGE:
        raise NotTaken(answer, final=True)
    if status in {TOO_MANY, OWN_FAULT}:
        raise NotTaken(answer, final=False)
    raise Down(answer)  # it moved, does not let us in, or is away


def _asked(config: Mapping[str, Any], parcel: Parcel) -> tuple[int, str]:
    """Status and first words of the answer. A redirect is an answer: no text follows it."""
    url = urlsplit(config["SMS_URL"])
    template = _template(config)
    kind = "json" if template.lstrip().startswith(("{", "[")) else "x-www-form-urlencoded"
    headers = {"Content-Type": f"application/{kind}; charset=utf-8"}
    if config.get("SMS_AUTH"):
        name, _, value = config["SMS_AUTH"].partition(":")
        headers[name.strip()] = value.strip()
    path = url.path or "/"
    try:
        with cut_off(WITHIN) as watched:
            connection = _connection(url.scheme, url.hostname or "", url.port)
            watched.append(connection)
            try:
                body = filled(template, parcel.address, parcel.short).encode()
                connection.request("POST", f"{path}?{url.query}".rstrip("?"), body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read(LONGEST_ANSWER).decode(errors="replace")
            finally:
                connection.close()
    except (OSError, HTTPException) as problem:
        raise Down(type(problem).__name__) from problem


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        trust = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=WITHIN, context=trust)
    return HTTPConnection(host, port, timeout=WITHIN)


def filled(template: str, to: str, text: str) -> str:
    """The body, in which number and text break no JSON and no form."""
    values = {"to": to, "text": text}
    as_json = template.lstrip().startswith(("{", "["))

    def safe(hole: re.Match[str]) -> str:
        value = values[hole[1]]
        return json.dumps(value)[1:-1] if as_json else quote(value, safe="")

    return _HOLES.sub(safe, template)


def _template(config: Mapping[str, Any]) -> str:
    return config.get("SMS_BODY") or BODY
