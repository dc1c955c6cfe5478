"""Is this request for one of our own names?

Links in pages and mails start with a host name; one that a visitor makes up must never be ours.
Checked before any page, redirect or limit, so that no answer repeats a foreign name.
"""

from collections.abc import Iterable

from flask import Flask, abort, request

OWN_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def host_of(address: str) -> str:
    """``Host`` as we compare it: lower case, without port, brackets or a dot at the end."""
    name = address.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") > 1:  # an IPv6 address without brackets
        return name
    return name.partition(":")[0].removesuffix(".")


def is_own_machine(address: str) -> bool:
    """True when only somebody on this machine can reach it."""
    return host_of(address) in OWN_MACHINE


def known_hosts(names: Iterable[str]) -> frozenset[str]:
    """The hosts that the settings name; without one only this machine itself."""
    given = frozenset(host_of(name) for name in names if name.strip())
    return given or OWN_MACHINE


def register(app: Flask) -> None:
    """Before everything else that looks at a request."""

    @app.before_request
    def _only_ours() -> None:
        names = app.config.get("SERVER_NAMES") or [app.config.get("SERVER_NAME") or ""]
        if host_of(request.headers.get("Host", "")) not in known_hosts(names):
            abort(400)
