"""How does what somebody typed pass a page that asks who they are?

Sealed in a hidden field, with the account that typed it: another account reads nothing of it. No
files, no passwords, at most 64 kB.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, request
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict

from renogroep.infra.form_words import is_secret
from renogroep.infra.sealed_text import put_away_text, take_out_text

MOST = 64 * 1024  # bytes of names and values together
TOKEN = "csrf_token"  # noqa: S105 - the name of a field

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """A form as it was sent: to which page, and what stood in it."""

    path: str
    pairs: Pairs


def pack(account_id: int, purpose: str) -> str | None:
    """This request's form, sealed; None when it is too long to carry."""
    pairs = list(_typed(request.form.items(multi=True)))
    if sum(len(name.encode()) + len(value.encode()) for name, value in pairs) > MOST:
        return None
    return put_away_text([_here(), pairs], _about(account_id, purpose))


def unpack(sealed: str, account_id: int | None, purpose: str) -> Carried | None:
    """What this account typed; None for anybody else's."""
    if account_id is None or not sealed:
        return None
    kept = take_out_text(sealed, _about(account_id, purpose))
    if kept is None:
        return None
    path, pairs = kept
    return Carried(path, [(name, value) for name, value in pairs])


def put_back(carried: Carried) -> bool:
    """This request's form is what was carried; False when that belongs to another page."""
    if carried.path != _here():
        return False
    request.form = ImmutableMultiDict([*carried.pairs, (TOKEN, generate_csrf())])
    request.files = ImmutableMultiDict()
    return True


def typed_by() -> int | None:
    """Whose page the form came from, by its own token, whoever is signed in now.

    ``token_for`` put the account in it; the signature says that the token is ours.
    """
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        raw = str(signer.loads(request.form.get(TOKEN, "")))
    except BadSignature:
        return None
    key = raw.rpartition(".")[2]
    return int(key) if "." in raw and key.isdecimal() else None


def _here() -> str:
    return request.full_path.rstrip("?")


def _about(account_id: int, purpose: str) -> str:
    return f"{purpose} {account_id}"


def _typed(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in pairs if name != TOKEN and not is_secret(name))
