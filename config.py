"""Settings: read from the environment once, checked at start, typed."""

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
        secrets = _kept_secrets(place, env)
        https = env.bool("HTTPS", False)
        return {
            "FOLDER": place,
            "SECRET_KEY": secrets["SECRET_KEY"],
            "SEALING_KEY": secrets["SEALING_KEY"],
            "DATABASE_URL": env.str("DATABASE_URL", f"sqlite:///{place / 'renogroep.db'}"),
            "JOBS_URL": env.str("JOBS_URL", f"sqlite:///{place / 'jobs.db'}"),
            # Links in mails start with it; only on one's own machine can it be left out.
            "SERVER_NAME": env.str("SERVER_NAME") if https else env.str("SERVER_NAME", None),
            "HTTPS": https,
            "PROXIES": env.int("PROXIES", 0),
            "LIMITER_STORAGE": env.str("LIMITER_STORAGE", "memory://"),
            "MAIL_FROM": env.str("MAIL_FROM", "renogroep <renogroep@localhost>"),
            "MAIL_HOST_ID": env.str("MAIL_HOST_ID", "renogroep.invalid"),
            "MAIL_FOLDER": place / "mail",
            "SMTP_HOST": env.str("SMTP_HOST", ""),
            "SMTP_PORT": env.int("SMTP_PORT", 25),
            "SMTP_STARTTLS": env.bool("SMTP_STARTTLS", False),
            "SMTP_USER": env.str("SMTP_USER", ""),
            "SMTP_PASSWORD": env.str("SMTP_PASSWORD", ""),
        }


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
    place.mkdir(parents=True, exist_ok=True)
    kept = {}
    for name, value in given.items():
        file = place / f"{name.lower()}.txt"
        if not value and not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_bytes(32).hex())
        kept[name] = value or file.read_text().strip()
    return kept
