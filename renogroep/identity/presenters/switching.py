"""For which municipalities may the reader choose to work, and how do they get there?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from sqlalchemy.orm import Session

from renogroep.base.hosts import host_of, known_hosts
from renogroep.identity.queries.municipalities import own_doors
from renogroep.identity.rules.homes import Home, other_door
from renogroep.infra.pages import host_here


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody goes on in another municipality.

    asks   a page at another front door, to open; else a button that posts
    """

    home: Home
    url: str
    asks: bool
    here: bool = False


def ways(
    session: Session, homes: Iterable[Home], *, here: int, target: str | None = None
) -> list[Way]:
    """One per municipality.

    here    the municipality in which the reader is now
    target  the page to open there; None: the work of today
    """
    doors = own_doors(session)
    return [_way(home, doors, target, here=home.municipality_id == here) for home in homes]


def _way(home: Home, doors: Iterable[str], target: str | None, *, here: bool) -> Way:
    door = door_of(home, doors)
    if door is None or here:
        return Way(home, url_for("identity.switch", id=home.municipality_id), False, here)
    asked: dict[str, Any] = {"terug": host_here(), "voor": home.municipality_id}
    if target:
        asked["next"] = target
    page = url_for("identity.hand_over_ask")
    return Way(home, f"{origin(door)}{page}?{urlencode(asked)}", True)


def door_of(home: Home, doors: Iterable[str]) -> str | None:
    """Under which other name this municipality is found; None: here."""
    return other_door(home.host, host_here(), own_doors=doors, shared=shared_name())


def shared_name() -> str:
    """The first name of the installation; empty when the settings give none."""
    return host_of(current_app.config.get("SERVER_NAME") or "")


def is_ours(session: Session, host: str) -> bool:
    """Do we answer under this name? Nobody is sent to another one."""
    names = current_app.config.get("SERVER_NAMES") or [current_app.config.get("SERVER_NAME") or ""]
    return host in {*own_doors(session), *known_hosts(names)}


def origin(host: str) -> str:
    """Scheme, name and the port of this page: all doors are doors of one server."""
    _, colon, port = request.host.rpartition(":")
    scheme = current_app.config["PREFERRED_URL_SCHEME"]
    return f"{scheme}://{host}{colon + port if port.isdecimal() and colon else ''}"
