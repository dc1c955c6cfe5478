"""Settings: read from the environment once, checked at start, typed."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from environs import Env

HERE = Path(__file__).resolve().parent


def load(folder: Path | None = None) -> dict[str, Any]:
    """Everything that create_app needs.

    folder   where the embedded database, jobs and mails live; default ``instance/`` beside this
             file or RENOGROEP_FOLDER
    raises   environs.EnvError when a value is missing or has the wrong form
    """
    env = Env()
    env.read_env(str(HERE / ".env"), recurse=False)
    with env.prefixed("RENOGROEP_"):
        place = Path(folder or env.str("FOLDER", str(HERE / "instance"))).resolve()
        private_folder(place)
        secrets = _kept_secrets(place, env)
        https = env.bool("HTTPS", False)
        names: list[str] = env.list("SERVER_NAME") if https else env.list("SERVER_NAME", [])
        return {
            "FOLDER": place,
            "SECRET_KEY": secrets["SECRET_KEY"],
            "SEALING_KEY": secrets["SEALING_KEY"],
            "SEALING_KEYS": env.str("SEALING_KEYS", ""),
            "AUDIT_KEYS": _audit_keys(env),
            "ANCHOR_TO": env.list("ANCHOR_TO", []),
            "DATABASE_URL": env.str("DATABASE_URL", f"sqlite:///{place / 'renogroep.db'}"),
            "JOBS_URL": env.str("JOBS_URL", f"sqlite:///{place / 'jobs.db'}"),
            # Links in mails start with the first; only on one's own machine can it be left out.
            "SERVER_NAME": names[0] if names else None,
            "SERVER_NAMES": names,
            "HTTPS": https,
            "PROXIES": env.int("PROXIES", 0),
            "PROCESSES": env.int("PROCESSES", 1),
            "START_WITHIN": env.float("START_WITHIN", 120.0),
            "LIMITER_STORAGE": env.str("LIMITER_STORAGE", "memory://"),
            "OIDC_ISSUER": env.str("OIDC_ISSUER", ""),
            "OIDC_CLIENT_ID": env.str("OIDC_CLIENT_ID", ""),
            "OIDC_CLIENT_SECRET": env.str("OIDC_CLIENT_SECRET", ""),
            "OIDC_KEY_FILE": env.str("OIDC_KEY_FILE", ""),
            "OIDC_SCOPE": env.str("OIDC_SCOPE", "openid profile email"),
            "OIDC_SUBJECT": env.str("OIDC_SUBJECT", "vo_id"),
            "OIDC_ORGANISATION": env.str("OIDC_ORGANISATION", "vo_orgcode"),
            "OIDC_ROLE": env.str("OIDC_ROLE", "role"),
            "LOG_LEVEL": env.str("LOG_LEVEL", "WARNING"),
            "METRICS_TOKEN": env.str("METRICS_TOKEN", ""),
            "SECOND_FACTOR": env.str("SECOND_FACTOR", "roles"),
            "SECURITY_CONTACT": env.str("SECURITY_CONTACT", ""),
            "MAIL_FROM": env.str("MAIL_FROM", "renogroep <renogroep@localhost>"),
            "MAIL_HOST_ID": env.str("MAIL_HOST_ID", "renogroep.invalid"),
            "MAIL_FOLDER": place / "mail",
            "SMTP_HOST": env.str("SMTP_HOST", ""),
            "SMTP_PORT": env.int("SMTP_PORT", 465 if env.str("SMTP_SECURITY", "") == "tls" else 25),
            "SMTP_SECURITY": env.str("SMTP_SECURITY", ""),
            "SMTP_CA": env.str("SMTP_CA", ""),
            "SMTP_TIMEOUT": env.float("SMTP_TIMEOUT", 30.0),
            "SMS_URL": env.str("SMS_URL", ""),
            "SMS_BODY": env.str("SMS_BODY", ""),
            "SMS_AUTH": env.str("SMS_AUTH", ""),
            "SMS_ACCEPTED": env.list("SMS_ACCEPTED", [], subcast=int),
            "SMTP_USER": env.str("SMTP_USER", ""),
            "SMTP_PASSWORD": env.str("SMTP_PASSWORD", ""),
        }


def private_folder(place: Path) -> None:
    """Names, keys and mails live there: nobody else on the machine reads them.

    What this process makes later is its own too; what an earlier version made is closed now.
    """
    os.umask(0o077)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in (place, *place.rglob("*")):
        with suppress(FileNotFoundError):  # a log of the database that was written away just now
            now = one.lstat()
            if now.st_mode & 0o077 and now.st_uid == os.getuid() and not one.is_symlink():
                one.chmod(0o700 if one.is_dir() else 0o600)


def _audit_keys(env: Env) -> str:
    """A single machine makes its own (infra/signing.py); several must share theirs."""
    if env.str("DATABASE_URL", "sqlite:").startswith("sqlite"):
        return env.str("AUDIT_KEYS", "")
    return env.str("AUDIT_KEYS")


def _kept_secrets(place: Path, env: Env) -> dict[str, str]:
    """Keys come from the environment; a single machine without them keeps its own in a file.

    With PostgreSQL there may be more than one machine, so there the keys must be given.
    """
    import secrets

    given = {name: env.str(name, "") for name in ("SECRET_KEY", "SEALING_KEY")}
    if all(given.values()):
        return given
    if not env.str("DATABASE_URL", "sqlite:").startswith("sqlite"):
        return {name: env.str(name) for name in given}  # raises: says which one is missing
    kept = {}
    for name, value in given.items():
        file = place / f"{name.lower()}.txt"
        if not value and not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_bytes(32).hex())
        kept[name] = value or file.read_text().strip()
    return kept
