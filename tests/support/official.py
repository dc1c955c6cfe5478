"""A real provider of official sign-ins, in a process of its own, that a test may also bend.

    python -m tests.support.official [expired|other-nonce|other-issuer]

It says its port on the first line. It asks for PKCE, and takes a client with any secret, or, with a public key in OFFICIAL_KEY, only one
that signs with the other half of it.
"""

import base64
import hashlib
import os
import sys
from datetime import timedelta
from typing import Any

import flask
import oidc_provider_mock
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc.jwk import RSAKey
from oidc_provider_mock import _app as provider
from oidc_provider_mock._storage import Client, ClientAllowAny
from werkzeug.serving import make_server

CLIENT = "renogroep"
CHALLENGES: dict[str, str] = {}


class Grant(provider.AuthorizationCodeGrant):
    """A code is traded by the browser that asked for it, and by no other."""

    bend = ""

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep the challenge of this code."""
        CHALLENGES[code] = flask.request.args["code_challenge"]
        super().save_authorization_code(code, request)

    def create_token_response(self) -> Any:
        """Compare it with the proof."""
        proof = hashlib.sha256(flask.request.form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != CHALLENGES.pop(
            flask.request.form["code"]
        ):
            raise InvalidGrantError
        return super().create_token_response()


class Token(provider.OpenIDCode):
    """What it says of the person, perhaps not as it should."""

    bend = ""

    def get_jwt_config(self, grant: Any, client: Any = None) -> Any:
        """Somebody else's issuer."""
        found = super().get_jwt_config(grant, client)
        return (
            {**found, "iss": "https://elsewhere.example"} if self.bend == "other-issuer" else found
        )

    def get_authorization_code_claims(self, authorization_code: Any) -> Any:
        """Somebody else's nonce."""
        found = super().get_authorization_code_claims(authorization_code)
        return {**found, "nonce": "of-somebody-else"} if self.bend == "other-nonce" else found


class SignedClient(JWTBearerClientAssertion):
    """The client says who it is with a key of its own, as at ACM/IDM."""

    CLIENT_AUTH_METHOD = "private_key_jwt"
    used: set[str] = set()  # noqa: RUF012 - one server, one set

    def get_audiences(self) -> list[str]:
        """Made for this server."""
        return [flask.url_for("oidc-provider-mock.issue_token", _external=True)]

    def validate_jti(self, claims: Any, jti: str) -> bool:
        """Each assertion is used once."""
        fresh = jti not in self.used
        self.used.add(jti)
        return fresh

    def resolve_client_public_key(self, client: Any) -> Any:
        """The one key that the test registered."""
        return RSAKey.import_key(os.environ["OFFICIAL_KEY"])


def main(bend: str) -> None:
    """Serve until killed, on a port that nobody else can take meanwhile."""
    Token.bend = bend
    provider.AuthorizationCodeGrant, provider.OpenIDCode = Grant, Token  # type: ignore[misc]
    age = timedelta(hours=-1) if bend == "expired" else timedelta(hours=1)
    app = oidc_provider_mock.app(access_token_max_age=age)
    if os.environ.get("OFFICIAL_KEY"):
        app.before_request(_only_signed)
    server = make_server("localhost", 0, app, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()


def _only_signed() -> None:
    provider.storage.store_client(
        Client(
            id=CLIENT,
            secret="",
            redirect_uris=ClientAllowAny(),
            allowed_scopes=Client.SCOPES_SUPPORTED,
            token_endpoint_auth_method="private_key_jwt",  # type: ignore[arg-type]
        )
    )
    provider.authorization.register_client_auth_method("private_key_jwt", SignedClient())
    Grant.TOKEN_ENDPOINT_AUTH_METHODS = ["private_key_jwt"]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
