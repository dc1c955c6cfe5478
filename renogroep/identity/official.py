"""How do we talk with the sign-in of the government? Authlib does; here are our settings.

OpenID Connect with the authorization code, PKCE, a state and a nonce. ``client_secret_basic`` with a
secret, or ``private_key_jwt`` with a key of our own, as ACM/IDM asks.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import Flask, current_app
from joserfc.errors import JoseError
from requests import RequestException

from renogroep.identity.rules.claims import ClaimNames

EXTENSION = "renogroep_official"
PATIENCE = 10  # seconds for an answer of the other side
# Whatever the other side answers, whoever stands in between, and a link of another day.
FAILURES = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)


@dataclass(frozen=True, slots=True)
class OfficialSignIn:
    """The one official sign-in of this installation."""

    client: Any  # Authlib's client of Flask; it has no types
    issuer: str
    names: ClaimNames


def register(app: Flask) -> None:
    """Nothing without an issuer: then there are passwords and links."""
    app.extensions[EXTENSION] = None
    issuer = str(app.config.get("OIDC_ISSUER") or "").rstrip("/")
    if not issuer:
        return
    key_file = app.config.get("OIDC_KEY_FILE")
    method = "private_key_jwt" if key_file else "client_secret_basic"
    secret = Path(key_file).read_text(encoding="ascii") if key_file else None
    client = OAuth(app).register(
        "official",
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=secret or app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_auth_methods=[PrivateKeyJWT()] if key_file else None,
        client_kwargs={
            "scope": app.config.get("OIDC_SCOPE", "openid profile email"),
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": method,
            "default_timeout": PATIENCE,
        },
    )
    usual = ClaimNames()
    names = ClaimNames(
        subject=app.config.get("OIDC_SUBJECT", usual.subject),
        organisation=app.config.get("OIDC_ORGANISATION", usual.organisation),
        role=app.config.get("OIDC_ROLE", usual.role),
    )
    app.extensions[EXTENSION] = OfficialSignIn(client, issuer, names)


def official() -> OfficialSignIn | None:
    """The official sign-in, when this installation has one."""
    found: OfficialSignIn | None = current_app.extensions.get(EXTENSION)
    return found
