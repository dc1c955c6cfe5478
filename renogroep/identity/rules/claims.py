"""What does an official sign-in say of somebody, and what are they here?

ACM/IDM of the Flemish government, README of acmidm-login-service (2026-11-29): ``vo_id`` is the
person, ``vo_orgcode`` the organisation that they signed in for, and a claim of one's own the roles,
as a list of ``<role>:<organisation>`` or of plain words. The national register number ``rrn`` is
never read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 200


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Under which names the sign-in says it; a setting, because each provider has its own."""

    subject: str = "vo_id"
    organisation: str = "vo_orgcode"
    role: str = "role"


@dataclass(frozen=True, slots=True)
class Official:
    """Who signed in. ``email`` only when the provider verified it; ``roles`` as they were said."""

    subject: str
    organisation: str
    roles: frozenset[str]
    email: str | None
    name: str


def read_claims(claims: Mapping[str, Any], names: ClaimNames) -> Official | None:
    """Plain values out of an identity token; None when it does not say who this is."""
    subject = _word(claims.get(names.subject))
    if not subject:
        return None
    verified = claims.get("email_verified") is True
    email = _word(claims.get("email")).lower() if verified else ""
    name = _word(claims.get("name")) or " ".join(
        word for key in ("given_name", "family_name") if (word := _word(claims.get(key)))
    )
    return Official(
        subject=subject,
        organisation=_word(claims.get(names.organisation)),
        roles=frozenset(_roles(claims.get(names.role))),
        email=email or None,
        name=name,
    )


def _roles(value: Any) -> Iterable[str]:
    """``["Lead:OVO002949"]`` is Lead: the organisation has a claim of its own."""
    many = value if isinstance(value, list | tuple) else [value]
    return (word for one in many if (word := _word(one).partition(":")[0].strip()))


def _word(value: Any) -> str:
    return value.strip()[:LONGEST] if isinstance(value, str) else ""
